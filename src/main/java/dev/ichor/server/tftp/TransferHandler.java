package dev.ichor.server.tftp;

import java.io.IOException;
import java.net.InetSocketAddress;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.ConnectFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioDatagramConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.ichor.base.Malformed;
import dev.ichor.tftp.Event;
import dev.ichor.tftp.TftpCodec;

/**
 * The sockets of transfers that have a port of their own. They are connected, so the kernel lets only the client's
 * packets in, and answers others with "port unreachable".
 */
final class TransferHandler extends IoHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TransferHandler.class);
    private static final String TRANSFER = "transfer";

    private final TftpCounters counters;

    TransferHandler(TftpCounters counters) {
        this.counters = counters;
    }

    /** Opens a socket for the transfer; its first packet leaves when the socket is ready. */
    static void connect(NioDatagramConnector connector, LiveTransfer transfer, InetSocketAddress local) {
        ConnectFuture opening = connector.connect(transfer.client(), local,
                (session, future) -> session.setAttribute(TRANSFER, transfer));
        opening.addListener(done -> {
            if (!opening.isConnected()) {
                LOG.warn("tftp-socket-failed client={}", transfer.client(), opening.getException());
                transfer.handle(new Event.Cancelled("the server has no socket left"));
            }
        });
    }

    @Override
    public void sessionOpened(IoSession session) {
        of(session).start(new Wire.OwnPort(session));
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        try {
            of(session).handle(new Event.Received(TftpCodec.decode(((IoBuffer) message).buf())));
        } catch (Malformed e) {
            counters.malformed.increment();
            LOG.debug("tftp-malformed client={} why={}", session.getRemoteAddress(), e.getMessage());
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        of(session).handle(new Event.Unreachable());
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("tftp-client-gone client={} error={}", session.getRemoteAddress(), cause.toString());
            of(session).handle(new Event.Unreachable());
        } else {
            LOG.warn("tftp-transfer-failed client={}", session.getRemoteAddress(), cause);
            of(session).handle(new Event.Cancelled("the server failed"));
        }
    }

    private static LiveTransfer of(IoSession session) {
        return (LiveTransfer) session.getAttribute(TRANSFER);
    }
}
