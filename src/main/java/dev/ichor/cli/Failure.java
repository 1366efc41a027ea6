package dev.ichor.cli;

import dev.ichor.base.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Ends a command with sentences on standard error and an exit code. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    Failure(int code, String message) {
        super(message);
        this.code = code;
    }

    Failure(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** All of them, one a line, below a heading that counts them. */
    static Failure of(String heading, List<Problem> problems) {
        return new Failure(ExitCode.FAILED, heading + " (" + problems.size()
                + (problems.size() == 1 ? " problem):\n" : " problems):\n")
                + problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n")));
    }

    int code() {
        return code;
    }
}
