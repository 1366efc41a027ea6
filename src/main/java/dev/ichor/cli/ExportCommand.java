package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.ExportAnswer;
import dev.ichor.server.admin.api.FileBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor export}. */
@Command(name = "export", description = "Write the declared world into a folder, as files that `apply` takes back.",
        footer = {"", "Example: ichor export inventory/"})
final class ExportCommand extends Asking implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "Where to; made if it is not there.")
    private Path folder;

    @Option(names = "--force", description = "Write over files that say something else.")
    private boolean force;

    @Override
    public Integer call() throws ClientFailed {
        ExportAnswer answer = client().get(API + "inventory/export", ExportAnswer.class).value();
        try {
            Map<Path, String> files = targets(answer.files());
            List<Path> differing = new ArrayList<>();
            List<Path> missing = new ArrayList<>();
            for (Map.Entry<Path, String> file : files.entrySet()) {
                if (!Files.exists(file.getKey())) {
                    missing.add(file.getKey());
                } else if (!Files.isRegularFile(file.getKey()) || !java.util.Arrays.equals(
                        Files.readAllBytes(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8))) {
                    differing.add(file.getKey());
                }
            }
            if (!differing.isEmpty() && !force) {
                throw new Failure(ExitCode.FAILED, "these files say something else, so nothing was written; --force "
                        + "writes over them:\n  " + String.join("\n  ", differing.stream().map(Path::toString)
                        .toList()));
            }
            missing.addAll(differing);
            write(missing, files);
            out().println(missing.size() + (missing.size() == 1 ? " file" : " files") + " written to " + folder + ", "
                    + (files.size() - missing.size()) + " as they were.");
            return ExitCode.OK;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "could not write to " + folder + " (" + e + ")", e);
        }
    }

    /** Nothing outside of the folder is written, whatever the appliance says. */
    private Map<Path, String> targets(List<FileBody> files) {
        Map<Path, String> targets = new LinkedHashMap<>();
        for (FileBody file : files) {
            if (!file.path().matches("([^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*/)*[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*"
                    + "\\.ya?ml")) {
                throw new Failure(ExitCode.FAILED, "the appliance names a file '" + Show.plain(file.path())
                        + "', which is no plain path, so nothing was written");
            }
            targets.put(folder.resolve(file.path()), file.text());
        }
        return targets;
    }

    /** Every file is complete beside its place before the first takes it. */
    private static void write(List<Path> changed, Map<Path, String> files) throws IOException {
        Map<Path, Path> ready = new LinkedHashMap<>();
        try {
            for (Path target : changed) {
                Files.createDirectories(target.getParent());
                Path beside = Files.createTempFile(target.getParent(), ".ichor-", ".new");
                ready.put(target, beside);
                try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                    channel.write(java.nio.ByteBuffer.wrap(files.get(target).getBytes(StandardCharsets.UTF_8)));
                    channel.force(true);
                }
                // A new temporary file is its owner's alone; what goes to git need not be.
                beside.toFile().setReadable(true, false);
            }
            for (Map.Entry<Path, Path> file : ready.entrySet()) {
                Files.move(file.getValue(), file.getKey(), StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            for (Path beside : ready.values()) {
                Files.deleteIfExists(beside);
            }
        }
    }
}
