package dev.ichor.tftp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a server grants of the options a client asks for. Nothing is volunteered: only options that were asked are
 * answered, in the order and the spelling asked. An unknown option and a value that makes no sense are left out of
 * the answer, as RFC 2347 allows; the client then goes on with the default. No RFC makes a server send ERROR 8 for a
 * read request, and a machine that gets one does not boot, so none is sent.
 */
public final class Negotiation {
    /** RFC 1350. */
    public static final int DEFAULT_BLKSIZE = 512;
    /** RFC 2348. */
    public static final int MIN_BLKSIZE = 8;
    /** RFC 2348. */
    public static final int MAX_BLKSIZE = 65_464;
    /** The most that is granted; RFC 7440 allows 65535, which no buffer of a firmware holds. */
    public static final int MAX_WINDOW = 64;

    /** IPv4 header 20, UDP header 8, TFTP header 4: what a packet carries beside the block. */
    private static final int HEADERS = 32;

    private Negotiation() {
    }

    /**
     * The bounds of what is granted.
     *
     * @param mtu        of the network, in bytes, from 576; no packet is longer, since many boot ROMs cannot put
     *                   fragments together
     * @param maxBlksize 8 to 65464
     * @param maxWindow  1 to 64
     */
    public record Limits(int mtu, int maxBlksize, int maxWindow) {
        public Limits {
            require(mtu >= 576 && mtu <= 65_535, "the MTU lies between 576 and 65535");
            require(maxBlksize >= MIN_BLKSIZE && maxBlksize <= MAX_BLKSIZE, "blksize lies between 8 and 65464");
            require(maxWindow >= 1 && maxWindow <= MAX_WINDOW, "windowsize lies between 1 and 64");
        }

        int largestBlock() {
            return Math.min(maxBlksize, mtu - HEADERS);
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }

    /**
     * The terms of one transfer.
     *
     * @param blksize  bytes in each block but the last
     * @param window   blocks sent before an acknowledgement is awaited
     * @param timeout  seconds before a retransmission, if the client chose them (RFC 2349), 1 to 255
     * @param sizeTold whether the client asked for the file's size
     * @param accepted the options for the OACK; empty means that none is sent
     */
    public record Terms(int blksize, int window, OptionalInt timeout, boolean sizeTold, List<Option> accepted) {
        public Terms {
            accepted = List.copyOf(accepted);
        }
    }

    /**
     * The terms for a request.
     *
     * @param asked as decoded: no name twice
     * @param size  of the file in bytes
     */
    public static Terms negotiate(List<Option> asked, long size, Limits limits) {
        List<Option> accepted = new ArrayList<>(asked.size());
        Map<String, Integer> granted = new HashMap<>();
        boolean sizeTold = false;
        for (Option option : asked) {
            switch (option.key()) {
                // The client's value is not looked at: RFC 2349 says 0, some ROMs send an empty text.
                case "tsize" -> {
                    sizeTold = true;
                    accepted.add(new Option(option.name(), Long.toString(size)));
                }
                case "blksize" -> grant(option, atMost(option.value(), MIN_BLKSIZE, limits.largestBlock()),
                        granted, accepted);
                case "windowsize" -> grant(option, atMost(option.value(), 1, limits.maxWindow()), granted, accepted);
                case "timeout" -> grant(option, exactly(option.value(), 1, 255), granted, accepted);
                default -> { }
            }
        }
        Integer timeout = granted.get("timeout");
        return new Terms(granted.getOrDefault("blksize", DEFAULT_BLKSIZE), granted.getOrDefault("windowsize", 1),
                timeout == null ? OptionalInt.empty() : OptionalInt.of(timeout), sizeTold, accepted);
    }

    private static void grant(Option asked, OptionalInt value, Map<String, Integer> granted, List<Option> accepted) {
        if (value.isPresent()) {
            granted.put(asked.key(), value.getAsInt());
            accepted.add(new Option(asked.name(), Integer.toString(value.getAsInt())));
        }
    }

    /** A server may answer a smaller block or window, never a larger one (RFC 2348, RFC 7440). */
    private static OptionalInt atMost(String text, int least, int most) {
        long value = number(text);
        return value < least ? OptionalInt.empty() : OptionalInt.of((int) Math.min(value, most));
    }

    /** A timeout is granted as asked or not at all (RFC 2349). */
    private static OptionalInt exactly(String text, int least, int most) {
        long value = number(text);
        return value < least || value > most ? OptionalInt.empty() : OptionalInt.of((int) value);
    }

    /** The value of one to ten decimal digits, else -1. */
    private static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }
}
