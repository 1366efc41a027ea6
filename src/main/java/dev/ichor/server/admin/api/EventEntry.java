package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines;
import java.time.Instant;

/** One event of a machine. */
@About("One event of a machine.")
public record EventEntry(@About("Counts from 1, over all machines.") long sequence,
                         @About("Whose it is.") MachineId machine,
                         @About("When it happened.") Instant at,
                         @About(value = "What it is.", example = "\"fingerprint\"") String kind,
                         @About("One line for people.") String text) {
    public static EventEntry of(Machines.Event event) {
        return new EventEntry(event.sequence(), event.machine(), event.at(), event.kind(), event.text());
    }
}
