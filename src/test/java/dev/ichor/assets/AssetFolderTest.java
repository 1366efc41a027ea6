package dev.ichor.assets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AssetFolderTest {
    @TempDir
    Path temp;

    private AssetFolder folder() {
        return new AssetFolder(temp.resolve("assets"));
    }

    private AssetLock lock() {
        Problems problems = new Problems();
        AssetLock lock = folder().lock(problems);
        assertTrue(problems.isEmpty(), problems.list().toString());
        return lock;
    }

    @Test
    void whatIsInstalledStandsInTheLockAndLiesUnderItsHash() throws Exception {
        byte[] bytes = Fixture.bytes(5000, 1);
        folder().install(List.of(Fixture.staged(temp, "talos/v1/default/vmlinuz", bytes)));
        AssetEntry entry = Fixture.entry("talos/v1/default/vmlinuz", bytes);
        assertEquals(List.of(entry), lock().entries());
        assertArrayEquals(bytes, Files.readAllBytes(folder().file(entry)));
        assertTrue(folder().file(entry).endsWith("talos/v1/default/vmlinuz@" + entry.sha256().hex().substring(0, 12)));
    }

    @Test
    void replacingAnAssetLeavesTheBytesOfARunningServerAlone() throws Exception {
        byte[] first = Fixture.bytes(100, 1);
        byte[] second = Fixture.bytes(200, 2);
        folder().install(List.of(Fixture.staged(temp, "a.efi", first)));
        folder().install(List.of(Fixture.staged(temp, "a.efi", second)));
        assertArrayEquals(first, Files.readAllBytes(folder().file(Fixture.entry("a.efi", first))));
        assertEquals(List.of(Fixture.entry("a.efi", second)), lock().entries());
    }

    @Test
    void nothingIsInstalledIfOneFileIsWrong() throws Exception {
        AssetFolder.Staged good = Fixture.staged(temp, "good", Fixture.bytes(10, 1));
        AssetFolder.Staged bad = Fixture.staged(temp, "bad", Fixture.bytes(10, 2));
        Files.write(bad.file(), Fixture.bytes(10, 3));
        AssetsFailed failed = assertThrows(AssetsFailed.class, () -> folder().install(List.of(good, bad)));
        assertEquals("bad", failed.problems().getFirst().where());
        assertEquals(AssetLock.EMPTY, lock());
        assertFalse(Files.exists(folder().file(good.entry())));
    }

    @Test
    void pruneDeletesOnlyWhatNoLockNames() throws Exception {
        byte[] old = Fixture.bytes(10, 1);
        byte[] now = Fixture.bytes(10, 2);
        byte[] forgotten = Fixture.bytes(10, 3);
        byte[] pinned = Fixture.bytes(10, 4);
        folder().install(List.of(Fixture.staged(temp, "a", old), Fixture.staged(temp, "f", forgotten)));
        folder().install(List.of(Fixture.staged(temp, "a", now), Fixture.staged(temp, "p", pinned)));
        Path notes = Files.writeString(folder().root().resolve("notes.txt"), "mine");
        Path part = Files.writeString(folder().partials().resolve("x.part"), "half");
        List<Path> deleted = folder().prune(List.of(new AssetName("f"), new AssetName("p")),
                AssetLock.of(List.of(Fixture.entry("p", pinned))));
        assertTrue(deleted.containsAll(List.of(folder().file(Fixture.entry("a", old)),
                folder().file(Fixture.entry("f", forgotten)), part)), deleted.toString());
        assertTrue(Files.exists(notes));
        assertTrue(Files.exists(folder().file(Fixture.entry("a", now))));
        assertTrue(Files.exists(folder().file(Fixture.entry("p", pinned))));
        assertEquals(List.of(Fixture.entry("a", now)), lock().entries());
    }

    @Test
    void twoWritersLoseNothing() throws Exception {
        List<Callable<Void>> writers = IntStream.range(0, 8).<Callable<Void>>mapToObj(i -> () -> {
            folder().install(List.of(Fixture.staged(temp, "a" + i, Fixture.bytes(10, i))));
            return null;
        }).toList();
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (Future<Void> future : pool.invokeAll(writers)) {
                future.get();
            }
        }
        assertEquals(8, lock().entries().size());
    }

    @Test
    void aDamagedLockIsNotOverwritten() throws Exception {
        Files.createDirectories(folder().root());
        Path file = Files.writeString(folder().root().resolve("built.yaml"), "format: 1\nassets: 5\n");
        AssetFolder.Staged staged = Fixture.staged(temp, "a", new byte[] {1});
        AssetsFailed failed = assertThrows(AssetsFailed.class, () -> folder().install(List.of(staged)));
        assertTrue(failed.getMessage().contains("built.yaml:2 assets: expected a list"), failed.getMessage());
        assertEquals("format: 1\nassets: 5\n", Files.readString(file));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("plain"), "a file, not a folder");
        AssetsFailed failed = assertThrows(AssetsFailed.class,
                () -> new AssetFolder(file.resolve("assets")).workFolder());
        assertTrue(failed.getMessage().startsWith(file.toString()), failed.getMessage());
    }
}
