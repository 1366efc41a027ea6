package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the agent reads disks that are well, ill, many or no disks at all. */
@Timeout(60)
class AgentDisksTest {
    private static final String READ = "disks_start; disks_wait; write_meta";
    private static final byte[] SMALL = new byte[20 * 4096];

    @TempDir
    Path root;
    private AgentTree tree;

    @BeforeEach
    void makeAMachine() throws IOException {
        tree = new AgentTree(root);
        tree.put("proc/cmdline", "ichor.url=http://10.9.0.1:8080 ichor.boot=b7 ichor.token=s3cret\n");
        tree.put("proc/uptime", "12.34 20.00\n");
        tree.tool("smartctl", "exit 1");
        tree.tool("nvme", "exit 1");
    }

    private String meta() throws IOException {
        return tree.fact("meta");
    }

    @Test
    void whatIsNoDiskIsPassedOverAndAStickIsNot() throws Exception {
        for (String none : new String[] {"loop0", "ram1", "zram0", "sr0", "fd0", "md127", "dm-3", "nbd0", "zd16",
            "mtdblock0", "mmcblk0boot0"}) {
            tree.disk(none, SMALL);
        }
        tree.disk("nvme0c0n1", SMALL, "hidden=1");
        tree.disk("sdb", new byte[0], "removable=1");
        tree.disk("sdc", SMALL, "removable=1");
        tree.disk("sdd", SMALL, "removable=0");
        tree.disk("mmcblk0", SMALL, "removable=0");
        assertEquals(" mmcblk0 sdc sdd\n", tree.run("real_disks; echo \"$DISKS\""));
        tree.run(READ);
        assertTrue(tree.fact("disk/sdc/sysfs").contains("removable=1\n"));
    }

    /** A drive that does not answer a read for longer than anybody waits. */
    @Test
    void aDeadDiskHoldsNobodyBack() throws Exception {
        for (int i = 0; i < 5; i++) {
            tree.disk("sd" + (char) ('a' + i), SMALL);
        }
        String hanging = "dd() { case \"$*\" in */sdb*) exec sleep 8 ;; esac; busybox dd \"$@\"; }\n";
        tree.run("DISK_TENTHS=20 AT_ONCE=2", hanging + READ);
        assertEquals("did not answer within 2 s\n", tree.fact("disk/sdb/error"));
        assertTrue(meta().contains("skipped=disk/sdb: did not answer within 2 s\n"), meta());
        for (String well : new String[] {"sda", "sdc", "sdd", "sde"}) {
            assertEquals(64 * 4096, Files.size(tree.factFile("disk/" + well + "/samples")), well);
            assertFalse(Files.exists(tree.factFile("disk/" + well + "/error")), well);
        }
        assertFalse(Files.exists(tree.factFile("disk/sdb/head")));
    }

    @Test
    void manyDisksAreReadAFewAtOnce() throws Exception {
        for (int i = 0; i < 24; i++) {
            tree.disk("nvme" + i + "n1", SMALL);
        }
        String out = tree.run("AT_ONCE=6", "disk_blocks() { echo start >>$RUN/log; usleep 300000; echo end >>$RUN/log; }\n"
                + READ + "; cat $RUN/log");
        int now = 0;
        int most = 0;
        for (String line : out.lines().toList()) {
            now += line.equals("start") ? 1 : -1;
            most = Math.max(most, now);
        }
        assertEquals(48, out.lines().count());
        assertTrue(most <= 6 && most > 2, "at once: " + most);
    }

    @Test
    void aReadErrorInTheMiddleKeepsWhatWasReadAndSaysWhy() throws Exception {
        byte[] content = new byte[3 << 20];
        new Random(4).nextBytes(content);
        tree.disk("sda", content);
        String failing = "dd() { case \"$*\" in *bs=4096*skip=396) echo \"dd: error reading 'x': I/O error\" >&2; return 1;;"
                + " esac; busybox dd \"$@\"; }\n";
        tree.run(failing + READ);
        assertEquals("error reading 'x': I/O error\n", tree.fact("disk/sda/error"));
        assertFalse(Files.exists(tree.factFile("disk/sda/samples")));
        assertArrayEquals(Arrays.copyOf(content, 1 << 20), Files.readAllBytes(tree.factFile("disk/sda/head")));
        assertTrue(meta().contains("skipped=disk/sda: cannot be read to its end: error reading 'x': I/O error\n"), meta());
    }

    @Test
    void aDiskOfNoSizeIsListedAndNotRead() throws Exception {
        tree.disk("nvme0n1", new byte[0]);
        tree.run(READ);
        assertTrue(tree.fact("disk/nvme0n1/sysfs").startsWith("path=/sys/block/nvme0n1\nsize=0\n"));
        assertFalse(Files.exists(tree.factFile("disk/nvme0n1/head")));
    }

    /** Blocks of 4096 bytes: a sample always begins at one, also where the size is no multiple of the tail's. */
    @Test
    void aDiskWithLargeBlocksIsSampledOnTheirBounds() throws Exception {
        byte[] content = new byte[(5 << 20) + 3 * 4096];
        new Random(5).nextBytes(content);
        tree.disk("nvme0n1", content, "queue/logical_block_size=4096");
        tree.run("dd() { echo \"$*\" >>$RUN/asked; busybox dd \"$@\"; }\n" + READ);
        assertEquals(-1, Arrays.mismatch(Arrays.copyOfRange(content, content.length - (1 << 20), content.length),
                Files.readAllBytes(tree.factFile("disk/nvme0n1/tail"))));
        byte[] samples = Files.readAllBytes(tree.factFile("disk/nvme0n1/samples"));
        for (int i = 0; i < 64; i++) {
            int at = 4096 * (i * (content.length / 4096) / 64);
            assertArrayEquals(Arrays.copyOfRange(content, at, at + 4096), Arrays.copyOfRange(samples, i * 4096, (i + 1) * 4096));
        }
    }

    @Test
    void aMultipathHeadWithOnePathHangsWhereThePathDoes() throws Exception {
        String function = "sys/devices/pci0000:00/0000:3b:00.0";
        tree.put(function + "/numa_node", "1\n");
        tree.put(function + "/nvme/nvme4/transport", "pcie\n");
        tree.link("sys/bus/pci/devices/0000:3b:00.0", "../../../../" + function);
        String subsystem = "sys/devices/virtual/nvme-subsystem/nvme-subsys4";
        tree.put(subsystem + "/serial", "S4\n");
        tree.put(subsystem + "/nvme4n1/size", "0\n");
        tree.link(subsystem + "/nvme4n1/device", "../../nvme-subsys4");
        tree.link(subsystem + "/nvme4", "../../../../../" + function + "/nvme/nvme4");
        tree.link("sys/block/nvme4n1", "../../" + subsystem + "/nvme4n1");
        tree.run(READ);
        String one = tree.fact("disk/nvme4n1/sysfs");
        assertTrue(one.contains("multipath=1\ncontrollers=nvme4\npci=0000:3b:00.0\nnuma=1\n"), one);
        assertTrue(one.contains("serial=S4\n"));
        tree.put("sys/devices/pci0000:00/0000:3c:00.0/nvme/nvme5/transport", "pcie\n");
        tree.link(subsystem + "/nvme5", "../../../../../sys/devices/pci0000:00/0000:3c:00.0/nvme/nvme5");
        tree.run(READ);
        String two = tree.fact("disk/nvme4n1/sysfs");
        assertTrue(two.contains("controllers=nvme4 nvme5\n") && !two.contains("pci="), two);
    }

    @Test
    void partitionsAreCopiedFromTheirFirstByteOn() throws Exception {
        byte[] content = new byte[4 << 20];
        new Random(6).nextBytes(content);
        tree.disk("sda", content);
        tree.partition("sda", 1, 2048, 5000, "data");
        tree.partition("sda", 2, 8000, 10, "");
        tree.partition("sda", 3, 100_000, 10, "behind the end");
        tree.run(READ);
        assertTrue(tree.fact("disk/sda/sysfs").endsWith(
                "partition=1 2048 5000 data\npartition=2 8000 10\npartition=3 100000 10 behind the end\n"));
        assertArrayEquals(Arrays.copyOfRange(content, 1 << 20, (1 << 20) + 262_144),
                Files.readAllBytes(tree.factFile("disk/sda/part-2048")));
        assertArrayEquals(Arrays.copyOfRange(content, 8000 * 512, 8010 * 512),
                Files.readAllBytes(tree.factFile("disk/sda/part-8000")));
        assertFalse(Files.exists(tree.factFile("disk/sda/part-100000")));
        assertTrue(meta().contains("skipped=disk/sda: partition 3 cannot be read"), meta());
    }

    @Test
    void ofManyPartitionsTheFirstAreCopied() throws Exception {
        tree.disk("sda", new byte[1 << 20]);
        for (int i = 1; i <= 40; i++) {
            tree.partition("sda", i, 20L * i, 20, "p" + i);
        }
        tree.run(READ);
        assertEquals(40, tree.fact("disk/sda/sysfs").lines().filter(line -> line.startsWith("partition=")).count());
        assertTrue(Files.exists(tree.factFile("disk/sda/part-640")));
        assertFalse(Files.exists(tree.factFile("disk/sda/part-660")));
        assertTrue(meta().contains("more than 32 partitions: 8 were not looked into"), meta());
    }

    @Test
    void ofTalosTheClusterIsToldAndNoSecretLeavesTheMachine() throws Exception {
        byte[] content = new byte[8 << 20];
        write(content, 4 << 20, "XFSB");
        write(content, (5 << 20) + 100, "cluster:\n    clusterName: prod-east\n    token: hunter2\n");
        write(content, (2 << 20) + 4, "passphrase");
        tree.disk("sda", content);
        tree.partition("sda", 4, 4096, 2048, "META");
        tree.partition("sda", 5, 8192, 8192, "STATE");
        tree.run(READ);
        assertEquals("cluster=prod-east\n", tree.fact("disk/sda/talos"));
        assertEquals(4, Files.size(tree.factFile("disk/sda/part-4096")));
        assertEquals(4096, Files.size(tree.factFile("disk/sda/part-8192")));
    }

    @Test
    void theNamePageOfALargePoolIsCopied() throws Exception {
        byte[] content = new byte[8 << 20];
        write(content, 0, "SPDKBLOB");
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(48, 700);
        write(content, 700 * 4096, "page");
        tree.disk("nvme0n1", content);
        tree.run(READ);
        assertTrue(tree.fact("disk/nvme0n1/at-5600").startsWith("page"));
    }

    private static void write(byte[] into, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }
}
