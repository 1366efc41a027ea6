package dev.ichor.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashCacheTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));

    @TempDir
    Path temp;

    @Test
    void anUnchangedFileIsRememberedAcrossStarts() throws Exception {
        Path file = Files.write(temp.resolve("a file"), Fixture.bytes(100, 1));
        HashCache cache = new HashCache();
        Sha256 hash = cache.hash(file, LATER);
        Path saved = Files.write(temp.resolve("saved"), cache.print());
        HashCache loaded = HashCache.load(saved);
        assertTrue(loaded.knows(file));
        assertEquals(hash, loaded.hash(file, LATER));
    }

    @Test
    void aChangeIsSeenEvenIfSizeAndModificationTimeStay() throws Exception {
        Path file = Files.write(temp.resolve("f"), Fixture.bytes(100, 1));
        FileTime time = Files.getLastModifiedTime(file);
        HashCache cache = new HashCache();
        cache.hash(file, LATER);
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        do {
            Files.write(file, Fixture.bytes(100, 2));
            Files.setLastModifiedTime(file, time);
        } while (cache.knows(file) && System.nanoTime() < deadline);
        assertFalse(cache.knows(file), "the kernel's change time did not move");
        assertEquals(Sha256.of(Fixture.bytes(100, 2)), cache.hash(file, LATER));
    }

    @Test
    void aFileChangedAMomentAgoIsNotRemembered() throws Exception {
        Path file = Files.write(temp.resolve("f"), Fixture.bytes(100, 1));
        Instant changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        HashCache cache = new HashCache();
        cache.hash(file, changed.plusMillis(HashCache.SETTLE_MILLIS - 1));
        assertFalse(cache.knows(file));
        cache.hash(file, changed.plusMillis(HashCache.SETTLE_MILLIS + 1));
        assertTrue(cache.knows(file));
    }

    @Test
    void aDamagedCacheIsAnEmptyOne() throws Exception {
        Path file = Files.write(temp.resolve("f"), Fixture.bytes(100, 1));
        HashCache cache = new HashCache();
        cache.hash(file, LATER);
        byte[] good = cache.print();
        Path saved = temp.resolve("saved");
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) 0x80;
            HashCache loaded = HashCache.load(Files.write(saved, bad));
            assertFalse(loaded.knows(file), "byte " + at);
            loaded.print();
        }
        assertEquals(0, HashCache.load(temp.resolve("none")).print().length);
    }
}
