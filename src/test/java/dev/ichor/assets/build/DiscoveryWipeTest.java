package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ichor.base.Malformed;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.facts.FactsArchive;
import dev.ichor.machine.facts.FingerprintReader;
import dev.ichor.machine.facts.Limits;
import dev.ichor.machine.hardware.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built image in QEMU is told to erase one of three NVMe disks and a SATA disk; the others stay to the byte. */
@Tag("rack")
@Execution(ExecutionMode.CONCURRENT)
class DiscoveryWipeTest {
    private static final long DISK = 96L << 20;
    /** Emulation on a machine that others use as well. */
    private static final int SECONDS = 300;

    @TempDir
    Path folder;

    @Test
    @Timeout(SECONDS + 300)
    void oneDiskIsErasedAndTheOthersAreNot() throws Exception {
        BuiltImage image = DiscoveryImage.built();
        List<Path> disks = List.of(ext4("NV-0001", "data"), random("NV-0002", 2), blank("NV-0003"),
                ext4("SA-0004", "old"), ext4("SA-0005", "keep"));
        List<Path> copies = new ArrayList<>();
        for (Path disk : disks) {
            copies.add(Files.copy(disk, disk.resolveSibling(disk.getFileName() + ".copy")));
        }
        try (WipingAppliance appliance = new WipingAppliance()) {
            // The plan is written when the agent asks for it: in the appliance's words for what was uploaded.
            appliance.toErase(0, 1, "leave", "x", "y").toErase(1, 1, "leave", "x", "z");
            appliance.plan = text -> planned(text, fingerprint(appliance.uploads.getLast()));
            Process qemu = start(image, disks, appliance.port());
            try {
                assertTrue(qemu.waitFor(SECONDS, TimeUnit.SECONDS), () -> "it switches off:\n" + console()
                        + appliance.received());
            } finally {
                qemu.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
            check(appliance, disks, copies);
        }
    }

    private void check(WipingAppliance appliance, List<Path> disks, List<Path> copies) throws IOException {
        List<String> receipts = appliance.received();
        String seen = console();
        assertTrue(receipts.contains(WipingAppliance.ARM + " 0 erased 100 nvme format"), receipts + "\n" + seen);
        assertTrue(receipts.stream().anyMatch(line -> line.matches(".* 1 erased 100 (discard|zeros).*")),
                receipts + seen);
        assertEquals(2, appliance.uploaded(), seen);
        Fingerprint after = fingerprint(appliance.uploads.getLast());
        Fingerprint before = fingerprint(appliance.uploads.getFirst());
        assertAll(
                () -> assertEquals(-1, Files.mismatch(blank("zero"), disks.get(0)), "the NVMe disk is zero"),
                () -> assertEquals(-1, Files.mismatch(copies.get(1), disks.get(1)), "the second disk is as it was"),
                () -> assertEquals(-1, Files.mismatch(copies.get(2), disks.get(2)), "the third disk is as it was"),
                () -> assertEquals(-1, Files.mismatch(blank("zero"), disks.get(3)), "the SATA disk is zero"),
                () -> assertEquals(-1, Files.mismatch(copies.get(4), disks.get(4)), "the other SATA disk is as it was"),
                () -> assertTrue(disk(after, "NV-0001").isBlank()),
                () -> assertTrue(disk(after, "SA-0004").isBlank()),
                () -> assertFalse(disk(before, "NV-0001").isBlank()),
                () -> assertEquals(before.bootId(), after.bootId()),
                () -> assertEquals(disk(before, "NV-0002"), disk(after, "NV-0002")),
                () -> assertEquals(disk(before, "NV-0003"), disk(after, "NV-0003")),
                () -> assertEquals(before.disks().stream().map(Disk::readOnly).toList(),
                        after.disks().stream().map(Disk::readOnly).toList(), "our own guard is not the drive's"),
                () -> assertEquals(before.nics(), after.nics()),
                () -> assertEquals(List.of(), after.notes()),
                () -> assertTrue(seen.contains("No disk is written unless an operator or a policy armed it."), seen),
                () -> assertFalse(seen.contains("/lib/ichor/"), "the shell complains:\n" + seen));
    }

    private static Disk disk(Fingerprint fingerprint, String serial) {
        return fingerprint.disks().stream().filter(disk -> disk.serial().equals(serial)).findFirst()
                .orElseThrow(() -> new AssertionError("no disk " + serial));
    }

    private static String planned(String text, Fingerprint fingerprint) {
        return text.replace("disk 0 1 leave x y", line(0, disk(fingerprint, "NV-0001")))
                .replace("disk 1 1 leave x z", line(1, disk(fingerprint, "SA-0004")));
    }

    private static String line(int number, Disk disk) {
        return "disk " + number + " " + disk.bytes() + " leave " + encoded(disk.wwid()) + " " + encoded(disk.serial());
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            out.append(String.valueOf((char) one).matches("[A-Za-z0-9._-]") ? String.valueOf((char) one)
                    : String.format("%%%02X", one));
        }
        return out.toString();
    }

    private static Fingerprint fingerprint(byte[] archive) {
        try {
            return FingerprintReader.read(FactsArchive.read(archive, Limits.CONTRACT));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private Process start(BuiltImage image, List<Path> disks, int port) throws IOException {
        String arguments = "ichor.url=http://10.0.2.2:" + port + " ichor.boot=0123456789abcdef ichor.token=t0ken"
                + " ichor.lldp=1 BOOTIF=01-52-54-00-1c-08-01";
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "tcg", "-smp", "2", "-m", "768",
                "-display", "none", "-nodefaults", "-no-reboot", "-serial", "file:" + folder.resolve("console"),
                "-kernel", image.kernel().toString(), "-initrd", image.initrd().toString(),
                "-append", "console=ttyS0 quiet " + arguments, "-netdev", "user,id=net",
                "-device", "virtio-net-pci,netdev=net,mac=52:54:00:1c:08:01", "-device", "ahci,id=ahci"));
        for (int i = 0; i < disks.size(); i++) {
            String name = disks.get(i).getFileName().toString();
            command.addAll(List.of("-drive", "if=none,format=raw,discard=unmap,id=d" + i + ",file=" + disks.get(i),
                    "-device", (name.startsWith("NV") ? "nvme,serial=" + name
                            : "ide-hd,bus=ahci." + i + ",serial=" + name) + ",drive=d" + i));
        }
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("qemu").toFile())
                    .start();
        } catch (IOException e) {
            return fail("qemu-system-x86_64 cannot be started: install the package qemu-system-x86", e);
        }
    }

    private String console() {
        try {
            Path console = folder.resolve("console");
            return (Files.exists(console) ? Files.readString(console, StandardCharsets.ISO_8859_1) : "")
                    + Files.readString(folder.resolve("qemu"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path blank(String name) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(DISK);
        }
        return file;
    }

    private Path random(String name, long seed) throws IOException {
        byte[] content = new byte[(int) DISK];
        new Random(seed).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    /** A filesystem with a file in it. */
    private Path ext4(String name, String label) throws Exception {
        Path file = blank(name);
        Path root = Files.createDirectories(folder.resolve(name + ".files"));
        Files.writeString(root.resolve("notes"), "precious ".repeat(100_000));
        Command.Result made = Command.of(List.of("mke2fs", "-q", "-F", "-t", "ext4", "-L", label, "-d", root.toString(),
                file.toString())).run();
        assertEquals(0, made.status(), "install the package e2fsprogs: " + made.errors());
        return file;
    }
}
