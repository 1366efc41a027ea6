package dev.ichor.provisioner;

import dev.ichor.base.Mac;
import dev.ichor.base.Problem;
import dev.ichor.inventory.Assign;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.World;
import dev.ichor.json.Json;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Stage;
import dev.ichor.provision.Consider;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.FingerprintStore;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people decide about a machine itself: who it is, which node it is, whether it is still there. */
final class Placing {
    private final Stores stores;
    private final Ledger ledger;
    private final Assessor assessor;
    private final ProvisionerSettings settings;
    private final InstantSource clock;

    Placing(Stores stores, Ledger ledger, Assessor assessor, ProvisionerSettings settings, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.assessor = assessor;
        this.settings = settings;
        this.clock = clock;
    }

    private interface Decision {
        Outcome<MachineId> about(Ledger.Writing writing, Machine machine, Instant now) throws SQLException;
    }

    private Outcome<MachineId> decide(MachineId id, Decision decision) {
        return ledger.change(writing -> {
            Optional<Machine> machine = writing.find(id);
            return machine.isEmpty() ? ArmDesk.noMachine(id) : decision.about(writing, machine.get(), clock.instant());
        });
    }

    private static <T> Outcome<T> conflict(String what, String mend) {
        return Outcome.refused(Why.CONFLICT, "", what, mend);
    }

    /** A NIC that two of the machines claim belongs to the one that showed it last. */
    Outcome<MachineId> release(MachineId id, Caller by) {
        return decide(id, (writing, machine, now) -> {
            if (!(machine.stage() instanceof Stage.Held held)) {
                return conflict(id + " is not held", "");
            }
            Machine mine = machine;
            for (MachineId otherId : held.others()) {
                Machine other = writing.find(otherId).orElseThrow();
                boolean mineIsLater = mine.evidence().at().isAfter(other.evidence().at());
                List<Mac> shared = mine.identity().macs().stream().filter(other.identity().macs()::contains).toList();
                writing.apply(other, new MachineEvent.Released(now, by.name(), List.of(mine.id()),
                        mineIsLater ? shared : List.of()));
                mine = writing.apply(mine, new MachineEvent.Released(now, by.name(), List.of(otherId),
                        mineIsLater ? List.of() : shared));
            }
            writing.audit(by, "release machine", id.text(), Json.write(held.others()), "");
            assessor.again(writing, id, now);
            for (MachineId other : held.others()) {
                assessor.again(writing, other, now);
            }
            return new Outcome.Done<>(id);
        });
    }

    Outcome<MachineId> adopt(MachineId id, Caller by) {
        return decide(id, (writing, machine, now) -> {
            if (machine.stage() instanceof Stage.Held) {
                return conflict(id + " is held", "Decide who is who first: release it");
            }
            if (machine.stage() instanceof Stage.Installed) {
                return new Outcome.Done<>(id);
            }
            writing.apply(machine, Consider.with(machine, new MachineEvent.InstallDone(now, by.name() + " said so")));
            writing.audit(by, "adopt machine", id.text(), Json.write(machine.stage().label()), "\"installed\"");
            return new Outcome.Done<>(id);
        });
    }

    Outcome<MachineId> assign(MachineId id, String name, Caller by) {
        return decide(id, (writing, machine, now) -> {
            World world = stores.declared().world(writing.connection());
            Optional<Node> node = world.node(name);
            if (node.isEmpty()) {
                return Outcome.refused(Why.INVALID, "/node", "there is no node " + name, "Declare it first");
            }
            if (machine.place().filter(place -> place.node().equals(name)).isPresent()) {
                return new Outcome.Done<>(id);
            }
            Optional<String> obstacle = notFree(writing, machine, name, now);
            if (obstacle.isPresent()) {
                return conflict(obstacle.get(), "Take that away first");
            }
            return become(writing, machine, world, node.get(), by);
        });
    }

    private Optional<String> notFree(Ledger.Writing writing, Machine machine, String node, Instant now)
            throws SQLException {
        if (machine.stage() instanceof Stage.Held || machine.stage() instanceof Stage.Installing
                || machine.arm(now).isPresent()) {
            return Optional.of(machine.id() + " is " + machine.stage().label());
        }
        if (machine.place().isPresent()) {
            return Optional.of(machine.id() + " is " + machine.place().get());
        }
        return stores.machines().ofNode(writing.connection(), node)
                .map(other -> "node " + node + " is machine " + other.id());
    }

    /** As if the node named this machine; roles that a person has set already are kept. */
    private Outcome<MachineId> become(Ledger.Writing writing, Machine machine, World world, Node node, Caller by)
            throws SQLException {
        Fingerprint fingerprint = stores.fingerprints().find(writing.connection(), machine.evidence().fingerprint())
                .map(FingerprintStore.Stored::fingerprint).orElseThrow();
        Node named = new Node(node.name(), node.cluster(), node.type(), node.zone(),
                Optional.of(key(machine.identity(), fingerprint)), node.storage(), node.labels(), node.disks(),
                node.address(), node.nics(), node.patches());
        World asked = new World(world.clusters(), List.of(node.machine().isPresent() ? node : named), List.of());
        Assign.Answer answer = Assign.of(asked, machine.identity(), fingerprint, machine.claims(), Set.of(),
                settings.limits());
        return switch (answer) {
            case Assign.Answer.Nothing _ -> conflict("node " + node.name() + " is declared for another machine: "
                    + node.machine().orElse(""), "Declare the node without 'machine', or with this one");
            case Assign.Answer.Blocked blocked -> refused(blocked.obstacles());
            case Assign.Answer.Becomes becomes -> {
                Instant now = clock.instant();
                Assign.Answer.Becomes decided = new Assign.Answer.Becomes(by.name(), node, false, becomes.claims(),
                        false, becomes.why());
                Machine after = assessor.become(writing, machine, fingerprint, decided, now);
                if (after.place().isEmpty()) {
                    yield refused(after.obstacles());
                }
                writing.audit(by, "assign machine", machine.id().text(), "", Json.write(after.place().get()));
                yield new Outcome.Done<>(machine.id());
            }
        };
    }

    private static String key(Identity identity, Fingerprint fingerprint) {
        return identity.macs().stream().findFirst().map(Object::toString)
                .or(() -> identity.uuid().map(Object::toString)).orElse(fingerprint.system().serial());
    }

    private static <T> Outcome<T> refused(List<Obstacle> obstacles) {
        return new Outcome.Refused<>(Why.CONFLICT, obstacles.stream()
                .map(obstacle -> new Problem("", obstacle.text(), "")).toList());
    }

    Outcome<MachineId> unassign(MachineId id, Caller by) {
        return decide(id, (writing, machine, now) -> {
            if (machine.place().isEmpty() && machine.claims().isEmpty()) {
                return conflict(id + " is no node", "");
            }
            if (machine.stage() instanceof Stage.Held || machine.stage() instanceof Stage.Installing) {
                return conflict(id + " is " + machine.stage().label(), "Wait until that is over");
            }
            writing.apply(machine, Consider.with(machine, new MachineEvent.Unassigned(now, by.name())));
            writing.audit(by, "unassign machine", id.text(), Json.write(machine.place()), "");
            return new Outcome.Done<>(id);
        });
    }

    Outcome<MachineId> forget(MachineId id, Caller by) {
        return decide(id, (writing, found, now) -> {
            Machine machine = writing.apply(found, Consider.onTime(found, now));
            if (machine.place().isPresent()) {
                return conflict(id + " is " + machine.place().get(), "Unassign it first");
            }
            if (machine.stage() instanceof Stage.Held || machine.stage() instanceof Stage.Installing
                    || machine.stage() instanceof Stage.Armed) {
                return conflict(id + " is " + machine.stage().label(), "Release or disarm it first");
            }
            writing.audit(by, "forget machine", id.text(), Json.write(machine), "");
            writing.wake(machine.evidence().boot());
            stores.machines().forget(writing.connection(), id);
            return new Outcome.Done<>(id);
        });
    }
}
