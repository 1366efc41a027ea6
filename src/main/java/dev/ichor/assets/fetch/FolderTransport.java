package dev.ichor.assets.fetch;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Disk;
import dev.ichor.assets.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that somebody downloaded elsewhere and carried in, under the names their publisher gives them.
 *
 * @param from the folder, e.g. on a USB drive
 */
record FolderTransport(Path from) implements Transport {
    private static final int CHUNK = 1 << 18;

    @Override
    public Path file(Want want, Path folder, Progress progress) throws AssetsFailed {
        Path source = from.resolve(want.fileName());
        if (!Files.isRegularFile(source)) {
            throw new AssetsFailed(source.toString(), "there is no such file", "Download " + want.published()
                    + " on another machine and put it into " + from);
        }
        Path target = folder.resolve(want.fileName() + ".carried");
        copy(want, source, target, progress);
        if (!Received.isRight(want, target)) {
            throw Received.refuse(want, target, source.toString());
        }
        return target;
    }

    private static void copy(Want want, Path source, Path target, Progress progress) throws AssetsFailed {
        try (InputStream in = Files.newInputStream(source); OutputStream out = Files.newOutputStream(target)) {
            long total = Files.size(source);
            if (total > want.limit()) {
                throw new AssetsFailed(source.toString(), "has " + total + " bytes, more than the " + want.limit()
                        + " that are expected", "Copy the right file");
            }
            byte[] buffer = new byte[CHUNK];
            long done = 0;
            for (int n = in.read(buffer); n >= 0 && done <= want.limit(); n = in.read(buffer)) {
                out.write(buffer, 0, n);
                done += n;
                progress.step("copying " + want.label(), done, total);
            }
        } catch (IOException e) {
            throw Disk.failed(target, e);
        }
    }

    @Override
    public Optional<String> text(Want want, Path folder) throws AssetsFailed {
        Path source = from.resolve(want.fileName());
        try {
            if (!Files.isRegularFile(source)) {
                return Optional.empty();
            }
            if (Files.size(source) > want.limit()) {
                throw new AssetsFailed(source.toString(), "larger than " + want.limit() + " bytes", "Copy the right"
                        + " file");
            }
            return Optional.of(Files.readString(source, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssetsFailed(source.toString(), "can't be read (" + e.getMessage() + ")", "Check its mode");
        }
    }
}
