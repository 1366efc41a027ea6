package dev.ichor.mayastor.bundle.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Prometheus's own checker; without it the tests fail. */
final class Promtool {
    /** How it ended, and all that it said. */
    record Ended(int status, String text) {
    }

    private Promtool() {
    }

    static Ended run(String check, List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool", check.equals("check") ? "check" : "test", "rules"));
        files.forEach(file -> command.add(file.toString()));
        Path out = Files.createTempFile(files.getFirst().getParent(), "promtool", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        } catch (IOException e) {
            throw new AssertionError("promtool is missing: install the Debian package prometheus", e);
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("promtool is still running");
        }
        return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }
}
