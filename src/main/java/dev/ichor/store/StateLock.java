package dev.ichor.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process out of a state folder; the kernel gives the lock back however this process ends. */
final class StateLock implements AutoCloseable {
    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    static StateLock take(Path folder) {
        Path file = folder.resolve("ichor.lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreException("cannot open " + file + ": " + e.getMessage(), e);
        }
        if (!locked(channel)) {
            close(channel);
            throw new StoreException("the state folder " + folder
                    + " is in use by another ichor process; stop that one first, or choose another state folder");
        }
        return new StateLock(channel);
    }

    private static boolean locked(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            close(channel);
            throw new StoreException("this file system cannot lock files: " + e.getMessage(), e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("cannot close the lock file: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
