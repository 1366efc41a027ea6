package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.provision.OfferAttempts;
import dev.ichor.provision.OfferVariant;
import dev.ichor.provision.VariantMemory;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of each machine's boots: its offer attempts, and which address it was seen with. One thread. */
final class BootMemory {
    private static final Logger LOG = LoggerFactory.getLogger(BootMemory.class);
    private static final int MACHINES = 8192;

    private final VariantMemory durable;
    private final Map<Mac, OfferVariant> remembered;
    private final Map<Mac, OfferAttempts> attempts = bounded();
    private final Map<Ipv4, Mac> owners = bounded();
    private final Map<Mac, String> refused = bounded();

    BootMemory(VariantMemory durable) throws IOException {
        this.durable = durable;
        this.remembered = new LinkedHashMap<>(durable.load());
    }

    /** A flood of made-up MACs pushes out the eldest, and only delays a machine by an attempt. */
    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MACHINES;
            }
        };
    }

    /** Says so in the log, once for each machine and reason: firmware asks again and again. */
    void nothingFor(Mac machine, String why) {
        if (!why.equals(refused.put(machine, why))) {
            LOG.info("dhcp_nothing_to_boot mac={} reason=\"{}\"", machine, why);
        }
    }

    /** Counts a DISCOVER of PXE firmware; the result says what to offer. */
    OfferAttempts discovered(Mac machine, OfferVariant usual, Instant now) {
        OfferAttempts before = attempts.get(machine);
        OfferAttempts state = before == null ? start(machine, usual) : before;
        OfferAttempts next = state.discovered(now);
        attempts.put(machine, next);
        if (before != null && next.current() != state.current()) {
            LOG.info("dhcp_offer_switched mac={} variant={}", machine, next.current());
        }
        return next;
    }

    /** What to answer on port 4011; does not count as an attempt. */
    OfferVariant current(Mac machine, OfferVariant usual) {
        OfferAttempts state = attempts.get(machine);
        return state == null ? start(machine, usual).current() : state.current();
    }

    private OfferAttempts start(Mac machine, OfferVariant usual) {
        return OfferAttempts.start(Optional.ofNullable(remembered.get(machine)), usual);
    }

    /** The machine turned to HTTP boot: what it loads from now on says nothing about our PXE offers. */
    void leftPxe(Mac machine) {
        attempts.remove(machine);
    }

    void heard(Mac machine) {
        attempts.computeIfPresent(machine, (mac, state) -> state.heard());
    }

    /** The machine loaded something: what it was offered last works. */
    void worked(Mac machine, Instant now) {
        OfferAttempts state = attempts.get(machine);
        if (state == null) {
            return;
        }
        attempts.put(machine, state.worked());
        if (remembered.put(machine, state.current()) != state.current()) {
            LOG.info("dhcp_offer_learned mac={} variant={}", machine, state.current());
            try {
                durable.remember(machine, state.current(), now);
            } catch (IOException e) {
                LOG.warn("dhcp_offer_not_remembered mac={} reason=\"{}\"", machine, e.getMessage());
            }
        }
    }

    /** A machine was seen to have, or to be getting, an address. */
    void seen(Ipv4 address, Mac machine) {
        if (!address.isAny()) {
            owners.put(address, machine);
        }
    }

    Optional<Mac> ownerOf(Ipv4 address) {
        return Optional.ofNullable(owners.get(address));
    }
}
