package dev.ichor.client.handoff;

/** A step cannot be done; the message says why. */
final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    StepFailed(String message) {
        super(message);
    }
}
