package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ichor.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Boots the built image in QEMU and plays the appliance, with QEMU's own network on loopback. */
@Tag("rack")
@Execution(ExecutionMode.CONCURRENT)
class DiscoveryBootTest {
    private static final int MIB = 1 << 20;
    private static final int DISK = 9 * MIB + 512 * 3;
    private static final String TOKEN = "tok3n-of-one-boot";
    private static final String MAC = "52:54:00:1c:08:01";
    private static final int LLDP_ETHERTYPE = 0x88cc;
    /** Emulation on a machine that others use as well. */
    private static final int SECONDS = 240;

    @TempDir
    Path folder;

    @Test
    @Timeout(SECONDS + 300)
    void theMachineIsReadCompletelyAndItsDisksStayAsTheyWere() throws Exception {
        BuiltImage image = DiscoveryImage.built();
        List<Path> disks = List.of(disk("nvme-a", 1), disk("nvme-b", 2), disk("sata", 3));
        List<Sha256> before = digests(disks);
        byte[] frame = lldpFrame();
        List<String> orders = List.of("7 wait\nWaiting for a role\n", "8 poweroff\nSwitching off as asked\n");
        try (FakeAppliance appliance = new FakeAppliance(orders);
             DatagramSocket cable = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Process qemu = start(image, disks, appliance, cable.getLocalPort());
            try {
                byte[] archive = awaitUpload(appliance, qemu, cable, frame);
                assertTrue(qemu.waitFor(SECONDS, TimeUnit.SECONDS), "the machine obeys 'poweroff':\n" + console());
                check(Map.copyOf(unpacked(archive)), disks, frame, appliance);
            } finally {
                qemu.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
        }
        assertEquals(before, digests(disks), "no byte of a disk may change");
        checkConsole();
    }

    private Process start(BuiltImage image, List<Path> disks, FakeAppliance appliance, int cable) throws IOException {
        String arguments = "ichor.url=http://10.0.2.2:" + appliance.httpPort() + " ichor.boot=boot-1 ichor.token="
                + TOKEN + " ichor.lldp=90 ichor.echo=" + appliance.echoPort() + " BOOTIF=01-" + MAC.replace(':', '-');
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "tcg", "-smp", "2", "-m", "768",
                "-display", "none", "-nodefaults", "-no-reboot", "-serial", "file:" + folder.resolve("console"),
                "-kernel", image.kernel().toString(), "-initrd", image.initrd().toString(),
                "-append", "console=ttyS0 quiet " + arguments,
                // One segment: the emulated network, the machine's NIC, and a cable on which the test puts frames.
                "-netdev", "user,id=net", "-netdev", "hubport,hubid=1,id=p1,netdev=net",
                "-netdev", "socket,id=cable,udp=127.0.0.1:" + cable + ",localaddr=127.0.0.1:" + cablePort(),
                "-netdev", "hubport,hubid=1,id=p2,netdev=cable", "-netdev", "hubport,hubid=1,id=p3",
                "-device", "virtio-net-pci,netdev=p3,mac=" + MAC, "-device", "ahci,id=ahci",
                "-smbios", "type=1,manufacturer=Acme,product=Rack 9,serial=SN-9,uuid=0e1d3a52-9c4b-4a8e-8f6a-112233445566"));
        List<String> devices = List.of("nvme,serial=NV-0001", "nvme,serial=NV-0002", "ide-hd,bus=ahci.0,serial=SA-0003");
        for (int i = 0; i < disks.size(); i++) {
            command.addAll(List.of("-drive", "if=none,format=raw,id=d" + i + ",file=" + disks.get(i),
                    "-device", devices.get(i) + ",drive=d" + i));
        }
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("qemu").toFile())
                    .start();
        } catch (IOException e) {
            return fail("qemu-system-x86_64 cannot be started: install the package qemu-system-x86", e);
        }
    }

    private int cablePort = -1;

    /** A free port on which QEMU will hear the test's frames. */
    private int cablePort() throws IOException {
        if (cablePort < 0) {
            try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                cablePort = probe.getLocalPort();
            }
        }
        return cablePort;
    }

    /** As a switch does, the test sends its LLDP frame again and again. */
    private byte[] awaitUpload(FakeAppliance appliance, Process qemu, DatagramSocket cable, byte[] frame)
            throws IOException, InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < deadline && qemu.isAlive()) {
            cable.send(new DatagramPacket(frame, frame.length, InetAddress.getLoopbackAddress(), cablePort));
            try {
                return appliance.upload.get(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException tooEarly) {
                continue;
            }
        }
        return fail("no facts came within " + SECONDS + " s\n" + console() + Files.readString(folder.resolve("qemu")));
    }

    private void check(Map<String, byte[]> facts, List<Path> disks, byte[] frame, FakeAppliance appliance)
            throws IOException {
        List<String> names = List.of("nvme0n1", "nvme1n1", "sda");
        for (int i = 0; i < names.size(); i++) {
            checkBlocks(facts, "disk/" + names.get(i), Files.readAllBytes(disks.get(i)));
        }
        String jumbo = text(facts, "net/eth0/jumbo");
        byte[] heard = facts.get("net/eth0/lldp");
        assertAll(
                () -> assertTrue(text(facts, "meta").startsWith("format=1\nagent=2\nboot=boot-1\nuptime=")),
                () -> assertTrue(text(facts, "meta").contains("\nbootif=" + MAC + "\n")),
                () -> assertFalse(text(facts, "meta").contains("skipped="), text(facts, "meta")),
                () -> assertTrue(text(facts, "cmdline").contains("ichor.token=*** ")),
                () -> assertTrue(new String(facts.get("dmi/table"), StandardCharsets.ISO_8859_1).contains("Rack 9")),
                () -> assertEquals(31, facts.get("dmi/entry").length),
                () -> assertTrue(text(facts, "cpu/topology").matches(
                        "(cpu=\\d+ package=\\d+ core=\\d+ node=0 siblings=[\\d,-]+\n){2}"), text(facts, "cpu/topology")),
                () -> assertTrue(text(facts, "mem/node0").endsWith("cpulist 0-1\n")),
                () -> assertEquals(4096, facts.get("disk/nvme0n1/id-ctrl").length),
                () -> assertEquals("NV-0001", new String(facts.get("disk/nvme0n1/id-ctrl"), 4, 20,
                        StandardCharsets.US_ASCII).strip()),
                () -> assertEquals(4096, facts.get("disk/nvme1n1/id-ns").length),
                () -> assertEquals(4096, facts.get("disk/nvme1n1/ns-descs").length),
                () -> assertEquals(512, facts.get("disk/nvme1n1/smart").length),
                () -> assertTrue(text(facts, "disk/nvme1n1/sysfs").contains("\nserial=NV-0002\n")),
                () -> assertTrue(text(facts, "disk/sda/sysfs").contains("\nsize=" + DISK / 512 + "\n")),
                () -> assertTrue(text(facts, "disk/sda/udev-id").matches(
                        "(?s)80 00[0-9a-f]+\n83 00[0-9a-f]+\nidentify [0-9a-f]{1024}\n")),
                () -> assertTrue(text(facts, "disk/sda/smartctl").contains("\"serial_number\": \"SA-0003\"")),
                () -> assertTrue(text(facts, "net/eth0/sysfs").contains("permaddr=" + MAC + "\n")),
                () -> assertTrue(text(facts, "net/eth0/sysfs").contains("\nmtu=1500\nminmtu=68\nmaxmtu=65535\n")),
                () -> assertTrue(text(facts, "net/eth0/addr").matches("10\\.0\\.2\\.\\d+/24\n")),
                () -> assertTrue(jumbo.contains("control_received=3\n") && jumbo.contains("sent=10\nreceived=10\n"), jumbo),
                () -> assertEquals(frame.length, (heard[0] & 0xff) << 8 | heard[1] & 0xff),
                () -> assertArrayEquals(frame, Arrays.copyOfRange(heard, 2, heard.length)),
                () -> assertTrue(text(facts, "pci/" + pci(facts, "disk/nvme0n1/sysfs")).contains("driver=nvme\n")),
                () -> assertTrue(appliance.requests.stream().allMatch(one -> one.contains("Bearer " + TOKEN))),
                () -> assertTrue(appliance.requests.stream().anyMatch(one -> one.endsWith("application/gzip"))),
                () -> assertTrue(appliance.requests.stream().anyMatch(one -> one.startsWith("GET /agent/order?after=7 "))),
                () -> assertTrue(appliance.reports.contains("read disks 3/3\n"), appliance.reports.toString()));
        facts.forEach((name, bytes) -> assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains(TOKEN), name));
    }

    private static void checkBlocks(Map<String, byte[]> facts, String disk, byte[] content) {
        assertArrayEquals(Arrays.copyOf(content, MIB), facts.get(disk + "/head"), disk);
        assertArrayEquals(Arrays.copyOfRange(content, content.length - MIB, content.length), facts.get(disk + "/tail"), disk);
        byte[] samples = facts.get(disk + "/samples");
        assertEquals(64 * 4096, samples.length);
        for (int i = 0; i < 64; i++) {
            int start = 4096 * (int) ((long) i * (content.length / 4096) / 64);
            assertArrayEquals(Arrays.copyOfRange(content, start, start + 4096),
                    Arrays.copyOfRange(samples, i * 4096, (i + 1) * 4096), disk + " sample " + i);
        }
    }

    private void checkConsole() throws IOException {
        String seen = console();
        assertAll(
                () -> assertTrue(seen.contains("Machine: Acme, Rack 9, SN-9,"), seen),
                () -> assertTrue(seen.contains("The appliance refused the facts (503): the store is busy"), seen),
                () -> assertTrue(seen.contains("Trying again in 2 s"), seen),
                () -> assertTrue(seen.contains("Waiting for a role"), seen),
                () -> assertTrue(seen.contains("Switching off as asked"), seen),
                () -> assertFalse(seen.contains(TOKEN), "the token is a secret"),
                () -> assertFalse(seen.contains("/lib/ichor/"), "the shell complains:\n" + seen));
    }

    private String console() throws IOException {
        Path console = folder.resolve("console");
        return Files.exists(console) ? Files.readString(console, StandardCharsets.ISO_8859_1) : "";
    }

    private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertTrue(entry.isFile() && !entry.isLink() && !entry.isSymbolicLink(), entry.getName());
                assertTrue(entry.getName().matches("[A-Za-z0-9][\\w./:-]{0,99}"), entry.getName());
                entries.put(entry.getName(), tar.readAllBytes());
            }
        }
        return entries;
    }

    private static String text(Map<String, byte[]> facts, String name) {
        return new String(facts.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    private static String pci(Map<String, byte[]> facts, String sysfs) {
        return text(facts, sysfs).lines().filter(line -> line.startsWith("pci=")).findFirst().orElse("pci=").substring(4);
    }

    /** A disk whose every block is told apart, and whose size is no multiple of a block. */
    private Path disk(String name, long seed) throws IOException {
        byte[] content = new byte[DISK];
        new Random(seed).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private static List<Sha256> digests(List<Path> files) throws IOException {
        List<Sha256> digests = new ArrayList<>();
        for (Path file : files) {
            digests.add(Sha256.of(file));
        }
        return digests;
    }

    /** Chassis id, port id and time to live, as IEEE 802.1AB has them; longer than the shortest Ethernet frame. */
    private static byte[] lldpFrame() {
        byte[] frame = new byte[90];
        byte[] start = {0x01, (byte) 0x80, (byte) 0xc2, 0, 0, 0x0e, 0x52, 0x54, 0, 1, 2, 3,
            (byte) (LLDP_ETHERTYPE >> 8), (byte) LLDP_ETHERTYPE, 2, 7, 4, 0x52, 0x54, 0, 1, 2, 3, 4, 4, 5, 's', 'w', 'p',
            6, 2, 0, 120};
        System.arraycopy(start, 0, frame, 0, start.length);
        return frame;
    }
}
