package dev.ichor.cli;

import dev.ichor.assets.Progress;
import java.io.PrintWriter;

/** Shows how far a long work is: on a terminal one line that changes, elsewhere a line for each new thing. */
final class ProgressLine implements Progress {
    private static final long EVERY_NANOS = 200_000_000L;

    private final PrintWriter err;
    private final boolean terminal;
    private String last = "";
    private long told;

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void step(String what, long done, long total) {
        boolean isNew = !what.equals(last);
        long now = System.nanoTime();
        if (isNew && !terminal) {
            err.println(what);
        } else if (terminal && (isNew || done == total || now - told > EVERY_NANOS)) {
            err.print("\r\033[K" + what + (total > 0 ? " " + done * 100 / total + " %" : "")
                    + (total > 0 && done >= total ? "\n" : ""));
            told = now;
        }
        last = what;
        err.flush();
    }
}
