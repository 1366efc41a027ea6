package dev.ichor.server.tftp;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Executor;

import jdk.net.ExtendedSocketOptions;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * MINA's processor, but a packet leaves at once if the socket takes it. MINA's own way through the session's queue,
 * the flush list and a wake-up of the selector costs more than the sending itself when each packet waits for the
 * answer to the one before. What the socket does not take is queued as usual.
 */
final class SendNowProcessor extends NioProcessor {
    SendNowProcessor(Executor executor) {
        super(executor);
    }

    /** Clears the "do not fragment" bit that Linux sets: better in fragments than lost where the MTU is smaller. */
    @Override
    protected void init(NioSession session) throws Exception {
        super.init(session);
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() == session && key.channel() instanceof DatagramChannel channel) {
                channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, false);
            }
        }
    }

    /** A closed port at the other end is a client that is gone, not a fault; MINA would log it as an error. */
    @Override
    protected int read(NioSession session, IoBuffer buffer) throws Exception {
        try {
            return super.read(session, buffer);
        } catch (PortUnreachableException e) {
            return -1;
        }
    }

    /** Called with the transfer's lock held, so that two threads never send on one session at the same time. */
    @Override
    public void write(NioSession session, WriteRequest request) {
        if (request.getMessage() instanceof IoBuffer packet && session.getCurrentWriteRequest() == null) {
            try {
                if (write(session, packet, packet.remaining()) > 0) {
                    session.getFilterChain().fireMessageSent(request);
                    return;
                }
            } catch (IOException e) {
                request.getFuture().setException(e);
                session.getFilterChain().fireExceptionCaught(e);
                return;
            }
        }
        super.write(session, request);
    }
}
