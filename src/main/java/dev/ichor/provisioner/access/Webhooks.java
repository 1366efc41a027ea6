package dev.ichor.provisioner.access;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Addresses that are told of events, each delivery signed by HMAC and tried again until it is taken or given up. */
public interface Webhooks {
    /**
     * A webhook as people see it.
     *
     * @param kinds   kinds of events that it is told; empty: all
     * @param waiting deliveries that are not taken yet
     * @param failure why the latest try failed; empty if it did not
     */
    record Hook(String id, URI url, List<String> kinds, Instant created, int waiting, Optional<String> failure) {
        public Hook {
            kinds = List.copyOf(kinds);
        }
    }

    /** A new webhook with its secret, which nobody can read again. */
    record Fresh(Hook hook, String secret) {
    }

    Fresh create(URI url, List<String> kinds, Caller by);

    List<Hook> list();

    /** False if there is no such webhook. */
    boolean delete(String id, Caller by);
}
