package dev.ichor.cli;

import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleArchive;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.server.admin.api.BundleView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A bundle as one file. */
final class BundleArchiveFile {
    private BundleArchiveFile() {
    }

    /** @throws Failure if something is in its place */
    static void check(Path file, boolean force) {
        if (Files.exists(file) && !(force && Files.isRegularFile(file))) {
            throw new Failure(ExitCode.FAILED, file + " is there already; " + (Files.isRegularFile(file)
                    ? "--force writes over it" : "name another file"));
        }
    }

    /** It is complete beside its place before it takes it. */
    static void write(Path file, BundleView bundle) throws IOException {
        byte[] bytes = BundleArchive.of(new Bundle(bundle.cluster(), BundleFolder.files(bundle).entrySet().stream()
                .map(one -> new BundleFile(one.getKey(), one.getValue().executable(),
                        one.getValue().text().orElseThrow())).toList(), bundle.hash()));
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".new");
        try {
            Files.write(beside, bytes, StandardOpenOption.WRITE);
            beside.toFile().setReadable(true, false);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
