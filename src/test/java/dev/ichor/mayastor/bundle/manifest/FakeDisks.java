package dev.ichor.mayastor.bundle.manifest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Files in the place of disks, with a stand-in for sysfs beside them. */
final class FakeDisks {
    static final long BYTES = 40L << 20;
    private static final int PAGE = 4096;
    final Path folder;

    FakeDisks(Path folder) throws IOException {
        this.folder = folder;
        for (String each : List.of("dev/disk/by-id", "sys/class/block", "scratch", "bin")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.writeString(folder.resolve("mounts"), "22 1 0:21 / /proc rw - proc proc rw\n");
        Files.writeString(folder.resolve("swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
    }

    /** A blank disk: serial {@code SERn}, wwid {@code eui.n}, link {@code nvme-SERn}. Its arguments for the script. */
    List<String> add(String name, String number) throws IOException {
        Path sys = Files.createDirectories(sys(name).resolve("holders")).getParent();
        Files.createDirectories(sys.resolve("device"));
        Files.writeString(sys.resolve("dev"), "0:0\n");
        Files.writeString(sys.resolve("size"), BYTES / 512 + "\n");
        Files.writeString(sys.resolve("wwid"), "eui." + number + "\n");
        Files.writeString(sys.resolve("device/serial"), "  SER" + number + "      \n");
        try (RandomAccessFile file = new RandomAccessFile(disk(name).toFile(), "rw")) {
            file.setLength(BYTES);
        }
        Files.createSymbolicLink(folder.resolve("dev/disk/by-id/nvme-SER" + number), Path.of("../../" + name));
        return new ArrayList<>(List.of("pool-" + number, "/dev/disk/by-id/nvme-SER" + number, "SER" + number,
                "eui." + number, Long.toString(BYTES), "new"));
    }

    Path disk(String name) {
        return folder.resolve("dev").resolve(name);
    }

    Path sys(String name) {
        return folder.resolve("sys/class/block").resolve(name);
    }

    void write(String name, long at, byte... bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(disk(name).toFile(), "rw")) {
            file.seek(at);
            file.write(bytes);
        }
    }

    /** An SPDK volume store of that name. */
    void pool(String name, String pool) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        head.put("SPDKBLOB".getBytes(StandardCharsets.US_ASCII)).putInt(20, 1).putInt(24, 1).putInt(48, 5);
        write(name, 0, head.array());
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN).position(16);
        attribute(page, "uuid", "8a7f6e5d-0000-4000-8000-000000000001");
        attribute(page, "name", pool);
        write(name, 6 * PAGE, page.array());
    }

    private static void attribute(ByteBuffer page, String name, String value) {
        page.put((byte) 2).putInt(4 + name.length() + value.length() + 1).putShort((short) name.length())
                .putShort((short) (value.length() + 1)).put(name.getBytes(StandardCharsets.US_ASCII))
                .put(value.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    }

    /** A program that the scripts find before the system's. */
    void program(String name, String script) throws IOException {
        Path file = folder.resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
