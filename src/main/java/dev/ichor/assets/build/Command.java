package dev.ichor.assets.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program to run, with a time limit, in the C locale.
 *
 * @param words  the program and its arguments
 * @param folder its working directory
 * @param limit  after this it is ended, and counts as failed
 */
record Command(List<String> words, Path folder, Duration limit) {

    /**
     * How a program ended.
     *
     * @param status its exit status; -1 if it ran too long, 127 if it could not be started
     * @param output what it printed
     * @param errors what it complained
     */
    record Result(int status, String output, String errors) {}

    static Command of(List<String> words) {
        return new Command(List.copyOf(words), Path.of("."), Duration.ofMinutes(1));
    }

    Command in(Path elsewhere) {
        return new Command(words, elsewhere, limit);
    }

    Command within(Duration time) {
        return new Command(words, folder, time);
    }

    /** The output, if the program succeeds. */
    String orFail(String mend) throws BuildFailed {
        Result result = run();
        if (result.status() != 0) {
            String why = result.status() == -1 ? "took longer than " + limit.toSeconds() + " s"
                    : "failed with status " + result.status() + ": " + result.errors().strip();
            throw new BuildFailed(words.getFirst(), why, mend);
        }
        return result.output();
    }

    Result run() throws BuildFailed {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().putAll(Map.of("LC_ALL", "C", "DEBIAN_FRONTEND", "noninteractive"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> output = drain(process.getInputStream());
            CompletableFuture<String> errors = drain(process.getErrorStream());
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
                return new Result(-1, "", "");
            }
            return new Result(process.exitValue(), output.join(), errors.join());
        } catch (IOException e) {
            return new Result(127, "", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildFailed(words.getFirst(), "was interrupted", "");
        }
    }

    private static CompletableFuture<String> drain(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, task -> Thread.ofVirtual().start(task));
    }
}
