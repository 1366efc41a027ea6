package dev.ichor.server.tftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.ichor.base.Malformed;
import dev.ichor.tftp.ErrorCode;
import dev.ichor.tftp.Event;
import dev.ichor.tftp.Negotiation;
import dev.ichor.tftp.Negotiation.Terms;
import dev.ichor.tftp.Outcome;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.TftpCodec;
import dev.ichor.tftp.Transfer;
import dev.ichor.tftp.TransferRecord;

/** What comes in on the request socket. Runs on that socket's one thread and keeps nothing in MINA's sessions. */
final class RequestHandler extends IoHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final TftpSettings settings;
    private final TftpFiles files;
    private final LiveTransfers live;
    private final TftpCounters counters;
    private final Consumer<TransferRecord> records;
    private final Consumer<LiveTransfer> starter;
    private boolean stopping;

    RequestHandler(TftpSettings settings, TftpFiles files, LiveTransfers live, TftpCounters counters,
                   Consumer<TransferRecord> records, Consumer<LiveTransfer> starter) {
        this.settings = settings;
        this.files = files;
        this.live = live;
        this.counters = counters;
        this.records = records;
        this.starter = starter;
    }

    /** From the return of this method on, no transfer begins. */
    synchronized void stopTaking() {
        stopping = true;
    }

    @Override
    public synchronized void messageReceived(IoSession session, Object message) {
        InetSocketAddress client = (InetSocketAddress) session.getRemoteAddress();
        try {
            switch (TftpCodec.decode(((IoBuffer) message).buf())) {
                case Packet.ReadRequest request -> requested(session, client, request);
                case Packet.WriteRequest(String file, _, _) -> {
                    counters.requests.increment();
                    refuse(session, client, file, ErrorCode.ACCESS, "This server is read-only", "write request");
                }
                case Packet.Ack packet -> passOn(session, client, packet);
                case Packet.Data packet -> passOn(session, client, packet);
                case Packet.Error packet -> passOn(session, client, packet);
                case Packet.OptionAck packet -> passOn(session, client, packet);
            }
        } catch (Malformed e) {
            counters.malformed.increment();
            LOG.debug("tftp-malformed client={} why={}", client, e.getMessage());
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        // The session belongs to nobody: ending it would help nobody.
        LOG.warn("tftp-request-failed client={}", session.getRemoteAddress(), cause);
    }

    private void passOn(IoSession session, InetSocketAddress client, Packet packet) {
        Optional<LiveTransfer> transfer = settings.singlePort() ? live.of(client) : Optional.empty();
        if (transfer.isPresent()) {
            transfer.get().handle(new Event.Received(packet));
            return;
        }
        counters.strangers.increment();
        Transfer.toStranger(packet).ifPresent(error -> reply(session, error));
    }

    private void requested(IoSession session, InetSocketAddress client, Packet.ReadRequest request) {
        counters.requests.increment();
        Optional<LiveTransfer> same = live.of(client);
        if (same.isPresent()) {
            if (same.get().isFor(request)) {
                counters.repeated.increment();
                if (!same.get().handle(new Event.Repeated())) {
                    return;
                }
            } else {
                same.get().handle(new Event.Replaced());
            }
        }
        if (!request.mode().equalsIgnoreCase("octet")) {
            refuse(session, client, request.file(), ErrorCode.ILLEGAL,
                    "Only mode octet (binary) is served", "mode " + Printable.of(request.mode()));
        } else if (stopping || live.isFull()) {
            counters.busy.increment();
            refuse(session, client, request.file(), ErrorCode.UNDEFINED, "The server is busy, try again",
                    stopping ? "stopping" : live.count() + " transfers are under way");
        } else {
            serve(session, client, request);
        }
    }

    private void serve(IoSession session, InetSocketAddress client, Packet.ReadRequest request) {
        try {
            switch (files.find(request.file(), client)) {
                case Found.OnDisk(var path, long size) -> begin(client, request, BlockSource.open(path, size));
                case Found.InMemory(byte[] bytes) -> begin(client, request, new BlockSource.OfMemory(bytes));
                // At once: a firmware that hears nothing waits for minutes.
                case Found.Missing(String why) ->
                        refuse(session, client, request.file(), ErrorCode.NOT_FOUND, "File not found", why);
            }
        } catch (IOException e) {
            LOG.warn("tftp-open-failed client={} file={} error={}", client, Printable.of(request.file()), e.toString());
            refuse(session, client, request.file(), ErrorCode.UNDEFINED, "The server cannot read the file",
                    e.toString());
        }
    }

    private void begin(InetSocketAddress client, Packet.ReadRequest request, BlockSource source) {
        Terms terms = Negotiation.negotiate(request.options(), source.size(), settings.limits());
        LiveTransfer transfer =
                new LiveTransfer(client, request, source, terms, settings.patience(), this::ended);
        live.add(transfer);
        LOG.debug("tftp-begin client={} file={} terms={}", client, Printable.of(request.file()), terms);
        starter.accept(transfer);
    }

    private void ended(LiveTransfer transfer) {
        live.remove(transfer);
        TransferRecord done = transfer.toRecord();
        counters.bytes.add(done.bytes());
        counters.retransmits.add(done.retransmits());
        LOG.debug("tftp-end client={} file={} outcome={} bytes={} retransmits={} ms={}", done.client(),
                Printable.of(done.file()), done.outcome().label(), done.bytes(), done.retransmits(),
                done.duration().toMillis());
        records.accept(done);
    }

    private void refuse(IoSession session, InetSocketAddress client, String file, int code, String text, String why) {
        counters.refused.increment();
        reply(session, new Packet.Error(code, text));
        LOG.debug("tftp-refused client={} file={} code={} why={}", client, Printable.of(file), code, why);
        records.accept(new TransferRecord(client, file, 0, 0, 0, 0, 0, Duration.ZERO,
                new Outcome.Refused(code, why)));
    }

    private static void reply(IoSession session, Packet packet) {
        session.write(IoBuffer.wrap(TftpCodec.encode(packet)));
    }
}
