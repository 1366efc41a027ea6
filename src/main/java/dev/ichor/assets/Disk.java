package dev.ichor.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writing so that a power cut leaves the old file or the new one, and saying in words why writing failed. */
public final class Disk {
    private Disk() {
    }

    /** Replaces {@code target} by these bytes: written beside it, made durable, renamed. */
    static void replace(Path target, byte[] bytes) throws IOException {
        Path beside = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".new");
        try {
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(target.getParent());
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Makes the file's bytes durable. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes renames inside a folder durable: Linux wants the folder itself synced. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes a folder and what is in it; links are deleted, not followed. */
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }

    /** What a person should read about a failed write to {@code path}. */
    public static AssetsFailed failed(Path path, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof AccessDeniedException) {
            return new AssetsFailed(path.toString(), "this user may not write there", "Run the command as the user that"
                    + " owns the folder, or choose another asset folder");
        }
        if (message.contains("No space left")) {
            return new AssetsFailed(path.toString(), "the disk is full", "Free some space there, then run the command"
                    + " again: a download goes on where it stopped");
        }
        if (message.contains("Read-only file system")) {
            return new AssetsFailed(path.toString(), "the file system is read-only", "Choose another asset folder");
        }
        String why = e instanceof FileSystemException f && f.getReason() != null ? f.getReason()
                : e.getClass().getSimpleName() + ": " + message;
        return new AssetsFailed(path.toString(), "can't be written (" + why + ")", "Check the asset folder");
    }
}
