package dev.ichor.server.admin;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.flight.Exchange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the flight recorder answers. */
public interface Flights {
    /** The exchanges of a machine with these MACs or this UUID, oldest first, at most the newest {@code limit}. */
    List<Exchange> of(Collection<Mac> macs, Optional<SystemUuid> uuid, int limit);

    /** How many exchanges were lost since the start. */
    long lost();
}
