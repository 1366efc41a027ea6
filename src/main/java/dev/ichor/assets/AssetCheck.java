package dev.ichor.assets;

import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What was found on disk for one entry.
 *
 * @param why in words, empty when ready
 */
public record AssetCheck(AssetEntry entry, State state, String why) {
    private static final int MOST_THREADS = 4;

    /** How the file is. */
    public enum State {
        READY, ABSENT, DAMAGED
    }

    /** How thoroughly to look. */
    public enum Depth {
        /** Files that have not changed since they were last hashed are believed. */
        CHANGED_ONLY,
        /** Every byte is read again. */
        EVERY_BYTE
    }

    /**
     * Checks the files of all entries, several at once.
     *
     * @return in the order of the entries
     */
    static List<AssetCheck> all(Collection<AssetEntry> entries, AssetFolder folder, Depth depth, InstantSource clock,
                                Progress progress) {
        HashCache cache = depth == Depth.EVERY_BYTE ? new HashCache() : HashCache.load(folder.hashCache());
        byte[] before = cache.print();
        List<AssetCheck> checks = new ArrayList<>();
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<AssetCheck>> running = entries.stream()
                    .map(entry -> pool.submit(() -> one(entry, folder.file(entry), cache, clock.instant()))).toList();
            long total = entries.stream().mapToLong(AssetEntry::size).sum();
            long done = 0;
            for (Future<AssetCheck> future : running) {
                AssetCheck check = future.get();
                checks.add(check);
                done += check.entry().size();
                progress.step("checking " + check.entry().name(), done, total);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while checking assets", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("checking an asset failed", e.getCause());
        }
        save(cache, before, folder);
        return checks;
    }

    private static void save(HashCache cache, byte[] before, AssetFolder folder) {
        byte[] after = cache.print();
        if (java.util.Arrays.equals(before, after)) {
            return;
        }
        try {
            Disk.replace(folder.hashCache(), after);
        } catch (IOException e) {
            Log.LOG.debug("assets.cache saved=no reason={}", e.toString());
        }
    }

    private static AssetCheck one(AssetEntry entry, Path file, HashCache cache, Instant now) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return new AssetCheck(entry, State.ABSENT, "there is no file " + file);
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return new AssetCheck(entry, State.DAMAGED, file + " is not a plain file");
            }
            long size = Files.size(file);
            if (size != entry.size()) {
                return new AssetCheck(entry, State.DAMAGED, file + " has " + size + " bytes, expected " + entry.size());
            }
            Sha256 found = cache.hash(file, now);
            return found.equals(entry.sha256()) ? new AssetCheck(entry, State.READY, "")
                    : new AssetCheck(entry, State.DAMAGED, file + " has sha256 " + found + ", expected "
                            + entry.sha256());
        } catch (IOException e) {
            return new AssetCheck(entry, State.DAMAGED, file + " can't be read (" + e.getMessage() + ")");
        }
    }
}
