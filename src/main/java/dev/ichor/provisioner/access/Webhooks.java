package dev.ichor.provisioner.access;

import dev.ichor.base.Problem;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are told of events, in order, one POST an event, tried again until it is taken (2xx) or given up after
 * a day. An event may come twice, around a crash or a lost answer: {@code Ichor-Event-Id} tells. The body is JSON
 * ({@code id, sequence, machine, at, kind, text}). {@code Ichor-Signature} is {@code v1=} and the hexadecimal
 * HMAC-SHA-256, with the webhook's secret as the key, of the header {@code Ichor-Timestamp} (seconds since 1970), a
 * dot, and the body's bytes; a receiver compares it and refuses old times.
 */
public interface Webhooks {
    /**
     * A webhook as people see it.
     *
     * @param kinds   kinds of events that it is told; empty: all
     * @param waiting deliveries that are not taken yet
     * @param failure why the latest try failed, and how many deliveries were given up; empty if neither
     */
    record Hook(String id, URI url, List<String> kinds, Instant created, int waiting, Optional<String> failure) {
        public Hook {
            kinds = List.copyOf(kinds);
        }
    }

    /** A new webhook with its secret, which nobody can read again. */
    record Fresh(Hook hook, String secret) {
        /** Never the secret. */
        @Override
        public String toString() {
            return "fresh " + hook;
        }
    }

    /** Webhooks, at most. */
    int MOST = 50;

    /** What stands against a webhook with that address; {@code where} is a JSON pointer into the request. */
    List<Problem> check(URI url, List<String> kinds);

    /**
     * Makes a webhook, which is told of events from now on, and says so in the audit log.
     *
     * @throws IllegalArgumentException if {@link #check} finds a problem
     */
    Fresh create(URI url, List<String> kinds, Caller by);

    List<Hook> list();

    /** Tells it no more, and says so in the audit log; false if there is no such webhook. */
    boolean delete(String id, Caller by);
}
