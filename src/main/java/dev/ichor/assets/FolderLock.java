package dev.ichor.assets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** Keeps other programs, and other threads of this one, from the same work. Gone with the process that held it. */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, waiting for it at most so long. */
    static FolderLock take(Path file, Duration patience, String what) throws AssetsFailed {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (tryLock(channel).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    channel.close();
                    throw new AssetsFailed(file.getParent().toString(), "another program is " + what + " here",
                            "Wait until it is done");
                }
                Thread.sleep(50);
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw Disk.failed(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssetsFailed(file.getParent().toString(), "interrupted", "Run the command again");
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldByAnotherThread) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws AssetsFailed {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssetsFailed("lock", "could not be released (" + e.getMessage() + ")", "");
        }
    }
}
