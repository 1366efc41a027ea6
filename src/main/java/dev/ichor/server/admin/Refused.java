package dev.ichor.server.admin;

/** A request that cannot be answered as asked: status and a sentence that names the field and the mend. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
