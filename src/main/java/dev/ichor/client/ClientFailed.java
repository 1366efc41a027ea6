package dev.ichor.client;

/** The appliance did not answer, or said no; the message is text for people, with what to do. */
public final class ClientFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final Kind kind;

    /**
     * Why: nobody answers; what answers is not known to be the appliance; the token does not open that; there is no
     * such thing; it was changed meanwhile; anything else that was refused.
     */
    public enum Kind { SILENT, UNTRUSTED, NOT_ALLOWED, NOT_FOUND, STALE, REFUSED }

    ClientFailed(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    ClientFailed(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
