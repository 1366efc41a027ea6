package dev.ichor.mayastor.bundle.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.text.YamlText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check pods run, on files in the place of disks. */
@Timeout(120)
class CheckScriptsTest {
    private static final String FIO = """
            echo "$*" >>"$ICHOR_SCRATCH/called"
            printf '{\\n "jobs": []\\n}\\n'
            """;

    @TempDir
    Path folder;

    private record Said(int code, List<String> lines) {
    }

    private Said run(String shell, String script, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell.split(" ")));
        command.addAll(CheckPod.command(script, arguments).subList(1, 4));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        Map.of("ICHOR_DEV", "dev", "ICHOR_SYS", "sys", "ICHOR_MOUNTS", "mounts", "ICHOR_SWAPS", "swaps",
                "ICHOR_SCRATCH", "scratch", "ICHOR_VOLUME", "volume").forEach((name, place) ->
                environment.put(name, folder.resolve(place).toString()));
        environment.put("ICHOR_KIND", "f");
        Path out = folder.resolve("out");
        Process process = builder.redirectOutput(out.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the script hangs");
        return new Said(process.exitValue(), Files.readAllLines(out));
    }

    /** When each disk was written last. */
    private Map<String, String> written() throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> disks = Files.list(folder.resolve("dev"))) {
            for (Path disk : disks.filter(Files::isRegularFile).toList()) {
                out.put(disk.getFileName().toString(), Files.getLastModifiedTime(disk).toString());
            }
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "busybox sh"})
    void aDiskIsGoodOnlyIfItIsThePlansAndHoldsNothingElse(String shell) throws Exception {
        FakeDisks disks = new FakeDisks(folder);
        disks.program("fio", FIO);
        Map<List<String>, String> wanted = new LinkedHashMap<>();
        wanted.put(disks.add("nvme0n1", "00"), "ok is blank");
        head(disks, wanted);
        identity(disks, wanted);
        uses(disks, wanted);
        Map<String, String> before = written();
        List<String> arguments = wanted.keySet().stream().flatMap(List::stream).toList();
        Said said = run(shell, "disks.sh", arguments);
        assertEquals(wanted.entrySet().stream().map(disk -> "ichor-disk " + disk.getKey().get(2) + " "
                + disk.getValue()).toList(), said.lines);
        assertEquals(1, said.code);
        assertFalse(Files.exists(folder.resolve("scratch/called")), "no disk is measured if one is bad");
        assertEquals(before, written());
    }

    private static void head(FakeDisks disks, Map<List<String>, String> wanted) throws IOException {
        wanted.put(disks.add("nvme1n1", "01"), "bad holds data at its start");
        disks.write("nvme1n1", 1080, (byte) 0x53, (byte) 0xEF);
        wanted.put(disks.add("nvme2n1", "02"), "bad holds data at its end");
        disks.write("nvme2n1", FakeDisks.BYTES - 1, (byte) 1);
        long sample = FakeDisks.BYTES / 65 * 33 / 4096 * 4096;
        wanted.put(disks.add("nvme3n1", "03"), "bad holds data between start and end");
        disks.write("nvme3n1", sample + 65535, (byte) 1);
        List<String> kept = disks.add("nvme4n1", "04");
        kept.set(5, "kept");
        disks.pool("nvme4n1", "pool-04");
        wanted.put(kept, "ok carries its pool pool-04");
        wanted.put(disks.add("nvme5n1", "05"), "bad carries another Mayastor pool: pool-050");
        disks.pool("nvme5n1", "pool-050");
        List<String> gone = disks.add("nvme6n1", "06");
        gone.set(5, "kept");
        wanted.put(gone, "ok is blank; its pool pool-06 is gone");
        wanted.put(disks.add("nvme7n1", "07"), "bad carries another Mayastor pool");
        disks.write("nvme7n1", 0, "SPDKBLOB".getBytes(StandardCharsets.US_ASCII));
        wanted.put(disks.add("nvme8n1", "08"), "bad cannot be read at its end");
        try (FileChannel file = FileChannel.open(disks.disk("nvme8n1"), StandardOpenOption.WRITE)) {
            file.truncate(30 << 20);
        }
    }

    private static void identity(FakeDisks disks, Map<List<String>, String> wanted) throws IOException {
        wanted.put(disks.add("sda", "10"), "bad the link leads to a disk with the serial 'SER99'");
        Files.writeString(disks.sys("sda").resolve("device/serial"), "SER99\n");
        wanted.put(disks.add("sdb", "11"), "bad the link leads to a disk with the wwid 'eui.99', not 'eui.11'");
        Files.writeString(disks.sys("sdb").resolve("wwid"), "eui.99\n");
        List<String> size = disks.add("sdc", "12");
        size.set(4, "4096");
        wanted.put(size, "bad has " + FakeDisks.BYTES + " bytes, not 4096");
        List<String> scsi = disks.add("sdd", "13");
        Files.move(disks.sys("sdd").resolve("wwid"), disks.sys("sdd").resolve("device/wwid"));
        Files.delete(disks.sys("sdd").resolve("device/serial"));
        Files.write(disks.sys("sdd").resolve("device/vpd_pg80"),
                "\0\u0080\0\u0005SER13".getBytes(StandardCharsets.ISO_8859_1));
        wanted.put(scsi, "ok is blank");
        wanted.put(disks.add("sde", "14"), "bad the link leads to a disk with the serial ''");
        Files.delete(disks.sys("sde").resolve("device/serial"));
        List<String> missing = disks.add("sdf", "15");
        missing.set(1, "/dev/disk/by-id/none");
        wanted.put(missing, "bad /dev/disk/by-id/none does not exist");
        wanted.put(disks.add("sdg", "16"),
                "bad /dev/disk/by-id/nvme-SER16 is not the device that the kernel calls sdg");
        Files.writeString(disks.sys("sdg").resolve("dev"), "8:96\n");
        wanted.put(disks.add("sdh", "17"), "bad the link leads to a disk with the wwid '', not 'eui.17'");
        Files.delete(disks.sys("sdh").resolve("wwid"));
    }

    private static void uses(FakeDisks disks, Map<List<String>, String> wanted) throws IOException {
        wanted.put(disks.add("vda", "20"), "bad has the partition vda1");
        Files.createDirectories(disks.sys("vda").resolve("vda1"));
        Files.writeString(disks.sys("vda").resolve("vda1/partition"), "1\n");
        wanted.put(disks.add("vdb", "21"), "bad is held by dm-0");
        Files.createDirectories(disks.sys("vdb").resolve("holders/dm-0"));
        wanted.put(disks.add("vdc", "22"), "bad is mounted at /var/mnt/data");
        wanted.put(disks.add("vdd", "23"), "bad is mounted at /srv");
        Files.writeString(disks.sys("vdd").resolve("dev"), "0:0\n");
        wanted.put(disks.add("vde", "24"), "bad is swapped to");
        wanted.put(disks.add("vdf", "25"), "bad is a partition, not a disk");
        Files.writeString(disks.sys("vdf").resolve("partition"), "1\n");
        Files.writeString(disks.folder.resolve("mounts"), """
                22 1 0:21 / /proc rw - proc proc rw
                40 1 0:40 / /var/mnt/data rw,noatime shared:1 - xfs /dev/vdc rw
                41 1 0:41 / /srv rw - btrfs /dev/vdd rw,space_cache
                """);
        Files.writeString(disks.folder.resolve("swaps"),
                "Filename Type Size Used Priority\n/dev/vde partition 1 0 -2\n");
    }

    @Test
    void goodDisksAreMeasuredByReading() throws Exception {
        FakeDisks disks = new FakeDisks(folder);
        disks.program("fio", FIO);
        List<String> both = new ArrayList<>(disks.add("nvme0n1", "00"));
        both.addAll(disks.add("nvme1n1", "01"));
        Said said = run("sh", "disks.sh", both);
        assertEquals(List.of("ichor-disk SER00 ok is blank", "ichor-disk SER01 ok is blank",
                "ichor-fio disk SER00 read-1m", "{ \"jobs\": []}", "ichor-fio disk SER00 read-4k", "{ \"jobs\": []}",
                "ichor-fio disk SER01 read-1m", "{ \"jobs\": []}", "ichor-fio disk SER01 read-4k",
                "{ \"jobs\": []}"), said.lines);
        assertEquals(0, said.code);
        List<String> calls = Files.readAllLines(folder.resolve("scratch/called"));
        assertEquals(4, calls.size());
        assertTrue(calls.stream().allMatch(call -> call.startsWith("--readonly ") && call.matches(
                ".* --rw=(rand)?read .*")), calls.toString());
        disks.program("fio", "echo no engine libaio >&2\nexit 1\n");
        Said failed = run("sh", "disks.sh", both.subList(0, 6));
        assertEquals("ichor-disk SER00 bad cannot be measured: no engine libaio", failed.lines.getLast());
        assertEquals(1, failed.code);
    }

    @Test
    void withoutMountsOrArgumentsNothingIsGood() throws Exception {
        FakeDisks disks = new FakeDisks(folder);
        disks.program("fio", FIO);
        List<String> disk = disks.add("nvme0n1", "00");
        Files.delete(folder.resolve("mounts"));
        Said said = run("sh", "disks.sh", disk);
        assertEquals(List.of("ichor-disk SER00 bad the host's mounts cannot be read"), said.lines);
        assertEquals(1, said.code);
        assertEquals(1, run("sh", "disks.sh", disk.subList(0, 5)).code);
        assertEquals(1, run("sh", "disks.sh", List.of()).code);
    }

    @Test
    void fullPacketsMustReachEachOtherNode() throws Exception {
        FakeDisks disks = new FakeDisks(folder);
        disks.program("ip", "echo '1: lo    inet 127.0.0.1/8 scope host lo'\n"
                + "echo '4: bond0.20    inet 10.10.0.11/24 brd 10.10.0.255 scope global bond0.20'\n");
        disks.program("ping", """
                echo "$*" >>"$ICHOR_SCRATCH/called"
                for target; do :; done
                case "$* " in
                *' -s 8972 '*) [ "$target" != 10.10.0.13 ] && [ "$target" != 10.10.0.14 ] ;;
                *) [ "$target" != 10.10.0.14 ] ;;
                esac
                """);
        Path sys = folder.resolve("sys");
        Files.createDirectories(sys.resolve("class/net/bond0.20"));
        Files.writeString(sys.resolve("class/net/bond0.20/mtu"), "9000\n");
        Path pages = Files.createDirectories(sys.resolve("kernel/mm/hugepages/hugepages-2048kB"));
        Files.writeString(pages.resolve("free_hugepages"), "1000\n");
        Files.writeString(pages.resolve("nr_hugepages"), "1024\n");
        List<String> all = List.of("w1", "10.10.0.11", "9000", "w2", "10.10.0.12", "w3", "10.10.0.13", "w4",
                "10.10.0.14");
        Said said = run("sh", "network.sh", all);
        assertEquals(List.of("ichor-jumbo w1 w2 ok 9000 bytes from 10.10.0.11 to 10.10.0.12 and back",
                "ichor-jumbo w1 w3 bad small packets reach 10.10.0.13, those of 9000 bytes do not",
                "ichor-jumbo w1 w4 bad 10.10.0.14 does not answer", "ichor-hugepages w1 1000/1024"), said.lines);
        assertEquals(1, said.code);
        assertEquals(0, run("sh", "network.sh", all.subList(0, 5)).code);
        Files.writeString(sys.resolve("class/net/bond0.20/mtu"), "1500\n");
        assertEquals("ichor-jumbo w1 w2 bad bond0.20 of w1 has an MTU of 1500, not 9000",
                run("sh", "network.sh", all.subList(0, 5)).lines.getFirst());
        assertEquals("ichor-jumbo w1 w2 bad w1 has no interface with the address 10.10.0.99",
                run("sh", "network.sh", List.of("w1", "10.10.0.99", "9000", "w2", "10.10.0.12")).lines.getFirst());
        assertEquals(new Said(0, List.of("ichor-hugepages w1 1000/1024")),
                run("sh", "network.sh", List.of("w1", "-", "0")));
    }

    @Test
    void theVolumeIsMeasured() throws Exception {
        FakeDisks disks = new FakeDisks(folder);
        disks.program("fio", FIO);
        Said said = run("sh", "fio.sh", List.of("mayastor-replicated"));
        assertEquals(List.of("write-1m", "read-1m", "write-4k", "read-4k").stream().flatMap(job -> Stream.of(
                "ichor-fio volume mayastor-replicated " + job, "{ \"jobs\": []}")).toList(), said.lines);
        assertEquals(0, said.code);
        disks.program("fio", "echo disk full >&2\nexit 1\n");
        Said failed = run("sh", "fio.sh", List.of("mayastor-replicated"));
        assertEquals("ichor-fio-failed mayastor-replicated write-1m disk full", failed.lines.getFirst());
        assertEquals(1, failed.code);
    }

    @Test
    void theScriptsAreCleanAndKubernetesLeavesThemAsTheyAre() throws Exception {
        for (String name : List.of("disks.sh", "network.sh", "fio.sh")) {
            String text = CheckPod.script(name);
            assertFalse(text.contains("$$"), name + ": Kubernetes makes one dollar of two");
            assertTrue(text.lines().allMatch(line -> line.length() <= 120 && line.equals(line.stripTrailing())), name);
            assertEquals(text, Made.at(Made.yaml(BundleFile.of("x",
                    YamlText.of(Tree.map("text", text)))), "text"));
            Path out = folder.resolve("shellcheck");
            Process check = new ProcessBuilder("shellcheck", "-s", "sh", "src/main/resources/dev/ichor/mayastor/"
                    + name).redirectErrorStream(true).redirectOutput(out.toFile()).start();
            assertTrue(check.waitFor(60, TimeUnit.SECONDS));
            assertEquals("", Files.readString(out));
        }
        String disks = CheckPod.script("disks.sh");
        assertFalse(disks.contains("of="), "dd writes to no file of its own");
        assertTrue(disks.lines().filter(line -> line.contains("fio --")).allMatch(line -> line.contains(
                "--readonly")));
        assertTrue(disks.lines().filter(line -> line.matches(".*[^<0-9&]>[^&].*") && !line.startsWith("#")).allMatch(
                line -> line.contains(">\"$SCRATCH/")), "only files of the pod's own folder are written");
    }
}
