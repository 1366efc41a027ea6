package dev.ichor.machine.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.hardware.Contents.Blank;
import dev.ichor.machine.hardware.Disk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million mutated inputs: no exception but {@link Malformed}, and never a blank disk that is not all zero. */
@Timeout(240)
class FactsFuzzTest {
    private static final long SEED = Long.getLong("ichor.fuzz.seed", 20261122);
    private static final Limits LIMITS = new Limits(1 << 20, 1 << 20, 200, 1 << 16);
    private static final int PACKED = 880_000;
    private static final int TARS = 80_000;
    private static final int TREES = 20_000;
    private static final int DISKS = 22_000;

    private static final byte[] META = "format=1\nboot=0123456789abcdef\n".getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(SEED);
    private byte[] head;

    @Test
    void mutatedGzipNeverThrowsAnythingElse() {
        System.out.println("seed " + SEED);
        byte[] seed = Tar.gzip(new Tar().add("meta", META).header("mem/", '5', 0).add("mem/meminfo", new byte[700]).end());
        int whole = 0;
        for (int i = 0; i < PACKED; i++) {
            byte[] input = mutated(seed);
            try {
                FactsArchive.read(input, LIMITS);
                whole++;
            } catch (Malformed e) {
                assertTrue(e.getMessage().length() < 300);
            }
        }
        assertTrue(whole > 0, "not one mutation left the archive readable");
    }

    @Test
    void mutatedTarsNeverThrowAnythingElse() throws IOException {
        System.out.println("seed " + SEED);
        byte[] seed = Tar.of(small());
        int whole = 0;
        for (int i = 0; i < TARS; i++) {
            byte[] input = mutated(seed);
            for (int at = 0; random.nextInt(4) > 0 && at + 512 <= input.length; at += 512) {
                if (input[at + 257] == 'u' && input[at + 258] == 's') {
                    Tar.checksum(input, at);
                }
            }
            try {
                FingerprintReader.read(new Ustar(new ByteArrayInputStream(input), LIMITS).read());
                whole++;
            } catch (Malformed e) {
                assertTrue(e.getMessage().length() < 300);
            }
        }
        assertTrue(whole > TARS / 100, "too few mutations were read to their end: " + whole);
    }

    @Test
    void mutatedFilesNeverThrowAnythingElse() {
        System.out.println("seed " + SEED);
        RawFacts seed = small();
        List<String> paths = seed.paths();
        Map<String, byte[]> files = new HashMap<>();
        paths.forEach(path -> files.put(path, seed.view(path)));
        int whole = 0;
        for (int i = 0; i < TREES; i++) {
            List<String> touched = new ArrayList<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                String path = paths.get(random.nextInt(paths.size()));
                touched.add(path);
                files.put(path, mutated(files.get(path)));
            }
            try {
                Fingerprint print = FingerprintReader.read(RawFacts.owning(files));
                print.disks().forEach(disk -> assertBlankOnlyIfZero(disk, files));
                assertTrue(print.notes().size() <= 200);
                whole++;
            } catch (Malformed e) {
                assertTrue(e.getMessage().length() < 300);
            }
            touched.forEach(path -> files.put(path, seed.view(path)));
        }
        assertTrue(whole > TREES / 2, "too few mutations were read to their end: " + whole);
    }

    /** Real signatures with random bytes changed, cut or moved, as one disk of a machine. */
    @Test
    void mutatedDisksNeverThrowAndNeverTurnBlank() throws Malformed {
        System.out.println("seed " + SEED);
        int blank = 0;
        int size = 72 << 10;
        byte[] samples = new byte[64 * 4096];
        for (int i = 0; i < DISKS; i++) {
            if (i % (DISKS / Fixtures.SIGNATURES.length + 1) == 0) {
                int index = i / (DISKS / Fixtures.SIGNATURES.length + 1);
                head = Arrays.copyOf(
                        Fixtures.facts("signatures/" + Fixtures.SIGNATURES[index] + ".tar.gz").view("disk/sda/head"), size);
            }
            byte[] mutated = random.nextInt(20) == 0 ? new byte[size] : mutated(head);
            Map<String, byte[]> files = Map.of("meta", META, "disk/sda/sysfs", ("size=" + size / 512).getBytes(StandardCharsets.UTF_8),
                    "disk/sda/head", mutated, "disk/sda/tail", mutated, "disk/sda/samples", samples);
            Disk disk = FingerprintReader.read(RawFacts.owning(files)).disks().getFirst();
            assertBlankOnlyIfZero(disk, files);
            blank += disk.isBlank() ? 1 : 0;
        }
        assertTrue(blank > DISKS / 50 && blank < DISKS / 10, "blank disks: " + blank);
    }

    private static void assertBlankOnlyIfZero(Disk disk, Map<String, byte[]> files) {
        boolean blank = disk.contents().stream().anyMatch(Blank.class::isInstance);
        if (!blank) {
            return;
        }
        assertEquals(1, disk.contents().size());
        String folder = "disk/" + disk.kernelName();
        long edge = Math.min(1 << 20, disk.bytes());
        long read = 0;
        for (String part : new String[] {"/head", "/tail", "/samples"}) {
            byte[] bytes = files.get(folder + part);
            read += bytes.length;
            for (byte b : bytes) {
                if (b != 0) {
                    throw new AssertionError(disk.kernelName() + part + " is not zero, but the disk is called blank");
                }
            }
        }
        assertEquals(2 * edge + 64 * 4096, read);
    }

    /** A small machine: every kind of file, and a disk that is too short to be anything but unreadable. */
    private static RawFacts small() {
        FactsTree tree = new FactsTree().smbios("Acme", "R1", "SN1", "11111111-2222-3333-4444-555555555555", "B1", "A1")
                .uefi(0, 1).cpus("CPU", 1, 1).nvme("nvme0n1", "0000:01:00.0", "Model", "Serial", "0025385b01401234", 8192)
                .pci("0000:01:00.0", "8.0", 4, "16.0", 4, 0).sata("sda", "0000:00:17.0", "MODEL", "SN", "55cd2e415163fb2d", 4096)
                .nic("eth0", "0000:02:00.0", "52:54:00:00:00:01", "e1000e", 1000)
                .text("net/eth0/jumbo", "mtu=9000\npayload=8972\ncontrol_received=3\nsent=10\nreceived=9\n")
                .bytes("net/eth0/lldp", HexFormat.of().parseHex("002d0180c200000e00112233445588cc0207040011223344550409"
                        + "0545746865726e65740602007808046162636400000000"))
                .bytes("bmc/device", new byte[0]).text("bmc/lan", "IP Address : 10.0.0.1\n").text("tpm/version", "2\n");
        byte[] gpt = Arrays.copyOf(Fixtures.facts("signatures/gpt.tar.gz").view("disk/sda/head"), 4096);
        return tree.contents("nvme0n1", gpt, gpt, gpt).contents("sda", new byte[4096], new byte[4096], new byte[0])
                .bytes("disk/nvme0n1/part-2", new byte[512]).bytes("disk/nvme0n1/at-8", gpt)
                .text("disk/nvme0n1/talos", "cluster=prod\n").text("disk/nvme0n1/error", "I/O error\n")
                .text("disk/sda/smartctl", "{\"smart_status\": {\"passed\": false}}").facts();
    }

    private byte[] mutated(byte[] seed) {
        byte[] out = seed.clone();
        for (int n = 1 + random.nextInt(4); n > 0 && out.length > 0; n--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(6)) {
                case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> out[at] = (byte) random.nextInt(256);
                case 2 -> out[at] = (byte) (random.nextBoolean() ? 0 : 0xFF);
                case 3 -> out = random.nextInt(4) == 0 ? Arrays.copyOf(out, at) : out;
                case 4 -> {
                    int length = Math.min(random.nextInt(16), out.length - at);
                    System.arraycopy(seed, random.nextInt(seed.length - length + 1), out, at, length);
                }
                default -> Arrays.fill(out, at, Math.min(out.length, at + random.nextInt(64)),
                        (byte) random.nextInt(256));
            }
        }
        return out;
    }
}
