package dev.ichor.assets.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.facts.FingerprintReader;
import dev.ichor.machine.facts.RawFacts;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.rack.DiskImage;
import dev.ichor.rack.DiskImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks with a past: what the agent copies of them is enough for the reader to name what they carry. */
@Timeout(120)
class AgentNamesContentsTest {
    private static final String UUID = "5a1d0000-1111-4222-8333-444455556666";

    @TempDir
    Path root;
    private AgentTree tree;

    @BeforeEach
    void makeAMachine() throws IOException {
        tree = new AgentTree(root);
        tree.put("proc/cmdline", "ichor.url=http://10.9.0.1:8080 ichor.boot=0123456789abcdef ichor.token=s3cret\n");
        tree.put("proc/uptime", "12.34 20.00\n");
        tree.tool("smartctl", "exit 1");
        tree.tool("nvme", "exit 1");
    }

    @Test
    void aFilesystemIsNamed() throws Exception {
        DiskImage disk = disk(256);
        DiskImages.ext4(disk, "ledger");
        Contents.Filesystem seen = (Contents.Filesystem) contents().getFirst();
        assertEquals("ext4 filesystem \"ledger\"", seen.describe());
    }

    @Test
    void aTalosOfAnotherClusterIsNamedWithItsCluster() throws Exception {
        DiskImage disk = disk(DiskImages.LEAST_FOR_TALOS >> 20);
        for (DiskImages.Partition part : DiskImages.talos(disk, "old-east")) {
            tree.partition("sda", part.number(), part.start(), part.sectors(), part.label());
        }
        List<Contents> seen = contents();
        assertEquals("gpt partition table with 6 partitions", seen.getFirst().describe());
        assertTrue(seen.contains(new Contents.Talos(List.of("EFI", "BIOS", "BOOT", "META", "STATE", "EPHEMERAL"),
                "cluster \"old-east\"")), seen.toString());
    }

    @Test
    void aMayastorPoolIsNamed() throws Exception {
        DiskImage disk = disk(256);
        DiskImages.pool(disk, "pool-of-worker-7", UUID);
        assertEquals(List.of(new Contents.MayastorPool("pool-of-worker-7", UUID)), contents());
    }

    @Test
    void aDiskOfTheRackIsBlankUntilSomethingIsWritten() throws Exception {
        DiskImage disk = disk(256);
        assertEquals(List.of(new Contents.Blank()), contents());
        disk.write(disk.bytes() - 1, new byte[] {1});
        assertTrue(contents().getFirst() instanceof Contents.Unknown);
    }

    /** A disk of the made-up machine whose bytes are an image of the rack. */
    private DiskImage disk(long mebibytes) throws IOException {
        tree.disk("sda", new byte[0]);
        Files.delete(root.resolve("dev/sda"));
        tree.put("sys/block/sda/size", (mebibytes << 11) + "\n");
        return DiskImage.create(root.resolve("dev/sda"), mebibytes << 20);
    }

    private List<Contents> contents() throws Exception {
        tree.run("disks_start; disks_wait; write_meta");
        Path facts = root.resolve("run/facts");
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(facts)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(facts.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        List<Disk> disks = FingerprintReader.read(RawFacts.of(files)).disks();
        assertEquals(1, disks.size());
        return disks.getFirst().contents();
    }
}
