package dev.ichor.server.tftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.apache.mina.core.buffer.IoBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.ichor.tftp.Action;
import dev.ichor.tftp.Event;
import dev.ichor.tftp.Negotiation.Terms;
import dev.ichor.tftp.Outcome;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.Patience;
import dev.ichor.tftp.TftpCodec;
import dev.ichor.tftp.Transfer;
import dev.ichor.tftp.TransferRecord;

/**
 * A transfer with its file and its wire. Events come from the socket's thread, from the request socket (repetitions)
 * and from the timer, so each is handled under the transfer's lock.
 */
final class LiveTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTransfer.class);

    private final InetSocketAddress client;
    private final Packet.ReadRequest request;
    private final BlockSource source;
    private final Terms terms;
    private final Transfer transfer;
    private final Consumer<LiveTransfer> ended;
    private final long begunAt = System.nanoTime();
    /** Used again for each block, unless the socket has kept it. */
    private ByteBuffer packet;
    private Wire wire;
    private Outcome outcome;
    private volatile boolean waiting;
    private volatile long deadline;

    LiveTransfer(InetSocketAddress client, Packet.ReadRequest request, BlockSource source, Terms terms,
                 Patience patience, Consumer<LiveTransfer> ended) {
        this.client = client;
        this.request = request;
        this.source = source;
        this.terms = terms;
        this.transfer = new Transfer(source.size(), terms, patience);
        this.ended = ended;
        this.packet = ByteBuffer.allocate(TftpCodec.DATA_HEADER + terms.blksize());
    }

    InetSocketAddress client() {
        return client;
    }

    boolean isFor(Packet.ReadRequest other) {
        return request.equals(other);
    }

    synchronized void start(Wire way) {
        wire = way;
        handle(new Event.Started());
    }

    /** Handles an event; true if the transfer is over. Before {@link #start} nothing but the end is possible. */
    synchronized boolean handle(Event event) {
        perform(transfer.on(event, System.nanoTime()));
        deadline = transfer.deadline();
        waiting = !transfer.finished() && wire != null;
        return transfer.finished();
    }

    /** Called by the timer at short intervals. */
    void tick(long nanos) {
        if (waiting && nanos - deadline >= 0) {
            handle(new Event.Expired());
        }
    }

    /** The record of a transfer that has ended. */
    synchronized TransferRecord toRecord() {
        return new TransferRecord(client, request.file(), terms.blksize(), terms.window(), source.size(),
                transfer.bytes(), transfer.retransmits(), Duration.ofNanos(System.nanoTime() - begunAt), outcome);
    }

    private void perform(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Send(Packet packet) -> send(packet);
                case Action.SendData(long first, long last) -> sendBlocks(first, last);
                case Action.Finish(Outcome how) -> finish(how);
            }
        }
    }

    private void send(Packet packet) {
        if (wire != null) {
            wire.send(IoBuffer.wrap(TftpCodec.encode(packet)));
        }
    }

    private void sendBlocks(long first, long last) {
        try {
            // The transfer may end half-way: the send itself may say that the client is gone.
            for (long block = first; block <= last && !transfer.finished(); block++) {
                fill(block);
                if (!wire.send(IoBuffer.wrap(packet))) {
                    packet = ByteBuffer.allocate(packet.capacity());
                }
            }
        } catch (IOException e) {
            LOG.warn("tftp-read-failed client={} file={} error={}", client, Printable.of(request.file()), e.toString());
            perform(transfer.on(new Event.Cancelled("the server cannot read the file"), System.nanoTime()));
        }
    }

    private void fill(long block) throws IOException {
        long position = (block - 1) * terms.blksize();
        int length = (int) Math.min(terms.blksize(), source.size() - position);
        packet.clear().limit(TftpCodec.DATA_HEADER + length);
        TftpCodec.putDataHeader(packet, block);
        source.read(packet, position);
        packet.flip();
    }

    private void finish(Outcome how) {
        outcome = how;
        source.close();
        if (wire != null) {
            wire.close();
        }
        ended.accept(this);
    }
}
