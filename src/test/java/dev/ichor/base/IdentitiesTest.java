package dev.ichor.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {
    @Test
    void smbiosBytesSwapTheFirstThreeFields() {
        byte[] wire = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        assertEquals("33221100-5544-7766-8899-aabbccddeeff", SystemUuid.ofSmbiosBytes(wire).toString());
    }

    @Test
    void aUuidReadsInEitherCase() throws Malformed {
        assertEquals(SystemUuid.parse("4C4C4544-0035-4D10-8047-B9C04F4E3632"),
                SystemUuid.parse("4c4c4544-0035-4d10-8047-b9c04f4e3632"));
        assertThrows(Malformed.class, () -> SystemUuid.parse("4c4c4544-0035-4d10-8047"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009"})
    void vendorPlaceholdersIdentifyNothing(String text) throws Malformed {
        assertTrue(SystemUuid.parse(text).isPlaceholder());
        assertFalse(SystemUuid.parse("4c4c4544-0035-4d10-8047-b9c04f4e3632").isPlaceholder());
    }

    @Test
    void aFileHashesLikeItsBytes(@TempDir Path folder) throws IOException {
        byte[] bytes = "ichor".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(folder.resolve("f"), bytes);
        assertEquals(Sha256.of(bytes), Sha256.of(file));
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Sha256.of(new byte[0]).hex());
    }

    @Test
    void problemsPrintWhereWhatAndMend() {
        Problems problems = new Problems();
        problems.add("appliance.yaml:3 dhcp.mode", "'proxi' is not a mode", "Use proxy, full or off.");
        assertEquals("appliance.yaml:3 dhcp.mode: 'proxi' is not a mode. Use proxy, full or off.",
                problems.list().getFirst().toString());
    }
}
