package dev.ichor.cli;

import java.util.Locale;
import java.util.Optional;

/** Who sits at the terminal, if somebody does. */
interface Person {
    /** False for a program: then nothing is asked. */
    boolean isThere();

    /** The line that is typed after the question; empty at the end of the input. */
    Optional<String> ask(String question);

    /**
     * Goes on only after a yes.
     *
     * @param mend what a program does instead
     */
    default void agree(String question, String mend) {
        if (!isThere()) {
            throw new Failure(ExitCode.FAILED, question + " Nobody is there to answer, so nothing was done; " + mend
                    + ".");
        }
        String answer = ask(question + " [y/N] ").orElse("").strip().toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw new Failure(ExitCode.FAILED, "nothing was done.");
        }
    }
}
