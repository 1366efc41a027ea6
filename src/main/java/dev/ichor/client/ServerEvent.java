package dev.ichor.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/**
 * One server-sent event (HTML Living Standard, section 9.2).
 *
 * @param id    the last id that the stream said; empty if it said none
 * @param event its type; {@code message} if it does not say
 * @param data  its lines
 */
public record ServerEvent(String id, String event, String data) {
    /** Reads events. For one thread. */
    static final class Reader implements AutoCloseable {
        static final long RETRY_MILLIS = 1_000;
        private static final long LONGEST_RETRY_MILLIS = 60_000;
        private static final int LARGEST = 16 << 20;

        private final BufferedReader in;
        private String id = "";
        private long retry = RETRY_MILLIS;

        Reader(BufferedReader in) {
            this.in = in;
        }

        /** How long to wait before the stream is opened again. */
        long retryMillis() {
            return retry;
        }

        /** The next event; empty at the end of the stream. An event without its closing blank line is dropped. */
        Optional<ServerEvent> next() throws IOException {
            StringBuilder data = new StringBuilder();
            String event = "";
            String line;
            while ((line = in.readLine()) != null) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        data.setLength(data.length() - 1);
                        return Optional.of(new ServerEvent(id, event.isEmpty() ? "message" : event, data.toString()));
                    }
                    event = "";
                    continue;
                }
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                switch (field) {
                    case "data" -> data.append(value).append('\n');
                    case "event" -> event = value;
                    case "id" -> id = value.indexOf('\0') < 0 ? value : id;
                    case "retry" -> retry = value.matches("[0-9]{1,9}") ? Math.min(LONGEST_RETRY_MILLIS,
                            Long.parseLong(value)) : retry;
                    default -> {
                        // a comment, or a field of later
                    }
                }
                if (data.length() > LARGEST) {
                    throw new IOException("an event is too large");
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
