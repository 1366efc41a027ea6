package dev.ichor.provisioner.talos;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.Consider;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Hands a configuration to whoever carries it to the node himself, under the rules that hold for a ticket. */
final class Handing {
    private static final int NAME = 32;

    private final Stores stores;
    private final Preparing preparing;
    private final Serving serving;
    private final RandomGenerator random;
    private final InstantSource clock;

    Handing(Stores stores, Preparing preparing, Serving serving, RandomGenerator random, InstantSource clock) {
        this.stores = stores;
        this.preparing = preparing;
        this.serving = serving;
        this.random = random;
        this.clock = clock;
    }

    /** A configuration that may be handed out now; nothing has begun yet. */
    record Ready(Machine machine, Arm arm, Prepared prepared) {
        /** What a node may be asked about in a dry run. */
        byte[] bytes() {
            return prepared.rendering().orElseThrow().text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Ready[" + machine.id() + "]";
        }
    }

    /** Refused {@code NOT_FOUND} or {@code CONFLICT} as a ticket would be. */
    Outcome<Ready> ready(MachineId id) {
        Optional<Machine> machine = stores.database().reading(connection -> stores.machines().find(connection, id));
        if (machine.isEmpty()) {
            return Outcome.refused(Outcome.Why.NOT_FOUND, id.text(), "there is no machine " + id, "");
        }
        Instant now = clock.instant();
        Optional<Arm> arm = started(machine.get(), now).flatMap(event -> machine.get().arm(now));
        if (arm.isEmpty()) {
            return Outcome.refused(Outcome.Why.CONFLICT, id.text(), id + " may not be installed now",
                    "Arm it, and let its agent read its hardware once more: 'ichor arm " + id + "'");
        }
        Prepared prepared = preparing.make(machine.get(), Arch.X86_64);
        return prepared.obstacle().isPresent()
                ? Outcome.refused(Outcome.Why.CONFLICT, id.text(), prepared.obstacle().get().text(), "")
                : new Outcome.Done<>(new Ready(machine.get(), arm.get(), prepared));
    }

    /** A node that is not booted by the appliance has no boot of its own: it counts as that of the latest evidence. */
    private static Optional<MachineEvent> started(Machine machine, Instant now) {
        return Consider.onInstall(machine, machine.evidence().boot(), now);
    }

    /** The installation begins; when this answers with the bytes, that is on the disk. */
    Outcome<byte[]> begin(Ready ready, Ipv4 to) {
        Instant now = clock.instant();
        byte[] name = new byte[NAME];
        random.nextBytes(name);
        Optional<byte[]> bytes = started(ready.machine(), now).flatMap(event -> serving.begin(ready.machine(),
                ready.prepared(), new Serving.Leaving(Sha256.of(name), ready.machine().evidence().boot(), "push", to,
                        now), event));
        return bytes.<Outcome<byte[]>>map(Outcome.Done::new).orElseGet(() -> Outcome.refused(Outcome.Why.CONFLICT,
                ready.machine().id().text(), "the machine, its arm or its configuration changed meanwhile",
                "Try again"));
    }
}
