package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumListTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @Test
    void bothFormsOfSha256sumAreRead() throws Malformed {
        ChecksumList list = ChecksumList.parse("# made today\n" + A + "  vmlinuz-amd64\r\n\n" + B.toUpperCase()
                + " *_out/initramfs-amd64.xz\n" + A + "  ./vmlinuz-amd64\n");
        assertEquals(Optional.of(new Sha256(A)), list.find("vmlinuz-amd64"));
        assertEquals(Optional.of(new Sha256(B)), list.find("initramfs-amd64.xz"));
        assertEquals(Optional.empty(), list.find("vmlinuz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "abc  file", "SHA256 (x) = " + "a", "\u0000"})
    void anythingElseIsMalformed(String text) {
        assertThrows(Malformed.class, () -> ChecksumList.parse(text));
        assertThrows(Malformed.class, () -> ChecksumList.parse(A + "  good\n" + text));
    }

    @Test
    void twoHashesForOneNameAreMalformed() {
        assertThrows(Malformed.class, () -> ChecksumList.parse(A + "  d/x\n" + B + "  e/x\n"));
    }
}
