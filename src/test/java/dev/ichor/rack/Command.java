package dev.ichor.rack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs short commands to their end, with a time limit and both outputs captured. */
public final class Command {
    private static final Duration SHORT = Duration.ofSeconds(20);

    private Command() {
    }

    /**
     * What a command that ended left behind.
     *
     * @param status exit status
     * @param out    standard output
     * @param err    standard error
     */
    public record Result(List<String> command, int status, String out, String err) {
        public Result {
            command = List.copyOf(command);
        }

        /** This result, if the command succeeded. */
        public Result orFail() {
            if (status != 0) {
                throw new RackFailure(String.join(" ", command) + ": exit status " + status + "\n" + err + out);
            }
            return this;
        }
    }

    /** Runs {@code argv}; a command that outlives {@code limit} is killed and fails. */
    public static Result run(Duration limit, List<String> argv) {
        Debian.require(argv.getFirst());
        Process process;
        try {
            process = new ProcessBuilder(argv)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        } catch (IOException e) {
            throw new RackFailure("cannot start " + argv.getFirst() + ": " + e.getMessage(), e);
        }
        CompletableFuture<String> out = reading(process.getInputStream());
        CompletableFuture<String> err = reading(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RackFailure(String.join(" ", argv) + ": still running after " + limit.toSeconds() + " s");
            }
            return new Result(argv, process.exitValue(), out.get(5, TimeUnit.SECONDS), err.get(5, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RackFailure(argv.getFirst() + ": interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new RackFailure(String.join(" ", argv) + ": output not readable", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs a command of the host that must succeed within 20 s. */
    static Result must(String... argv) {
        return run(SHORT, List.of(argv)).orFail();
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
            }
        });
        return text;
    }
}
