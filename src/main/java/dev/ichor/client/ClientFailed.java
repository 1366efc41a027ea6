package dev.ichor.client;

/** The appliance did not answer, or said no; the message is a sentence for people. */
public final class ClientFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final Kind kind;

    /** Why. */
    public enum Kind { SILENT, NOT_FOUND, REFUSED }

    ClientFailed(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
