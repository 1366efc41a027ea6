package dev.ichor.tftp;

/** Something that happens to a {@link Transfer}. */
public sealed interface Event {
    /** The way to the client is open; the first event of a transfer. */
    record Started() implements Event { }

    /** A packet came from the client. */
    record Received(Packet packet) implements Event { }

    /** The client sent the same request again. */
    record Repeated() implements Event { }

    /** The moment {@link Transfer#deadline()} has come. */
    record Expired() implements Event { }

    /** The client's host answered that the port is closed. */
    record Unreachable() implements Event { }

    /** The client asks for something else from the same port, so it has given this transfer up. */
    record Replaced() implements Event { }

    /** We end the transfer; the client is told why. */
    record Cancelled(String why) implements Event { }
}
