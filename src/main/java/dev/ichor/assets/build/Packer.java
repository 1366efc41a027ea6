package dev.ichor.assets.build;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Writes an initramfs and compresses it. */
final class Packer {
    private Packer() {}

    /**
     * Compressed with the packages' own zstd; by gzip of the JDK where that program cannot be run.
     *
     * @return a file in the work folder
     */
    static Path pack(Initramfs files, PackageTree tree, Path work) throws IOException, BuildFailed {
        Path packed = work.resolve("initrd");
        Optional<List<String>> zstd = tree.ownProgram("zstd", "zstd");
        if (zstd.isEmpty()) {
            try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(packed)))) {
                files.writeTo(out);
            }
            return packed;
        }
        Path plain = work.resolve("initrd.cpio");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(plain))) {
            files.writeTo(out);
        }
        List<String> command = new ArrayList<>(zstd.get());
        // A fixed number of threads: the bytes must not depend on the machine. 12 packs nearly as well as 19 in
        // a fraction of the time.
        command.addAll(List.of("-q", "-12", "-T2", "--rm", "-o", packed.toString(), plain.toString()));
        Command.of(command).within(Duration.ofMinutes(10)).orFail("check the free space");
        return packed;
    }
}
