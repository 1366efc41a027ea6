package dev.ichor;

import dev.ichor.cli.Ichor;

/** Entry point of the {@code ichor} command. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        int code = Ichor.run(args, System.getenv(), Ichor.writer(System.out), Ichor.writer(System.err));
        System.exit(code);
    }
}
