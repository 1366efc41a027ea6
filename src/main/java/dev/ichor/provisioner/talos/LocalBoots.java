package dev.ichor.provisioner.talos;

import dev.ichor.base.Firmware;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Sighting;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.DiskBoots.Choice;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import java.time.Instant;
import java.util.List;

/** By which method machines boot their own disk. Thread-safe. */
public interface LocalBoots {
    /** Who set what the appliance found out by itself. */
    String LEARNED = "learned";

    /** For whom a setting is. */
    enum Scope {
        /** All. */
        SITE,
        /** Machines of one vendor and product, {@code vendor/product}. */
        CLASS,
        /** One machine, by its id. */
        MACHINE
    }

    /** {@code by}: who set it; {@link #LEARNED} if the appliance found it out. */
    record Setting(Scope scope, String key, Firmware firmware, BootMethod method, String by, Instant at) {
    }

    /** All, those for more machines first. */
    List<Setting> settings();

    /** @param key id of a machine, {@code vendor/product}, or empty for the site */
    Outcome<Setting> set(Scope scope, String key, Firmware firmware, BootMethod method, Caller by);

    /** What was set or learned; for a machine also what it was told before, so that it begins anew. */
    Outcome<Setting> forget(Scope scope, String key, Firmware firmware, Caller by);

    /** What a machine would be told in a new boot, and why; the most special setting counts. */
    Choice of(MachineId machine, Firmware firmware);

    /** What the boot that asks is told; asked twice, it answers the same. Changes nothing. */
    Choice of(MachineId machine, Sighting asks);

    /** The machine's node has sent an event, which is stored: the method that led there is learned. */
    void reported(MachineId machine);
}
