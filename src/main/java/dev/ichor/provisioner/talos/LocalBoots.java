package dev.ichor.provisioner.talos;

import dev.ichor.base.Firmware;
import dev.ichor.machine.MachineId;
import dev.ichor.provision.BootMethod;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import java.time.Instant;
import java.util.List;

/** By which method machines boot their own disk. Thread-safe. */
public interface LocalBoots {
    /** For whom a setting is. */
    enum Scope {
        /** One machine, by its id. */
        MACHINE,
        /** Machines of one vendor and product, {@code vendor/product}. */
        CLASS,
        /** All. */
        SITE
    }

    /** {@code by}: who set it; {@code learned} if the appliance found it out. */
    record Setting(Scope scope, String key, Firmware firmware, BootMethod method, String by, Instant at) {
    }

    List<Setting> settings();

    /** @param key id of a machine, {@code vendor/product}, or empty for the site */
    Outcome<Setting> set(Scope scope, String key, Firmware firmware, BootMethod method, Caller by);

    Outcome<String> forget(Scope scope, String key, Firmware firmware, Caller by);

    /** What the machine is told now. */
    BootMethod of(MachineId machine, Firmware firmware);
}
