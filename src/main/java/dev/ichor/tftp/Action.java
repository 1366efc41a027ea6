package dev.ichor.tftp;

/** Something that the owner of a {@link Transfer} does next, in the order given. */
public sealed interface Action {
    /** Send this packet: an option acknowledgement or an error. */
    record Send(Packet packet) implements Action { }

    /**
     * Send blocks of the file.
     *
     * @param first absolute number of the first block, from 1
     * @param last  absolute number of the last block, not below {@code first}
     */
    record SendData(long first, long last) implements Action { }

    /** The transfer is over; always the last action. */
    record Finish(Outcome outcome) implements Action { }
}
