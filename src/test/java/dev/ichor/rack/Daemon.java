package dev.ichor.rack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A long-running foreign process; both outputs go to one file. Closing kills it. */
public final class Daemon implements AutoCloseable {
    private final String label;
    private final Process process;
    private final Transcript output;

    private Daemon(String label, Process process, Transcript output) {
        this.label = label;
        this.process = process;
        this.output = output;
    }

    static Daemon start(String label, Path log, List<String> argv) {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            return new Daemon(label, process, new Transcript(log));
        } catch (IOException e) {
            throw new RackFailure("cannot start " + label + ": " + e.getMessage(), e);
        }
    }

    /** What it has printed. */
    public Transcript output() {
        return output;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for a line of its output; fails at once when the process ends without it. */
    public MatchResult await(String regex, Duration limit) {
        return output.await(Pattern.compile(regex), 0, limit, process::isAlive, () -> label);
    }

    /** Waits for the process to end by itself and returns its exit status. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RackFailure(label + " still runs after " + limit.toSeconds() + " s:\n" + output.tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RackFailure("interrupted while " + label + " ended", e);
        }
    }

    /** Sends TERM and waits; returns the exit status. */
    public int terminate(Duration limit) {
        process.destroy();
        return awaitExit(limit);
    }

    /** Sends KILL and waits until the process is gone: a power cut for it. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return label + " (pid " + process.pid() + ")";
    }
}
