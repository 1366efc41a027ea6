package dev.ichor.tftp;

import java.util.List;
import java.util.Optional;

import dev.ichor.tftp.Negotiation.Terms;

/**
 * The sending side of one transfer, without sockets and without a clock: events in, actions out (RFC 1350, 2347, 7440).
 * Used by one thread at a time.
 *
 * <p>Blocks carry absolute numbers here, from 1; the 16 bits on the wire wrap from 65535 to 0. Each answer of the
 * client causes at most one sending, and an answer that acknowledges nothing new causes none, so that no duplicate
 * can double the traffic for good (the "sorcerer's apprentice", RFC 1123 section 4.2.3.1).
 */
public final class Transfer {
    private static final List<Action> NOTHING = List.of();

    private final long size;
    private final Terms terms;
    private final long lastBlock;
    private final long totalNanos;
    private final RetransmitTimer timer;

    private boolean optionsSettled;
    private boolean finished;
    private long startedAt;
    private long sentAt;
    /** All blocks up to this one have arrived. */
    private long acked;
    /** The last block of the window that is under way. */
    private long sentTo;
    /** The last block ever sent. */
    private long highest;
    /** Nothing in the window under way was sent before. */
    private boolean fresh = true;
    /** The same, of what the client acknowledged last. */
    private boolean previousFresh = true;
    private long repeatedAt = -1;
    private long retransmits;

    /**
     * A transfer that has not begun.
     *
     * @param size of the file in bytes
     */
    public Transfer(long size, Terms terms, Patience patience) {
        if (size < 0) {
            throw new IllegalArgumentException("a file has no negative size");
        }
        this.size = size;
        this.terms = terms;
        // The last block is the first that is not full: after a multiple of the block size comes an empty one.
        this.lastBlock = size / terms.blksize() + 1;
        this.totalNanos = patience.total().toNanos();
        this.timer = new RetransmitTimer(patience, terms.timeout());
    }

    /**
     * Takes one event and tells what to do.
     *
     * @param nanos a monotonic time in nanoseconds
     */
    public List<Action> on(Event event, long nanos) {
        if (finished) {
            return NOTHING;
        }
        return switch (event) {
            case Event.Started() -> start(nanos);
            case Event.Received(Packet packet) -> received(packet, nanos);
            case Event.Repeated() -> repeated(nanos);
            case Event.Expired() -> expired(nanos);
            case Event.Unreachable() -> finish(silenceMeans(new Outcome.ClientGone()));
            case Event.Replaced() -> finish(probed() ? new Outcome.SizeProbe() : new Outcome.Restarted());
            case Event.Cancelled(String why) -> cancelled(why);
        };
    }

    /** When {@link Event.Expired} is due, in the time of {@link #on}; without meaning once the transfer is finished. */
    public long deadline() {
        long wait = Math.min(timer.waitNanos(), totalNanos - (sentAt - startedAt));
        return sentAt + wait;
    }

    public boolean finished() {
        return finished;
    }

    /** Bytes of the file that the client has acknowledged. */
    public long bytes() {
        return Math.min(size, acked * terms.blksize());
    }

    /** Packets that were sent more than once, each time but the first. */
    public long retransmits() {
        return retransmits;
    }

    /**
     * What to answer to a packet that belongs to no transfer (RFC 1350 section 4). An ERROR is never answered, so that
     * two servers cannot keep each other busy.
     */
    public static Optional<Packet.Error> toStranger(Packet packet) {
        return switch (packet) {
            case Packet.Ack _, Packet.Data _, Packet.OptionAck _ ->
                    Optional.of(new Packet.Error(ErrorCode.UNKNOWN_TID, "Unknown transfer ID"));
            case Packet.Error _, Packet.ReadRequest _, Packet.WriteRequest _ -> Optional.empty();
        };
    }

    private List<Action> start(long nanos) {
        startedAt = nanos;
        if (terms.accepted().isEmpty()) {
            optionsSettled = true;
            return sendWindow(nanos);
        }
        sentAt = nanos;
        return sendOptions();
    }

    private List<Action> sendOptions() {
        return List.of(new Action.Send(new Packet.OptionAck(terms.accepted())));
    }

    private List<Action> received(Packet packet, long nanos) {
        return switch (packet) {
            case Packet.Ack(int block) ->
                    optionsSettled ? acknowledged(block, nanos) : optionsAcknowledged(block, nanos);
            // UEFI and iPXE ask for the size, then end; any code may stand in that ERROR.
            case Packet.Error(int code, String text) ->
                    finish(probed() ? new Outcome.SizeProbe() : new Outcome.AbortedByClient(code, text));
            case Packet.Data _, Packet.OptionAck _, Packet.ReadRequest _, Packet.WriteRequest _ -> NOTHING;
        };
    }

    /** The client was told the size and nothing more. */
    private boolean probed() {
        return !optionsSettled && terms.sizeTold();
    }

    private List<Action> optionsAcknowledged(int block, long nanos) {
        if (block != 0) {
            return NOTHING;
        }
        optionsSettled = true;
        return moveOn(nanos);
    }

    private List<Action> acknowledged(int block, long nanos) {
        int step = (block - (int) acked) & 0xFFFF;
        if (step == 0) {
            return acknowledgedAgain(nanos);
        }
        if (step > sentTo - acked) {
            return NOTHING;
        }
        acked += step;
        if (acked == lastBlock) {
            return finish(new Outcome.Done());
        }
        return moveOn(nanos);
    }

    /** After news from the client; an ACK below the end of the window reports a gap (RFC 7440 section 4). */
    private List<Action> moveOn(long nanos) {
        if (fresh && acked == sentTo) {
            timer.measured(nanos - sentAt);
        }
        timer.progressed();
        previousFresh = fresh;
        return sendWindow(nanos);
    }

    /**
     * An acknowledgement that repeats the last one. With windows it may report that the first block of this window was
     * lost. That is believed only if neither this window nor the one before was sent twice: otherwise it may be the
     * echo of our own repetition.
     */
    private List<Action> acknowledgedAgain(long nanos) {
        return terms.window() > 1 && fresh && previousFresh ? sendWindow(nanos) : NOTHING;
    }

    private List<Action> sendWindow(long nanos) {
        long first = acked + 1;
        sentTo = Math.min(acked + terms.window(), lastBlock);
        fresh = first > highest;
        retransmits += Math.max(0, Math.min(highest, sentTo) - acked);
        highest = Math.max(highest, sentTo);
        sentAt = nanos;
        return List.of(new Action.SendData(first, sentTo));
    }

    private List<Action> resend(long nanos) {
        if (optionsSettled) {
            return sendWindow(nanos);
        }
        fresh = false;
        retransmits++;
        sentAt = nanos;
        return sendOptions();
    }

    /**
     * A repeated request: our first packet was lost, or the network doubled the request. If the transfer is further on
     * and stands still between two repetitions, then the machine was reset and waits for the first packet in vain.
     */
    private List<Action> repeated(long nanos) {
        if (nanos - sentAt < timer.shortestNanos()) {
            return NOTHING;
        }
        if (acked > 0 && repeatedAt == acked) {
            return finish(new Outcome.Restarted());
        }
        repeatedAt = acked;
        return resend(nanos);
    }

    private List<Action> expired(long nanos) {
        if (nanos - deadline() < 0) {
            return NOTHING;
        }
        if (nanos - startedAt >= totalNanos || timer.exhausted()) {
            return finish(silenceMeans(new Outcome.TimedOut()));
        }
        return resend(nanos);
    }

    private Outcome silenceMeans(Outcome otherwise) {
        return sentTo == lastBlock ? new Outcome.Unconfirmed() : otherwise;
    }

    private List<Action> cancelled(String why) {
        finished = true;
        return List.of(new Action.Send(new Packet.Error(ErrorCode.UNDEFINED, why)),
                new Action.Finish(new Outcome.Failed(why)));
    }

    private List<Action> finish(Outcome outcome) {
        finished = true;
        return List.of(new Action.Finish(outcome));
    }
}
