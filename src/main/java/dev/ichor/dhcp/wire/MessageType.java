package dev.ichor.dhcp.wire;

import java.util.Optional;

/** The value of option 53 (RFC 2132 section 9.6). */
public enum MessageType {
    DISCOVER(1), OFFER(2), REQUEST(3), DECLINE(4), ACK(5), NAK(6), RELEASE(7), INFORM(8);

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    /** The byte on the wire, 1 to 8. */
    public int code() {
        return code;
    }

    /** The type of that byte; empty for the lease-query types and anything newer, which we do not speak. */
    public static Optional<MessageType> of(int code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }
}
