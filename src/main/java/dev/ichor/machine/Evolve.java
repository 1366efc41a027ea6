package dev.ichor.machine;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.MachineEvent.FingerprintTaken;
import dev.ichor.machine.MachineEvent.Held;
import dev.ichor.machine.MachineEvent.OrderGiven;
import dev.ichor.machine.MachineEvent.OrderObeyed;
import dev.ichor.machine.MachineEvent.Released;
import dev.ichor.machine.MachineEvent.Reported;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an event changes a machine: the only place where a machine's state changes. */
public final class Evolve {
    private Evolve() {
    }

    /** The machine that its first fingerprint makes. */
    public static Machine begin(MachineId id, FingerprintTaken first) {
        return new Machine(id, first.identity(), new Stage.Discovered(first.hash(), first.at()),
                new Evidence(first.boot(), first.hash(), first.at()), Optional.empty(), List.of(), 1, first.at());
    }

    /** The machine after the event. */
    public static Machine apply(Machine machine, MachineEvent event) {
        return switch (event) {
            case FingerprintTaken taken -> fingerprinted(machine, taken);
            case Held held -> with(machine, machine.identity(),
                    new Stage.Held(held.why(), held.others(), held.at()), machine.order(), machine.turn() + 1);
            case Released released -> released(machine, released);
            case OrderGiven given -> with(machine, machine.identity(), machine.stage(), Optional.of(given.order()),
                    machine.turn() + 1);
            case OrderObeyed obeyed -> with(machine, machine.identity(), machine.stage(),
                    machine.order().filter(order -> order.number() != obeyed.number()), machine.turn());
            case Reported _ -> machine;
        };
    }

    /** A held machine stays held however many fingerprints come: only a person ends that. */
    private static Machine fingerprinted(Machine machine, FingerprintTaken taken) {
        Stage stage = switch (machine.stage()) {
            case Stage.Discovered _ -> new Stage.Discovered(taken.hash(), taken.at());
            case Stage.Held held -> held;
        };
        Evidence evidence = new Evidence(taken.boot(), taken.hash(), taken.at());
        return new Machine(machine.id(), merged(machine.identity(), taken.identity()), stage, evidence,
                machine.order(), machine.distinctFrom(), machine.turn() + 1, machine.firstSeen());
    }

    /** A snapshot that could not read a part of the identity does not delete that part. */
    private static Identity merged(Identity known, Identity seen) {
        Optional<SystemUuid> uuid = seen.uuid().or(known::uuid);
        List<Mac> macs = seen.macs().isEmpty() ? known.macs() : seen.macs();
        return new Identity(uuid, macs);
    }

    private static Machine released(Machine machine, Released released) {
        List<Mac> macs = machine.identity().macs().stream().filter(mac -> !released.givenUp().contains(mac)).toList();
        List<MachineId> distinct = new ArrayList<>(machine.distinctFrom());
        distinct.addAll(released.distinctFrom());
        return new Machine(machine.id(), new Identity(machine.identity().uuid(), macs),
                freed(machine, released), machine.evidence(), machine.order(), distinct, machine.turn() + 1,
                machine.firstSeen());
    }

    private static Stage freed(Machine machine, Released released) {
        return switch (machine.stage()) {
            case Stage.Discovered discovered -> discovered;
            case Stage.Held held -> {
                List<MachineId> rest = held.others().stream()
                        .filter(other -> !released.distinctFrom().contains(other)).toList();
                Evidence evidence = machine.evidence();
                yield rest.isEmpty() ? new Stage.Discovered(evidence.fingerprint(), evidence.at())
                        : new Stage.Held(held.why(), rest, held.since());
            }
        };
    }

    private static Machine with(Machine machine, Identity identity, Stage stage, Optional<Order> order, long turn) {
        return new Machine(machine.id(), identity, stage, machine.evidence(), order, machine.distinctFrom(), turn,
                machine.firstSeen());
    }
}
