package dev.ichor.assets;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Remembers hashes of files that have not changed since, so that a start need not read hundreds of megabytes.
 * A file counts as unchanged if size, modification time, change time, inode and device are the same; the kernel sets
 * the change time, so even a tool that restores the modification time can't hide a write. A file changed less than
 * {@value #SETTLE_MILLIS} ms before it was read is not remembered: file times are only as fine as the kernel's tick.
 * Safe from several threads.
 */
final class HashCache {
    static final long SETTLE_MILLIS = 100;
    private static final int MOST_LINES = 10_000;

    private final Map<String, Sha256> known = new ConcurrentHashMap<>();

    /** A file's state: {@code key} names it fully, {@code changed} is the kernel's change time. */
    private record State(String key, Instant changed) {
    }

    /** Reads what was saved; a missing or damaged cache is an empty one. */
    static HashCache load(Path file) {
        HashCache cache = new HashCache();
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.limit(MOST_LINES).forEach(cache::line);
        } catch (IOException | java.io.UncheckedIOException e) {
            cache.known.clear();
        }
        return cache;
    }

    private void line(String line) {
        int space = line.indexOf(' ');
        if (space != 64) {
            return;
        }
        try {
            known.put(line.substring(65), Sha256.parse(line.substring(0, 64)));
        } catch (Malformed e) {
            // a damaged line only costs one more reading of that file
        }
    }

    /** The hash of the file as it is now, from memory if it has not changed. */
    Sha256 hash(Path file, Instant now) throws IOException {
        State state = state(file);
        Sha256 remembered = known.get(state.key());
        if (remembered != null) {
            return remembered;
        }
        Sha256 sha256 = Sha256.of(file);
        boolean settled = state.changed().plusMillis(SETTLE_MILLIS).isBefore(now);
        if (settled && state.equals(state(file))) {
            known.put(state.key(), sha256);
        }
        return sha256;
    }

    /** Whether {@link #hash} would answer without reading. */
    boolean knows(Path file) throws IOException {
        return known.containsKey(state(file).key());
    }

    private static State state(Path file) throws IOException {
        Map<String, Object> a = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime",
                LinkOption.NOFOLLOW_LINKS);
        FileTime changed = (FileTime) a.get("ctime");
        String key = a.get("size") + " " + ((FileTime) a.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS) + " "
                + changed.to(TimeUnit.NANOSECONDS) + " " + a.get("ino") + " " + a.get("dev") + " " + file;
        return new State(key, changed.toInstant());
    }

    /** The lines to save: those of files that are still as remembered. */
    byte[] print() {
        StringBuilder out = new StringBuilder();
        known.entrySet().stream().filter(e -> isCurrent(e.getKey())).sorted(Map.Entry.comparingByKey())
                .forEach(e -> out.append(e.getValue()).append(' ').append(e.getKey()).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isCurrent(String key) {
        return path(key).filter(path -> {
            try {
                return state(path).key().equals(key);
            } catch (IOException e) {
                return false;
            }
        }).isPresent();
    }

    private static Optional<Path> path(String key) {
        String[] parts = key.split(" ", 6);
        try {
            return parts.length == 6 ? Optional.of(Path.of(parts[5])) : Optional.empty();
        } catch (java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
    }
}
