package dev.ichor.tftp;

import java.util.Arrays;
import java.util.List;

/** A TFTP packet (RFC 1350 section 5, RFC 2347). */
public sealed interface Packet {
    /**
     * A request to read a file.
     *
     * @param file    the raw name, one character for each byte; may be empty
     * @param mode    the transfer mode as the client spelt it, normally {@code octet} in any case
     * @param options in the order asked; of a name that occurs twice only the first is kept
     */
    record ReadRequest(String file, String mode, List<Option> options) implements Packet {
        public ReadRequest {
            options = List.copyOf(options);
        }
    }

    /** A request to write a file; the parts are those of {@link ReadRequest}. */
    record WriteRequest(String file, String mode, List<Option> options) implements Packet {
        public WriteRequest {
            options = List.copyOf(options);
        }
    }

    /**
     * One block of the file.
     *
     * @param block   0 to 65535; wraps from 65535 to 0
     * @param payload not copied: whoever holds the packet must not write to it
     */
    record Data(int block, byte[] payload) implements Packet {
        public Data {
            checkU16("block", block);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Data(int b, byte[] p) && b == block && Arrays.equals(p, payload);
        }

        @Override
        public int hashCode() {
            return 31 * block + Arrays.hashCode(payload);
        }
    }

    /**
     * All blocks up to this one have arrived.
     *
     * @param block 0 to 65535; 0 also acknowledges the options
     */
    record Ack(int block) implements Packet {
        public Ack {
            checkU16("block", block);
        }
    }

    /**
     * The other side ends the transfer.
     *
     * @param code 0 to 65535; see {@link ErrorCode}
     * @param text for people; may be empty
     */
    record Error(int code, String text) implements Packet {
        public Error {
            checkU16("error code", code);
        }
    }

    /** The options that the server accepts, in the order asked. */
    record OptionAck(List<Option> options) implements Packet {
        public OptionAck {
            options = List.copyOf(options);
        }
    }

    private static void checkU16(String what, int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException(what + " lies between 0 and 65535");
        }
    }
}
