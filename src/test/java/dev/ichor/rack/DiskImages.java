package dev.ichor.rack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What disks carry that were in use before. Each method writes to a disk that is blank and whose machine is off. */
public final class DiskImages {
    private static final Duration TOOL = Duration.ofSeconds(60);
    private static final int PAGE = 4096;
    private static final int METADATA = 28;
    private static final int SUPER_BLOB = 3;

    /** A partition of {@link #talos}: its number, first sector of 512 bytes, sectors and label. */
    public record Partition(int number, long start, long sectors, String label) {
    }

    /** A disk that Talos v1.13 was installed on needs at least this much. */
    public static final long LEAST_FOR_TALOS = 2L << 30;

    private DiskImages() {
    }

    /** An ext4 filesystem on the whole disk, with a file that holds noise. */
    public static void ext4(DiskImage disk, String label) {
        try {
            Path folder = Files.createTempDirectory(disk.file().getParent(), "files");
            Files.write(folder.resolve("ledger.db"), noise(8 << 20, 17));
            Debian.require("mkfs.ext4");
            Command.run(TOOL, List.of("mkfs.ext4", "-q", "-F", "-L", label, "-d", folder.toString(),
                    disk.file().toString())).orFail();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A Talos installation: its partitions, and on STATE, which is not encrypted, a machine configuration.
     *
     * @param cluster named by that configuration
     * @return what the kernel sees
     */
    public static List<Partition> talos(DiskImage disk, String cluster) {
        if (disk.bytes() < LEAST_FOR_TALOS) {
            throw new IllegalArgumentException("too small for the partitions of Talos: " + disk.bytes() + " bytes");
        }
        long end = disk.bytes() / 512 - 2048;
        List<Partition> partitions = List.of(new Partition(1, 2048, 204_800, "EFI"),
                new Partition(2, 206_848, 2048, "BIOS"), new Partition(3, 208_896, 2_048_000, "BOOT"),
                new Partition(4, 2_256_896, 2048, "META"), new Partition(5, 2_258_944, 204_800, "STATE"),
                new Partition(6, 2_463_744, end - 2_463_744, "EPHEMERAL"));
        StringBuilder script = new StringBuilder("label: gpt\n");
        partitions.forEach(part -> script.append("start=%d, size=%d, name=\"%s\"%n".formatted(part.start,
                part.sectors, part.label)));
        try {
            Path file = Files.writeString(disk.file().resolveSibling(disk.file().getFileName() + ".sfdisk"), script);
            Debian.require("sfdisk");
            Command.run(TOOL, List.of("sh", "-c", "sfdisk --quiet --no-reread \"$0\" <\"$1\"", disk.file().toString(),
                    file.toString())).orFail();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long state = partitions.get(4).start * 512;
        disk.write(state, "XFSB".getBytes(StandardCharsets.US_ASCII));
        disk.write(state + (2 << 20), """
                version: v1alpha1
                machine:
                    type: worker
                    token: not.a-secret-of-anybody
                cluster:
                    clusterName: %s
                """.formatted(cluster).getBytes(StandardCharsets.US_ASCII));
        disk.write(partitions.get(5).start * 512, "XFSB".getBytes(StandardCharsets.US_ASCII));
        disk.write(partitions.get(5).start * 512 + (16 << 20), noise(4 << 20, 18));
        return partitions;
    }

    /** A Mayastor pool: an SPDK blobstore whose super blob bears the pool's name, and data behind it. */
    public static void pool(DiskImage disk, String name, String uuid) {
        ByteBuffer block = page();
        block.put("SPDKBLOB".getBytes(StandardCharsets.US_ASCII)).putInt(8, 3).putInt(12, PAGE)
                .putLong(20, 1L << 32 | SUPER_BLOB).putInt(28, 4 << 20).putInt(48, METADATA).putInt(52, 1000)
                .put(56, "LVOLSTORE".getBytes(StandardCharsets.US_ASCII));
        disk.write(0, block.array());
        ByteBuffer blob = page();
        blob.putLong(0, 1L << 32 | SUPER_BLOB).position(16);
        attribute(blob, "uuid", uuid);
        attribute(blob, "name", name);
        disk.write((METADATA + SUPER_BLOB) * (long) PAGE, blob.array());
        disk.write(disk.bytes() / 2 / PAGE * PAGE, noise(4 << 20, 19));
    }

    /** Bytes that no signature explains, the same for each seed. */
    public static byte[] noise(int bytes, long seed) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static ByteBuffer page() {
        return ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An extended attribute's descriptor in a blob's metadata page. */
    private static void attribute(ByteBuffer page, String name, String value) {
        byte[] text = (name + value + "\0").getBytes(StandardCharsets.US_ASCII);
        page.put((byte) 2).putInt(4 + text.length).putShort((short) name.length())
                .putShort((short) (value.length() + 1)).put(text);
    }
}
