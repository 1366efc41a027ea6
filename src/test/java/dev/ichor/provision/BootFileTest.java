package dev.ichor.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"undionly.kpxe", "/undionly.kpxe", "//undionly.kpxe", "\\UNDIONLY.KPXE", "undionly.kpxe.0",
        "52-54-00-00-00-01/undionly.kpxe", "undionly.kpxe\u00ff", "undionly.kpxe\u0000"})
    void firmwareMayMangleTheName(String raw) {
        assertEquals(Optional.of(BootFile.BIOS_UNDI), BootFile.named(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "undionly", "undionly.kpxe/", "../etc/passwd", "pxelinux.0"})
    void otherNamesAreNoBootFile(String raw) {
        assertEquals(Optional.empty(), BootFile.named(raw));
    }

    @Test
    void everyFileAnswersToItsOwnNameAndPath() {
        for (BootFile file : BootFile.values()) {
            assertEquals(Optional.of(file), BootFile.named(file.fileName()));
            assertEquals(Optional.of(file), BootFile.named(file.httpPath()));
        }
    }
}
