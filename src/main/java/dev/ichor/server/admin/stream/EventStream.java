package dev.ichor.server.admin.stream;

import dev.ichor.json.Json;
import dev.ichor.provisioner.Machines;
import dev.ichor.server.admin.api.EventEntry;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.IoUtils;

/** One client's stream. The pump sends; I/O threads tell when that was taken. */
final class EventStream {
    private final String token;
    private final Runnable taken;
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile ServerSentEventConnection connection;
    private volatile boolean waiting;
    private volatile long sent;
    /** Of the pump alone. */
    private long after;

    /** @param taken told when the client has taken what it was given */
    EventStream(String token, long after, Runnable taken) {
        this.token = token;
        this.after = after;
        this.taken = taken;
    }

    void connected(ServerSentEventConnection made) {
        connection = made;
    }

    String token() {
        return token;
    }

    long after() {
        return after;
    }

    boolean isReady() {
        return !waiting && connection.isOpen();
    }

    boolean isSlow(Duration limit) {
        return waiting && System.nanoTime() - sent > limit.toNanos();
    }

    void send(List<Machines.Event> events) {
        if (events.isEmpty()) {
            return;
        }
        sent = System.nanoTime();
        waiting = true;
        Machines.Event last = events.getLast();
        after = last.sequence();
        for (Machines.Event event : events) {
            connection.send(Json.write(EventEntry.of(event)), event.kind(), String.valueOf(event.sequence()),
                    event == last ? new Taken() : null);
        }
    }

    /** After the last of a batch. */
    private final class Taken implements ServerSentEventConnection.EventCallback {
        @Override
        public void done(ServerSentEventConnection to, String data, String event, String id) {
            waiting = false;
            taken.run();
        }

        @Override
        public void failed(ServerSentEventConnection to, String data, String event, String id, java.io.IOException e) {
            end();
        }
    }

    /** Ends it; a client that takes nothing is cut off. */
    void end() {
        ServerSentEventConnection made = connection;
        if (made != null) {
            if (waiting) {
                IoUtils.safeClose(made);
            } else {
                made.shutdown();
            }
        }
    }

    /** True for the first who says so. */
    boolean leave() {
        return gone.compareAndSet(false, true);
    }

    boolean isGone() {
        return gone.get();
    }
}
