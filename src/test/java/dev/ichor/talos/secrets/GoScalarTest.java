package dev.ichor.talos.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GoScalarTest {
    @Test
    void quotesOnlyWhatWouldNotReadBackAsText() {
        Map.of("abcdef.0123456789abcdef", "abcdef.0123456789abcdef",
                "123456.1234567890123456", "\"123456.1234567890123456\"",
                "123456.12345678901234e5", "\"123456.12345678901234e5\"",
                "123456.1234e56789012345", "123456.1234e56789012345",
                "-_abc=", "-_abc=", "---abc=", "'---abc='",
                "true", "\"true\"", "https://10.0.0.1:6443", "https://10.0.0.1:6443",
                "a: b", "\"a: b\"").forEach((text, yaml) -> assertEquals(yaml, GoScalar.of(text)));
        for (String text : List.of("", "12", "0x1f", "1_000", "2026-01-01", ".inf", "null", "No", "~", "a\"b", "*a")) {
            assertEquals('"', GoScalar.of(text).charAt(0), text);
        }
        assertEquals("\"a\\\"\\\\\\u000A\\u00E9\"", GoScalar.of("a\"\\\n\u00e9"));
    }

    @Test
    void masksByValueHoweverTheTextIsIndented() {
        Masker masker = Masker.of(List.of("abcdef.0123456789abcdef", "short",
                "-----BEGIN X-----\nMHcCAQEEIAAAA\nBBBBBBBBBBBB\n-----END X-----\n"));
        assertEquals("token: (secret)\nkey: |\n    -----BEGIN X-----\n    (secret)\n    (secret)\nshort",
                masker.mask("token: abcdef.0123456789abcdef\nkey: |\n    -----BEGIN X-----\n    MHcCAQEEIAAAA\n"
                        + "    BBBBBBBBBBBB\nshort"));
        assertEquals("Masker[3 texts]", masker.toString());
    }
}
