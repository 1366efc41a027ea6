package dev.ichor.server.tftp;

import java.util.concurrent.atomic.LongAdder;

/** Counts since the start of a server; written by its threads, read by anyone. */
public final class TftpCounters {
    final LongAdder requests = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder busy = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder strangers = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder retransmits = new LongAdder();

    /** Read and write requests heard, repetitions among them. */
    public long requests() {
        return requests.sum();
    }

    /** Requests that repeated one whose transfer was live. */
    public long repeated() {
        return repeated.sum();
    }

    /** Requests answered with an ERROR, {@link #busy()} among them. */
    public long refused() {
        return refused.sum();
    }

    /** Requests refused because too many transfers were live. */
    public long busy() {
        return busy.sum();
    }

    /** Datagrams that were no TFTP packet; dropped. */
    public long malformed() {
        return malformed.sum();
    }

    /** Packets of no live transfer. */
    public long strangers() {
        return strangers.sum();
    }

    /** Bytes of files that clients acknowledged in transfers that have ended. */
    public long bytes() {
        return bytes.sum();
    }

    /** Packets sent again in transfers that have ended. */
    public long retransmits() {
        return retransmits.sum();
    }
}
