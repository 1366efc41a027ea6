package dev.ichor.server.boot;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends a part of a file from the page cache to the socket ({@code sendfile}), whenever the socket takes more, on its
 * I/O thread: no worker, no copy. A fast client gives way to others after a few MiB.
 *
 * <p>The first bytes are written from memory, together with the response's head: until the head is out, Undertow 2.4
 * reads a transferred file from its start whatever position it is given.
 */
final class FileTransfer implements ChannelListener<StreamSinkChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(FileTransfer.class);
    private static final long TURN = 4L << 20;
    private static final int PROLOGUE = 4 << 10;

    private final HttpServerExchange exchange;
    private final FileChannel file;
    private final ByteBuffer prologue;
    private long position;
    private long remaining;

    FileTransfer(HttpServerExchange exchange, FileChannel file, long position, long remaining) {
        this.exchange = exchange;
        this.file = file;
        this.position = position;
        this.remaining = remaining;
        this.prologue = ByteBuffer.allocate((int) Math.min(remaining, PROLOGUE));
    }

    void start() throws IOException {
        while (prologue.hasRemaining() && file.read(prologue, position + prologue.position()) >= 0) {
            // a read may give less than asked for
        }
        prologue.flip();
        StreamSinkChannel sink = exchange.getResponseChannel();
        sink.getWriteSetter().set(this);
        sink.resumeWrites();
    }

    @Override
    public void handleEvent(StreamSinkChannel sink) {
        try {
            while (prologue.hasRemaining()) {
                int sent = sink.write(prologue);
                if (sent == 0) {
                    return;
                }
                position += sent;
                remaining -= sent;
            }
            long turn = Math.min(remaining, TURN);
            while (turn > 0) {
                long sent = sink.transferFrom(file, position, turn);
                if (sent <= 0) {
                    break;
                }
                position += sent;
                remaining -= sent;
                turn -= sent;
            }
            if (remaining == 0) {
                finish(sink);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void finish(StreamSinkChannel sink) throws IOException {
        IoUtils.safeClose(file);
        sink.shutdownWrites();
        if (sink.flush()) {
            sink.suspendWrites();
            exchange.endExchange();
        } else {
            sink.getWriteSetter().set(this::flush);
        }
    }

    private void flush(StreamSinkChannel sink) {
        try {
            if (sink.flush()) {
                sink.suspendWrites();
                exchange.endExchange();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        LOG.debug("transfer-aborted path={} left={} why=\"{}\"", exchange.getRequestPath(), remaining, e.getMessage());
        Trace.of(exchange).abort();
        IoUtils.safeClose(file);
        exchange.endExchange();
        IoUtils.safeClose(exchange.getConnection());
    }
}
