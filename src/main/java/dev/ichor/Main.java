package dev.ichor;

import dev.ichor.cli.Ichor;
import dev.ichor.config.LastingLogs;

/** Entry point of the {@code ichor} command. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        // Read once, when the first logger is made.
        System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
        int code = Ichor.run(args, System.getenv(), Ichor.writer(System.out), Ichor.writer(System.err));
        System.exit(code);
    }
}
