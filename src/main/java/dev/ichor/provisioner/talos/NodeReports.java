package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.talos.events.NodeEvent;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What nodes say of themselves. Thread-safe. */
public interface NodeReports extends AutoCloseable {
    /** Whence a line came. */
    enum Source { EVENT, KERNEL }

    /** One line of a node's log; {@code number} counts per machine. */
    record Line(long number, Instant at, Source source, String level, String text) {
    }

    /**
     * Hears an event; durable when this returns.
     *
     * @param id of the event: said twice, it counts once
     * @return false if nobody knows whose address that is
     */
    boolean event(Ipv4 from, String id, NodeEvent event);

    /** Hears a line of a kernel log. May drop lines of a node that says too much, and then says so. */
    void kernel(Ipv4 from, Instant at, String level, String text);

    /** The machine's lines after that number, oldest first; without a number the newest {@code limit}. */
    List<Line> lines(MachineId machine, OptionalLong after, int limit);

    /** Writes what waits; nothing is heard any more. */
    @Override
    default void close() {
    }
}
