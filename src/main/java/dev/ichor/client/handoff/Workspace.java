package dev.ichor.client.handoff;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that only its owner can look into: the bundle's files, and a kubeconfig. It is deleted when it is closed.
 */
public final class Workspace implements AutoCloseable {
    private static final long LARGEST = 4L << 20;
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

    /**
     * Reads a bundle from a folder. Each of its files must be as {@code bundle.json} says.
     *
     * @throws IOException if a file cannot be read, or is not as it was made; all such files are named
     */
    public static Map<String, String> read(Path from) throws IOException {
        Path list = from.resolve("bundle.json");
        if (!Files.isRegularFile(list)) {
            throw new IOException(from + " holds no bundle: it has no bundle.json");
        }
        String text = text(list);
        Map<String, String> files = new LinkedHashMap<>(Map.of("bundle.json", text));
        List<String> wrong = new ArrayList<>();
        for (Listed.Entry entry : listed(text)) {
            Path file = from.resolve(entry.path()).normalize();
            if (!file.startsWith(from.normalize()) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                wrong.add(entry.path() + " is missing");
            } else if (!Sha256.of(text(file).getBytes(StandardCharsets.UTF_8)).equals(entry.sha256())) {
                wrong.add(entry.path() + " was changed");
            } else {
                files.put(entry.path(), text(file));
            }
        }
        if (!wrong.isEmpty()) {
            throw new IOException("the bundle in " + from + " is not as it was made: " + String.join(", ", wrong));
        }
        return files;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is larger than any file of a bundle");
        }
        return Files.readString(file);
    }

    private static List<Listed.Entry> listed(String text) throws IOException {
        try {
            List<Listed.Entry> files = Json.read(text, Listed.class).files();
            if (files == null || files.isEmpty() || files.stream().anyMatch(entry -> entry.path() == null
                    || entry.sha256() == null)) {
                throw new IOException("bundle.json lists no files");
            }
            return files;
        } catch (Malformed e) {
            throw new IOException("bundle.json cannot be read: " + e.getMessage(), e);
        }
    }

    /** What a {@code bundle.json} lists. */
    record Listed(List<Entry> files) {
        /** A file. */
        record Entry(String path, Sha256 sha256) {
        }
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
