package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Offers that wait for the segment's silence. All wait equally long, so the eldest is due first; meanwhile nobody
 * else waits. One thread.
 */
final class Probes {
    /** A host on the segment answers ARP within a millisecond or two; a sleepy one within a tenth of a second. */
    static final Duration WAIT = Duration.ofMillis(120);

    record Waiting(Incoming in, Answer.Ask ask, long dueNanos) {
    }

    private final Map<Ipv4, Waiting> byAddress = new LinkedHashMap<>();
    private final Map<String, Ipv4> byClient = new HashMap<>();

    /** False if this client waits already: its repeated question is answered with the first. */
    boolean add(Incoming in, Answer.Ask ask, long nowNanos) {
        Ipv4 address = ask.offer().address();
        if (address.equals(byClient.get(ask.client().text()))) {
            return false;
        }
        byClient.put(ask.client().text(), address);
        byAddress.put(address, new Waiting(in, ask, nowNanos + WAIT.toNanos()));
        return true;
    }

    /** Somebody claims an address; the offer it spoils, unless it is the client itself that has the address. */
    Optional<Waiting> claimed(Ipv4 address, Mac by) {
        Waiting waiting = byAddress.get(address);
        if (waiting == null || waiting.ask().client().mac().filter(by::equals).isPresent()) {
            return Optional.empty();
        }
        remove(waiting);
        return Optional.of(waiting);
    }

    /** Offers whose addresses stayed silent. */
    List<Waiting> due(long nowNanos) {
        List<Waiting> out = new ArrayList<>();
        Iterator<Waiting> all = byAddress.values().iterator();
        while (all.hasNext()) {
            Waiting waiting = all.next();
            if (waiting.dueNanos() - nowNanos > 0) {
                break;
            }
            all.remove();
            byClient.remove(waiting.ask().client().text());
            out.add(waiting);
        }
        return out;
    }

    /** Nanoseconds until the next is due; {@link Long#MAX_VALUE} if none waits. */
    long nextIn(long nowNanos) {
        return byAddress.isEmpty() ? Long.MAX_VALUE
                : Math.max(0, byAddress.values().iterator().next().dueNanos() - nowNanos);
    }

    private void remove(Waiting waiting) {
        byAddress.remove(waiting.ask().offer().address());
        byClient.remove(waiting.ask().client().text());
    }
}
