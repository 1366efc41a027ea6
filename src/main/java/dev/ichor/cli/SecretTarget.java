package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine.Option;

/** Where a text with secrets goes: a file for its owner only, or standard output if that is what somebody wants. */
final class SecretTarget {
    @Option(names = {"-o", "--out"}, paramLabel = "FILE", description = "Where to, mode 0600; - for standard output. "
            + "Default: standard output, if that is no terminal.")
    private String file;

    @Option(names = "--force", description = "Write over the file if it is there.")
    private boolean force;

    /** Makes the text. */
    @FunctionalInterface
    interface Source {
        String text() throws ClientFailed;
    }

    /** The place is tried before the text is asked for: what cannot be written would be lost. */
    int write(Source source, Person person, PrintWriter out, PrintWriter err) throws ClientFailed {
        if (file == null && person.isThere()) {
            throw new Failure(ExitCode.USAGE, "this is secret and would stand on the screen: name a file with -o, or "
                    + "say -o - if that is meant");
        }
        if (file == null || file.equals("-")) {
            out.print(source.text());
            return ExitCode.OK;
        }
        Path target = Path.of(file);
        if (Files.exists(target) && !(force && Files.isRegularFile(target))) {
            throw new Failure(ExitCode.FAILED, target + " is there already; " + (Files.isRegularFile(target)
                    ? "--force writes over it" : "name another file"));
        }
        try {
            write(target, source);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "could not write " + target + " (" + e + ")", e);
        }
        err.println(target + " is written, for its owner only.");
        return ExitCode.OK;
    }

    private static void write(Path target, Source source) throws IOException, ClientFailed {
        Path folder = target.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(folder, "." + target.getFileName(), ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(fresh, source.text().getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
