package dev.ichor.rack;

/** Something in the rack did not happen in time, or a tool failed; the message says what and shows its last output. */
public final class RackFailure extends RuntimeException {
    public RackFailure(String message) {
        super(message);
    }

    public RackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
