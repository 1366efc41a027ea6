package dev.ichor.cli;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.server.admin.Flights;
import dev.ichor.store.flight.FlightStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The flight recorder as the admin plane asks it. */
record FlightsOf(FlightStore store) implements Flights {
    @Override
    public List<Exchange> of(Collection<Mac> macs, Optional<SystemUuid> uuid, int limit) {
        return store.of(macs, uuid, limit);
    }

    @Override
    public long lost() {
        return store.lost();
    }
}
