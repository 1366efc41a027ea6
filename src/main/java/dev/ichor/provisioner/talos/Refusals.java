package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Stores;
import dev.ichor.store.ServedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down the tickets that were refused. Who guesses can fill neither the disk nor the log. Thread-safe. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int A_MINUTE = 120;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stores stores;
    private final ServedStore served;
    private Instant began = Instant.EPOCH;
    private int counted;

    Refusals(Stores stores, ServedStore served) {
        this.stores = stores;
        this.served = served;
    }

    void add(Instant at, Optional<MachineId> machine, Ipv4 from, String code, String text) {
        if (isTooMuch(at)) {
            return;
        }
        LOG.warn("ticket-refused machine={} from={} code={} why=\"{}\"", machine.map(MachineId::text).orElse("-"),
                from, code, text);
        stores.database().inTransaction(connection -> {
            served.refuse(connection, new ServedStore.Refused(at, machine, from, code, text));
            return code;
        });
    }

    private synchronized boolean isTooMuch(Instant at) {
        if (at.isBefore(began) || !at.isBefore(began.plus(MINUTE))) {
            if (counted > A_MINUTE) {
                LOG.warn("tickets-refused more={}", counted - A_MINUTE);
            }
            began = at;
            counted = 0;
        }
        return ++counted > A_MINUTE;
    }

    List<Installs.Refusal> list(Optional<MachineId> machine, int limit) {
        return stores.database().reading(connection -> served.refusals(connection, machine, limit)).stream()
                .map(one -> new Installs.Refusal(one.at(), one.machine(), one.address(), one.code(), one.text()))
                .toList();
    }
}
