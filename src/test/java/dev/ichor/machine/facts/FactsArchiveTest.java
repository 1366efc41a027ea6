package dev.ichor.machine.facts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FactsArchiveTest {
    private static final byte[] ONE = {1};

    @Test
    void filesComeOutAsTheyWentIn() throws Malformed {
        byte[] large = new byte[4 << 20];
        Arrays.fill(large, (byte) 7);
        byte[] tar = new Tar().header("disk/", '5', 0).add("./meta", ONE).add("disk/sda/head", large)
                .add("pci/0000:01:00.0", new byte[0]).header("old", '\0', 1).data(ONE).end();
        RawFacts facts = FactsArchive.read(Tar.gzip(tar), Limits.CONTRACT);
        assertEquals(List.of("disk/sda/head", "meta", "old", "pci/0000:01:00.0"), facts.paths());
        assertArrayEquals(large, facts.bytes("disk/sda/head").orElseThrow());
        assertTrue(facts.has("pci/0000:01:00.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../meta", "disk/../../x", "disk//x", "a/./b", "a\\b", "a b", ".", "..", ".hidden",
        "a/", "name\u00e9"})
    void namesOutsideTheRulesAreRefused(String name) {
        refused(new Tar().add(name, ONE).end(), "name");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6', '7', 'L', 'K', 'x', 'g', 'S'})
    void onlyPlainFilesAndFoldersAreTaken(char type) {
        refused(new Tar().header("meta", type, 0).end(), "neither a plain file nor a folder");
    }

    @Test
    void brokenHeadersAreRefused() {
        byte[] checksum = new Tar().add("meta", ONE).end();
        checksum[0] = 'n';
        refused(checksum, "checksum");
        byte[] magic = new Tar().add("meta", ONE).end();
        magic[257] = 'U';
        Tar.checksum(magic, 0);
        refused(magic, "ustar");
        byte[] size = new Tar().add("meta", ONE).end();
        size[124] = (byte) 0x80;
        Tar.checksum(size, 0);
        refused(size, "octal");
        refused(new Tar().add("meta", ONE).add("meta", ONE).end(), "twice");
        refused(new Tar().header("disk/", '5', 512).end(), "folder");
        refused(new Tar().add("meta", ONE).raw(), "ends in the middle");
        refused(new Tar().header("meta", '0', 4000).end(), "ends in the middle");
        refused(new byte[0], "ends in the middle");
    }

    @Test
    void whatIsNoWholeGzipIsRefused() {
        byte[] good = Tar.gzip(new Tar().add("meta", new byte[5000]).end());
        for (int cut = 0; cut < good.length; cut++) {
            byte[] half = Arrays.copyOf(good, cut);
            assertThrows(Malformed.class, () -> FactsArchive.read(half, Limits.CONTRACT), "cut at " + cut);
        }
        byte[] wrong = good.clone();
        wrong[good.length - 6] ^= 1;
        assertThrows(Malformed.class, () -> FactsArchive.read(wrong, Limits.CONTRACT), "checksum");
    }

    @Test
    void eachLimitIsHeld() throws Malformed {
        byte[] tar = Tar.gzip(new Tar().add("meta", ONE).add("version", new byte[2000]).end());
        int unpacked = 512 + 512 + 512 + 2048 + 1024;
        FactsArchive.read(tar, new Limits(tar.length, unpacked, 2, 2000));
        limited(tar, new Limits(tar.length - 1, unpacked, 2, 2000), "compressed");
        limited(tar, new Limits(tar.length, unpacked - 1, 2, 2000), "unpacked");
        limited(tar, new Limits(tar.length, unpacked, 1, 2000), "entries");
        limited(tar, new Limits(tar.length, unpacked, 2, 1999), "larger");
    }

    /** Zeros behind the last entry, and an entry that claims eight gigabytes: refused at the limit, not after it. */
    @Test
    void aBombIsCheap() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new Tar().add("meta", ONE).end());
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 80; i++) {
                gzip.write(zeros);
            }
        }
        limited(packed.toByteArray(), new Limits(96 << 20, 64 << 20, 10, 1 << 20), "unpacked");
        limited(Tar.gzip(new Tar().header("meta", '0', 077777777777L).end()), Limits.CONTRACT, "larger");
    }

    @Test
    void aFailingStreamIsNotTheArchivesFault() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk full");
            }
        };
        IOException e = assertThrows(IOException.class, () -> FactsArchive.read(failing, Limits.CONTRACT));
        assertEquals("disk full", e.getMessage());
    }

    @Test
    void namesAreSortedAsPeopleExpect() {
        RawFacts facts = new FactsTree().text("disk/nvme10n1/sysfs", "").text("disk/nvme2n1/sysfs", "")
                .text("disk/nvme2n10/sysfs", "").text("disk/sda/sysfs", "").facts();
        assertEquals(List.of("nvme2n1", "nvme2n10", "nvme10n1", "sda"), List.copyOf(facts.below("disk")));
    }

    private static void refused(byte[] tar, String reason) {
        limited(Tar.gzip(tar), Limits.CONTRACT, reason);
    }

    private static void limited(byte[] archive, Limits limits, String reason) {
        Malformed e = assertThrows(Malformed.class, () -> FactsArchive.read(archive, limits));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
}
