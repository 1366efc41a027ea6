package dev.ichor.server.admin.routes;

import dev.ichor.server.admin.api.FindingList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Talos's own check, {@code talosctl validate}, where that program is installed. The configuration lies in a file that
 * its owner alone may read, for as long as the program runs. One at a time. Thread-safe.
 */
final class Talosctl {
    private static final int MOST = 64 << 10;

    private final String path;
    private final Duration patience;
    private final Semaphore free = new Semaphore(1);

    /** @param path folders with programs, separated by colons */
    Talosctl(String path, Duration patience) {
        this.path = path;
        this.patience = patience;
    }

    /** @param mask hides secrets in what the program says */
    FindingList.Talosctl validate(String configuration, UnaryOperator<String> mask) throws IOException {
        Optional<Path> program = Stream.of(path.split(":")).filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "talosctl")).filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return not("talosctl is not installed on the appliance's machine.");
        }
        if (!free.tryAcquire()) {
            return not("talosctl is checking another configuration. Ask again.");
        }
        try {
            return run(program.get(), configuration, mask);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return not("talosctl was stopped.");
        } finally {
            free.release();
        }
    }

    private static FindingList.Talosctl not(String why) {
        return new FindingList.Talosctl(false, false, why);
    }

    private FindingList.Talosctl run(Path program, String configuration, UnaryOperator<String> mask)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ichor-validate",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve("config.yaml");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, configuration);
            ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), "validate", "--config",
                    file.toString(), "--mode", "metal")).directory(folder.toFile()).redirectErrorStream(true);
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.put("PATH", path);
            environment.put("HOME", folder.toString());
            return said(builder.start(), folder, mask);
        } finally {
            delete(folder);
        }
    }

    private FindingList.Talosctl said(Process process, Path folder, UnaryOperator<String> mask) throws IOException,
            InterruptedException {
        try {
            process.getOutputStream().close();
            boolean[] over = {false};
            Thread watch = Thread.ofVirtual().start(() -> over[0] = stop(process));
            String output;
            try (InputStream in = process.getInputStream()) {
                output = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
            }
            watch.join();
            return over[0] ? not("talosctl did not end within " + patience.toSeconds() + " seconds.")
                    : new FindingList.Talosctl(true, process.exitValue() == 0, mask.apply(output)
                    .replace(folder.toString() + "/", "").strip());
        } finally {
            process.destroyForcibly();
        }
    }

    /** True if it had to be stopped. */
    private boolean stop(Process process) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return true;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
