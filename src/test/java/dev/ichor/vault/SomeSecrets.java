package dev.ichor.vault;

import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.vault.pki.ClusterSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One cluster's secrets for all tests of a run: making them takes seconds. */
public final class SomeSecrets {
    public static final Instant MADE = Instant.parse("2026-08-21T10:00:00.75Z");
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final SecretsBundle BUNDLE = ClusterSecrets.make(ClusterSecrets.IdForm.URL, MADE, RANDOM);

    private SomeSecrets() {
    }

    /** Runs openssl in a folder; fails the test with its output if it fails. */
    public static String openssl(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "openssl", ".txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " does not end");
            }
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " ended with " + process.exitValue() + ": " + text);
        }
        return text;
    }
}
