package dev.ichor.base;

/**
 * Bytes or text from outside that do not follow their format. The only exception a decoder may throw;
 * the message names the field and says what was wrong with it, never what the bytes contained in full.
 */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
        super(message);
    }

    /** No stack trace: malformed input is an expected outcome, and hostile input must not be costly. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
