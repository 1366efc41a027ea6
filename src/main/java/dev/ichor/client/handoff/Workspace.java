package dev.ichor.client.handoff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that only its owner can look into: the bundle's files, and a kubeconfig. It is deleted when it is closed.
 */
public final class Workspace implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER = mode("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE = mode("rw-------");
    private final Path folder;
    private final Map<String, String> texts = new LinkedHashMap<>();

    private Workspace(Path folder) {
        this.folder = folder;
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    /** An empty one. @param below where folders for a while are; empty: as the system says */
    public static Workspace make(Optional<Path> below) throws IOException {
        return new Workspace(below.isPresent() ? Files.createTempDirectory(below.get(), "ichor-handoff-", OWN_FOLDER)
                : Files.createTempDirectory("ichor-handoff-", OWN_FOLDER));
    }

    /** Where the bundle is. */
    public Path bundle() {
        return folder.resolve("bundle");
    }

    /** The text of a file of the bundle. */
    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path));
    }

    /** Writes the files of a bundle, by path. @throws IllegalArgumentException if a path leads out of the folder */
    public void write(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = bundle().resolve(file.getKey()).normalize();
            if (!target.startsWith(bundle()) || target.equals(bundle())) {
                throw new IllegalArgumentException("no path within a bundle: " + file.getKey());
            }
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
            texts.put(file.getKey(), file.getValue());
        }
    }

    /** Writes the kubeconfig. */
    public Path kubeconfig(String text) throws IOException {
        Path file = Files.createFile(folder.resolve("kubeconfig"), OWN_FILE);
        return Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " could not be deleted; it holds a kubeconfig", e);
        }
    }
}
