package dev.ichor.tftp;

/** How a request or a transfer ended. */
public sealed interface Outcome {
    /** The client acknowledged the last block. */
    record Done() implements Outcome { }

    /**
     * Everything was sent, but the acknowledgement of the last block never came. Mostly the client has the file:
     * its last ACK may be lost, and it need not repeat it (RFC 1350 section 6).
     */
    record Unconfirmed() implements Outcome { }

    /** The client asked for the size, got it and ended; UEFI and iPXE do so before they load a file. */
    record SizeProbe() implements Outcome { }

    /** The client ended with an ERROR after the transfer began. */
    record AbortedByClient(int code, String text) implements Outcome { }

    /** The client fell silent. */
    record TimedOut() implements Outcome { }

    /** The client's host said that its port is closed. */
    record ClientGone() implements Outcome { }

    /** The client began anew from the same port: it was reset, or wants another file. */
    record Restarted() implements Outcome { }

    /** The request was answered with an ERROR; nothing was sent. */
    record Refused(int code, String text) implements Outcome { }

    /** We had to end it: the file could not be read, or the server stops. */
    record Failed(String why) implements Outcome { }

    /** A short name for logs and metrics. */
    default String label() {
        return switch (this) {
            case Done() -> "done";
            case Unconfirmed() -> "unconfirmed";
            case SizeProbe() -> "size-probe";
            case AbortedByClient(int code, String text) -> "aborted-by-client";
            case TimedOut() -> "timed-out";
            case ClientGone() -> "client-gone";
            case Restarted() -> "restarted";
            case Refused(int code, String text) -> "refused";
            case Failed(String why) -> "failed";
        };
    }
}
