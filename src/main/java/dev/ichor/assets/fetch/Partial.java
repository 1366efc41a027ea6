package dev.ichor.assets.fetch;

import dev.ichor.base.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An unfinished download and, beside it, what tells whether the server still has the same file.
 *
 * @param file the bytes so far
 * @param note holds the validator for If-Range
 */
record Partial(Path file, Path note) {
    static Partial of(URI published, Path folder) {
        String key = Sha256.of(published.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 24);
        return new Partial(folder.resolve(key + ".part"), folder.resolve(key + ".note"));
    }

    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** How to ask for the rest only; empty if the part can't be trusted to belong to the same file. */
    Optional<String> validator() throws IOException {
        return Files.exists(note) ? Optional.of(Files.readString(note)).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Starts over. The note goes first: a part without a note is never continued. */
    void discard() throws IOException {
        Files.deleteIfExists(note);
        Files.deleteIfExists(file);
    }

    void begin(Optional<String> validator) throws IOException {
        discard();
        Files.createFile(file);
        if (validator.isPresent()) {
            Files.writeString(note, validator.get());
        }
    }
}
