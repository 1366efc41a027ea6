package dev.ichor.store;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The raw archives: {@code fingerprints/<sha256>.tar.gz} in the state folder. A file is whole and on the disk before
 * the database names it; what the database does not name is swept at start. Thread-safe.
 */
public final class Archives {
    private static final String SUFFIX = ".tar.gz";

    private final Path folder;
    private final Path incoming;

    /** @throws StoreException if the folders cannot be made */
    public Archives(Path stateFolder) {
        this.folder = stateFolder.resolve("fingerprints");
        this.incoming = folder.resolve("incoming");
        try {
            Files.createDirectories(incoming);
        } catch (IOException e) {
            throw new StoreException("cannot make " + incoming + ": " + e.getMessage(), e);
        }
    }

    /** A new empty file on the same file system, for an upload. Whoever asked deletes it. */
    public Path newUpload() throws IOException {
        return Files.createTempFile(incoming, "upload", SUFFIX);
    }

    /** Takes an upload over under its name; durable when this returns. */
    public void keep(Path upload, Sha256 hash) throws IOException {
        try (FileChannel file = FileChannel.open(upload, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(upload, path(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    /** The bytes of an archive. */
    public Optional<byte[]> read(Sha256 hash) {
        try {
            return Files.exists(path(hash)) ? Optional.of(Files.readAllBytes(path(hash))) : Optional.empty();
        } catch (IOException e) {
            throw new StoreException("cannot read " + path(hash) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Deletes uploads that never ended and archives that no fingerprint names. Only before uploads are accepted.
     *
     * @return how many files went
     */
    public int sweep(Set<Sha256> named) {
        try (Stream<Path> uploads = Files.list(incoming); Stream<Path> files = Files.list(folder)) {
            List<Path> gone = Stream.concat(uploads, files.filter(Files::isRegularFile)
                    .filter(file -> hashOf(file).map(hash -> !named.contains(hash)).orElse(false))).toList();
            for (Path file : gone) {
                Files.delete(file);
            }
            return gone.size();
        } catch (IOException e) {
            throw new StoreException("cannot sweep " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path path(Sha256 hash) {
        return folder.resolve(hash.hex() + SUFFIX);
    }

    private static Optional<Sha256> hashOf(Path file) {
        String name = file.getFileName().toString();
        try {
            return name.endsWith(SUFFIX)
                    ? Optional.of(Sha256.parse(name.substring(0, name.length() - SUFFIX.length())))
                    : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
