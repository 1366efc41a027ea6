package dev.ichor.provisioner;

import dev.ichor.machine.Machine;
import dev.ichor.provision.Readiness;
import java.time.Instant;

/** Whether a machine could install Talos now; not to be asked inside a transaction. Thread-safe. */
interface Ready {
    Readiness of(Machine machine, Instant now);
}
