package dev.ichor.talos.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was written is read back as it was; what is no configuration is refused without being quoted. */
@Timeout(30)
class ConfigurationReaderTest {
    @Test
    void whatWasWrittenIsReadBack() throws Malformed {
        Configuration configuration = new Configuration(List.of(new Document(Map.of("version", "v1alpha1", "machine",
                Map.of("token", "0123", "sysctls", Map.of("vm.nr_hugepages", "1024"), "list", List.of(1L, true, 1.5,
                        "true", "a\n---\nb\n", "~")))), Document.of("HostnameConfig", Map.of("hostname", "null"))));
        assertEquals(configuration, ConfigurationReader.read(ConfigurationText.of(configuration)));
    }

    @Test
    void whatIsNullIsLeftOut() throws Malformed {
        assertEquals(new Configuration(List.of(new Document(Map.of("a", Map.of("c", 1L), "d", List.of())))),
                ConfigurationReader.read("a: {b: null, c: 1}\nd: [~]\n"));
    }

    @Test
    void whatIsNoConfigurationIsRefusedUnquoted() {
        for (String text : new String[] {"s3cret", "- s3cret", "a: b\n---\ns3cret\n", "{s3cret", "a: &s3cret [*s3cret]",
            "a: 1\na: s3cret\n"}) {
            Malformed refused = assertThrows(Malformed.class, () -> ConfigurationReader.read(text), text);
            assertTrue(!refused.getMessage().contains("s3cret"), refused.getMessage());
        }
    }

    @Test
    void noTextEscapesAsAnotherException() {
        Random random = new Random(5);
        String letters = "ab:-{}[]&*!|>'\"\n\t ~1.#,\\\u0000\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(40), 0, letters.length()).forEach(n -> text.append(letters.charAt(n)));
            try {
                ConfigurationReader.read(text.toString());
            } catch (Malformed e) {
                assertTrue(e.getMessage().length() < 200);
            }
        }
    }
}
