package dev.ichor.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The events of the appliance as they happen, by server-sent events. A connection that breaks is made again from the
 * last event that was taken, so that none is missed or told twice. For one thread.
 */
public final class EventStream {
    /** The appliance says something at least three times in this while. */
    private static final int QUIET_MILLIS = 60_000;
    private static final int TRIES = 30;

    private final Connector connector;
    private final String path;
    private String last;

    EventStream(Connector connector, String path, String last) {
        this.connector = connector;
        this.path = path;
        this.last = last;
    }

    /** What takes events. */
    public interface Taker {
        /** @return false to hear no more */
        boolean take(ServerEvent event);
    }

    /** How long to wait; apart, so that a test need not wait. */
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /**
     * Hands over each event until the taker wants no more.
     *
     * @throws ClientFailed         if the appliance says no, or does not answer for half a minute
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public void follow(Taker taker, Pause pause) throws ClientFailed, InterruptedException {
        int failures = 0;
        long wait = ServerEvent.Reader.RETRY_MILLIS;
        while (true) {
            try (ServerEvent.Reader reader = open()) {
                Optional<ServerEvent> next;
                while ((next = reader.next()).isPresent()) {
                    failures = 0;
                    if (!next.get().id().isEmpty()) {
                        last = next.get().id();
                    }
                    if (!taker.take(next.get())) {
                        return;
                    }
                }
                wait = reader.retryMillis();
                failures++;
            } catch (IOException e) {
                failures++;
                if (failures > TRIES || e instanceof javax.net.ssl.SSLException) {
                    throw connector.failed(e);
                }
            }
            if (failures > TRIES) {
                throw new ClientFailed(ClientFailed.Kind.SILENT, "the event stream of " + connector.door()
                        + " ends again and again");
            }
            pause.millis(wait);
        }
    }

    private ServerEvent.Reader open() throws IOException, ClientFailed {
        HttpURLConnection connection = connector.open("GET", path, QUIET_MILLIS);
        connection.setRequestProperty("Accept", "text/event-stream");
        if (!last.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", last);
        }
        int status = connection.getResponseCode();
        if (status >= 300) {
            throw Refusal.of(connector.door(), status, AdminClient.read(connection.getErrorStream()),
                    connection.getHeaderField("Retry-After"));
        }
        return new ServerEvent.Reader(new BufferedReader(new InputStreamReader(connection.getInputStream(),
                StandardCharsets.UTF_8)));
    }
}
