package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose three NVMe disks are files, and an appliance that has some of them erased. */
abstract class WipedMachine {
    static final int SIZE = (3 << 20) + 5 * 512;
    /** Files are no block devices: of them only the calls are seen. A discard does nothing but say that it did. */
    static final String STUBS = """
            usleep() { busybox usleep 10000; }
            sleep() { :; }
            blockdev() { echo "$*" >>$RUN/../calls; }
            blkdiscard() { echo "discard $*" >>$RUN/../calls; dd if=/dev/zero of=$5 bs=4096 seek=$2 count=$4 \
            oflag=seek_bytes iflag=count_bytes conv=notrunc 2>/dev/null; }
            CHUNK=1048576
            EDGE=262144
            """;
    static final String READ = "disks_start; disks_wait\n";

    @TempDir
    Path root;
    AgentTree tree;
    WipingAppliance appliance;
    Map<String, byte[]> before;

    @BeforeEach
    void makeAMachine() throws IOException {
        tree = new AgentTree(root);
        appliance = new WipingAppliance();
        tree.put("proc/cmdline", "ichor.url=http://127.0.0.1:" + appliance.port() + " ichor.boot=b7 ichor.token=s3\n");
        for (String file : List.of("version", "cpuinfo", "meminfo", "swaps", "self/mountinfo")) {
            tree.put("proc/" + file, "");
        }
        tree.put("proc/uptime", "12.34 20.00\n");
        tree.tool("smartctl", "exit 1");
        tree.tool("nvme", "exit 1");
        tree.tool("socat", "exec socat \"$@\"");
        for (int i = 0; i < 3; i++) {
            disk(i, "eui.0" + i, "S" + i, "queue/discard_max_bytes=4294966784");
        }
    }

    @AfterEach
    void close() {
        appliance.close();
    }

    void disk(int i, String wwid, String serial, String... keys) throws IOException {
        byte[] content = new byte[SIZE];
        new Random(i).nextBytes(content);
        tree.disk("nvme" + i + "n1", content, Stream.concat(Stream.of("wwid=" + wwid, "serial=" + serial),
                Stream.of(keys)).toArray(String[]::new));
    }

    Path node(int i) {
        return root.resolve("dev/nvme" + i + "n1");
    }

    /** Reads the machine, does {@code between}, then obeys the order. */
    void wipe(String between) throws Exception {
        before = disks();
        tree.run(STUBS + READ + "deliver\n" + between + "\nwipe_order; wait\n");
    }

    Map<String, byte[]> disks() throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(root.resolve("dev"))) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return all;
    }

    void assertErased(int... numbers) throws IOException {
        Map<String, byte[]> now = disks();
        for (String name : before.keySet()) {
            boolean erased = Arrays.stream(numbers).anyMatch(i -> name.equals("nvme" + i + "n1"));
            assertArrayEquals(erased ? new byte[SIZE] : before.get(name), now.get(name), name);
        }
    }

    List<String> states() {
        return appliance.received().stream().map(line -> line.replace(WipingAppliance.ARM + " ", "")).toList();
    }

    String calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readString(calls) : "";
    }

    void assertRefused(String why) throws IOException {
        assertErased();
        assertEquals(List.of("1 refused 0 " + why), states());
        assertFalse(calls().contains("discard"), calls());
        assertTrue(appliance.reports.isEmpty());
    }
}
