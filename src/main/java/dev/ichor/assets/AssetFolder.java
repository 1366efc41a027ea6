package dev.ichor.assets;

import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import dev.ichor.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The folder that holds the files and their lock {@code built.yaml}. New bytes get a new file name, the lock is
 * replaced last, so whoever reads the folder at any moment, or after a crash, finds a lock whose files are whole.
 *
 * @param root the folder; made when first written to
 */
public record AssetFolder(Path root) {
    static final String LOCK = "built.yaml";
    private static final String HEADING = "Written by 'ichor assets'; names the files beside it.";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public AssetFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** A file that is ready to be put under its name. */
    public record Staged(AssetEntry entry, Path file) {
    }

    /** Where the bytes of an entry lie. */
    public Path file(AssetEntry entry) {
        return root.resolve(entry.fileName());
    }

    Path hashCache() {
        return root.resolve(".verified");
    }

    /** The folder for unfinished downloads; made if need be. */
    public Path partials() throws AssetsFailed {
        return made(root.resolve(".partial"));
    }

    /** Keeps a second download out of {@link #partials()}; held for the whole of a fetch. */
    public FolderLock downloading() throws AssetsFailed {
        return FolderLock.take(partials().resolve(".lock"), Duration.ofSeconds(1), "downloading");
    }

    /** A fresh folder on the same file system, for work in progress; the caller deletes it. */
    public Path workFolder() throws AssetsFailed {
        try {
            return Files.createTempDirectory(made(root.resolve(".work")), "w");
        } catch (IOException e) {
            throw Disk.failed(root, e);
        }
    }

    private static Path made(Path folder) throws AssetsFailed {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw Disk.failed(folder, e);
        }
    }

    /** What the folder's lock says; a folder without one is empty. */
    public AssetLock lock(Problems problems) {
        Path file = root.resolve(LOCK);
        try (var in = Files.newInputStream(file)) {
            return LockFile.parse(in.readNBytes(Yaml.MAX_BYTES + 1), file.toString(), problems);
        } catch (NoSuchFileException e) {
            return AssetLock.EMPTY;
        } catch (IOException e) {
            problems.add(file.toString(), "can't be read (" + e.getMessage() + ")", "Check its owner and mode");
            return AssetLock.EMPTY;
        }
    }

    /**
     * Puts files under their names, all or none. Each is checked against its entry here, so nothing unverified can
     * reach a name; the staged files are moved away, or copied if they lie on another file system.
     */
    public void install(Collection<Staged> staged) throws AssetsFailed {
        for (Staged one : staged) {
            check(one);
        }
        List<AssetEntry> entries = new ArrayList<>();
        change(lock -> lock.with(entries), () -> {
            for (Staged one : staged) {
                place(one);
                entries.add(one.entry());
            }
        });
    }

    /** Whether an entry's file is there with the right bytes; reads all of them. */
    public boolean isWhole(AssetEntry entry) {
        Path file = file(entry);
        try {
            return Files.isRegularFile(file) && Files.size(file) == entry.size()
                    && Sha256.of(file).equals(entry.sha256());
        } catch (IOException e) {
            return false;
        }
    }

    private static void check(Staged staged) throws AssetsFailed {
        AssetEntry entry = staged.entry();
        try {
            long size = Files.size(staged.file());
            Sha256 found = Sha256.of(staged.file());
            if (size != entry.size() || !found.equals(entry.sha256())) {
                throw new AssetsFailed(entry.name().text(), "the file has " + size + " bytes and sha256 " + found
                        + ", expected " + entry.size() + " bytes and " + entry.sha256(), "Get it again");
            }
        } catch (IOException e) {
            throw new AssetsFailed(staged.file().toString(), "can't be read (" + e.getMessage() + ")", "");
        }
    }

    private void place(Staged staged) throws IOException {
        Path target = file(staged.entry());
        Files.createDirectories(target.getParent());
        Path from = staged.file();
        boolean sameDisk = Files.getFileStore(from).equals(Files.getFileStore(target.getParent()));
        if (!sameDisk) {
            from = Files.copy(from, target.resolveSibling("." + target.getFileName() + ".new"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        // the server runs as another user than the one that builds or fetches
        Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rw-r--r--"));
        Disk.sync(from);
        Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
        Disk.syncFolder(target.getParent());
    }

    /**
     * Forgets names and deletes every file that no entry names: older bytes, forgotten assets, left-over work.
     * Not to be called while a server serves from this folder.
     *
     * @return the files deleted
     */
    public List<Path> prune(Collection<AssetName> forget, AssetLock pins) throws AssetsFailed {
        List<Path> deleted = new ArrayList<>();
        change(lock -> lock.without(forget), () -> {
            Set<Path> named = new HashSet<>();
            lock(new Problems()).without(forget).entries().forEach(entry -> named.add(file(entry)));
            pins.entries().forEach(entry -> named.add(file(entry)));
            try (Stream<Path> walk = Files.walk(root)) {
                deleted.addAll(walk.filter(Files::isRegularFile).filter(p -> isContent(p) && !named.contains(p))
                        .toList());
            }
            for (Path path : deleted) {
                Files.deleteIfExists(path);
            }
        });
        return deleted;
    }

    /** Only files that carry our hash suffix, or lie in our own work folders, are ours to delete. */
    private boolean isContent(Path path) {
        Path inside = root.relativize(path);
        boolean work = inside.startsWith(".work") || inside.startsWith(".partial");
        return work || path.getFileName().toString().matches("[^@]+@[0-9a-f]{12}");
    }

    /** A step that may fail on the disk. */
    private interface Step {
        void run() throws IOException;
    }

    private void change(UnaryOperator<AssetLock> edit, Step before) throws AssetsFailed {
        made(root);
        try (FolderLock _ = FolderLock.take(root.resolve(".lock"), PATIENCE, "changing the assets")) {
            Problems problems = new Problems();
            AssetLock lock = lock(problems);
            if (!problems.isEmpty()) {
                throw new AssetsFailed(problems.list());
            }
            before.run();
            Disk.replace(root.resolve(LOCK), LockFile.print(edit.apply(lock), HEADING));
        } catch (IOException e) {
            throw Disk.failed(root, e);
        }
    }
}
