package dev.ichor.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** The terminal that the command was started on. Questions go to standard error, so that the output stays clean. */
final class Terminal implements Person {
    private final PrintWriter err;

    Terminal(PrintWriter err) {
        this.err = err;
    }

    @Override
    public boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public Optional<String> ask(String question) {
        err.print(question);
        err.flush();
        return Optional.ofNullable(System.console().readLine());
    }
}
