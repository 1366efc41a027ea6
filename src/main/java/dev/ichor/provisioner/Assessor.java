package dev.ichor.provisioner;

import dev.ichor.inventory.Assign;
import dev.ichor.inventory.Assign.Answer;
import dev.ichor.inventory.World;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.provision.ArmRules;
import dev.ichor.provision.ArmWish;
import dev.ichor.provision.Consider;
import dev.ichor.store.ArmStore;
import dev.ichor.store.EventStore;
import dev.ichor.store.FingerprintStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a machine becomes by its fingerprint and the world: node, roles, address, arm; or what is in its way. */
final class Assessor {
    private static final Logger LOG = LoggerFactory.getLogger(Assessor.class);
    private static final String POLICY = "policy ";
    private static final int REMEMBERED_ARMS = 100;

    private final Stores stores;
    private final NodeBook nodes;
    private final ProvisionerSettings settings;
    private final LongSupplier random;

    Assessor(Stores stores, NodeBook nodes, ProvisionerSettings settings, LongSupplier random) {
        this.stores = stores;
        this.nodes = nodes;
        this.settings = settings;
        this.random = random;
    }

    /** All that follows from a fingerprint that just became the machine's evidence. */
    void fingerprinted(Ledger.Writing writing, Machine machine, Fingerprint fingerprint, Instant at)
            throws SQLException {
        Optional<Fingerprint> armed = Optional.empty();
        if (machine.stage() instanceof Stage.Armed stage) {
            armed = stores.fingerprints().find(writing.connection(), stage.arm().fingerprint())
                    .map(FingerprintStore.Stored::fingerprint);
        }
        List<MachineEvent> follow = Consider.onFingerprint(machine, fingerprint, armed, at);
        assess(writing, writing.apply(machine, follow), fingerprint, at);
    }

    /** Looks at the machine anew. What it finds as it was leaves no trace. */
    Machine assess(Ledger.Writing writing, Machine machine, Fingerprint fingerprint, Instant at) throws SQLException {
        return switch (machine.stage()) {
            case Stage.Held _, Stage.Installing _, Stage.Installed _ -> machine;
            case Stage.Discovered _, Stage.Assigned _, Stage.Armed _ -> machine.place().isPresent()
                    ? looked(writing, machine, fingerprint, at) : place(writing, machine, fingerprint, at);
        };
    }

    private Machine looked(Ledger.Writing writing, Machine machine, Fingerprint fingerprint, Instant at)
            throws SQLException {
        Machine now = inTheWay(writing, machine, obstacles(writing.connection(), machine, fingerprint), at);
        boolean waits = now.stage() instanceof Stage.Assigned && now.obstacles().isEmpty();
        return waits && wantsArm(writing.connection(), now) ? arm(writing, now, fingerprint, at) : now;
    }

    private List<Obstacle> obstacles(Connection connection, Machine machine, Fingerprint fingerprint)
            throws SQLException {
        List<Obstacle> found = Assign.obstacles(fingerprint, machine.claims(), machine.place().map(Place::node),
                settings.limits());
        Optional<ArmStore.Stored> begun = machine.stage() instanceof Stage.Assigned
                ? begun(arms(connection, machine)) : Optional.empty();
        return begun.isEmpty() ? found : Stream.concat(found.stream(),
                Stream.of(unfinished(machine, begun.get(), failure(connection, machine, begun.get())))).toList();
    }

    /** Why it failed by the node's own word, if that is the last that was heard of it. */
    private Optional<String> failure(Connection connection, Machine machine, ArmStore.Stored begun)
            throws SQLException {
        Optional<EventStore.Line> failed = stores.events().last(connection, machine.id(), "install-failed")
                .filter(line -> begun.ended().filter(line.at()::isBefore).isEmpty());
        Optional<EventStore.Line> step = stores.events().last(connection, machine.id(), "install-step");
        return failed.filter(line -> step.isEmpty() || step.get().sequence() < line.sequence())
                .map(EventStore.Line::text);
    }

    private static Obstacle unfinished(Machine machine, ArmStore.Stored arm, Optional<String> failure) {
        if (failure.isPresent()) {
            return new Obstacle("install-failed", "Allowed by " + arm.arm().id() + " of " + arm.arm().by() + ", "
                    + failure.get() + ". Look at `ichor log " + machine.id() + "`; to install it again: `ichor arm "
                    + machine.id() + "`. No policy does that.");
        }
        return new Obstacle("install-unfinished", "Its installation, allowed by " + arm.arm().id() + " of "
                + arm.arm().by() + ", began and was not seen to end. If it runs from its own disk: `ichor machines adopt "
                + machine.id() + "`; to install it again: `ichor arm " + machine.id() + "`. No policy does that.");
    }

    private static Machine inTheWay(Ledger.Writing writing, Machine machine, List<Obstacle> obstacles, Instant at)
            throws SQLException {
        return obstacles.equals(machine.obstacles()) ? machine
                : writing.apply(machine, new MachineEvent.Assessed(at, obstacles));
    }

    /** What became of a machine without a node. */
    Answer answer(Connection connection, Machine machine, Fingerprint fingerprint, Set<String> taken)
            throws SQLException {
        return Assign.of(stores.declared().world(connection), machine.identity(), fingerprint, machine.claims(), taken,
                settings.limits());
    }

    private Machine place(Ledger.Writing writing, Machine machine, Fingerprint fingerprint, Instant at)
            throws SQLException {
        Connection connection = writing.connection();
        return switch (answer(connection, machine, fingerprint, stores.machines().nodes(connection))) {
            case Answer.Nothing _ -> inTheWay(writing, machine, List.of(), at);
            case Answer.Blocked blocked -> inTheWay(writing, machine, blocked.obstacles(), at);
            case Answer.Becomes becomes -> become(writing, machine, fingerprint, becomes, at);
        };
    }

    /** Makes it that node, unless there is no address for it. */
    Machine become(Ledger.Writing writing, Machine machine, Fingerprint fingerprint, Answer.Becomes becomes, Instant at)
            throws SQLException {
        String policy = becomes.made() && becomes.by().startsWith(POLICY)
                ? becomes.by().substring(POLICY.length()) : "";
        Optional<Obstacle> full = nodes.admit(writing, becomes.node(), policy, at);
        if (full.isPresent()) {
            return inTheWay(writing, machine, List.of(full.get()), at);
        }
        Place place = new Place(becomes.node().cluster(), becomes.node().name(), becomes.by());
        Machine now = writing.apply(machine, Consider.with(machine,
                new MachineEvent.Assigned(at, place, becomes.claims(), becomes.why())));
        now = inTheWay(writing, now, obstacles(writing.connection(), now, fingerprint), at);
        return becomes.arm() && now.obstacles().isEmpty() && now.stage() instanceof Stage.Assigned
                && mayArm(writing.connection(), now) ? arm(writing, now, fingerprint, at) : now;
    }

    /** True if a policy placed it and still wants it armed, and may arm it. */
    private boolean wantsArm(Connection connection, Machine machine) throws SQLException {
        World world = stores.declared().world(connection);
        boolean wanted = machine.place().map(Place::by).filter(by -> by.startsWith(POLICY))
                .flatMap(by -> world.policy(by.substring(POLICY.length()))).filter(policy -> policy.autoArm())
                .isPresent();
        return wanted && mayArm(connection, machine);
    }

    /**
     * False if a person took the last arm of this machine back: what a person decided is not undone by a rule, whatever
     * node the machine became since. False too if its installation began once: a policy tries that once.
     */
    private boolean mayArm(Connection connection, Machine machine) throws SQLException {
        List<ArmStore.Stored> arms = arms(connection, machine);
        return arms.stream().limit(1).noneMatch(arm -> arm.end().equals("DISARMED")) && begun(arms).isEmpty();
    }

    /** Newest first. */
    private List<ArmStore.Stored> arms(Connection connection, Machine machine) throws SQLException {
        return stores.arms().list(connection, Optional.of(machine.id()), false, Instant.ofEpochMilli(Long.MAX_VALUE),
                REMEMBERED_ARMS);
    }

    /** The arm by which an installation began, unless a person wiped the disk that it was for since. */
    private static Optional<ArmStore.Stored> begun(List<ArmStore.Stored> arms) {
        List<DiskId> wiped = new ArrayList<>();
        for (ArmStore.Stored one : arms) {
            List<ArmedDisk> disks = one.end().equals("SPENT") ? one.arm().disks() : List.of();
            if (one.arm().purpose() == Arm.Purpose.WIPE) {
                disks.forEach(disk -> wiped.add(disk.disk()));
            } else if (disks.stream().anyMatch(disk -> disk.role() == DiskRole.SYSTEM
                    && !wiped.contains(disk.disk()))) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private Machine arm(Ledger.Writing writing, Machine machine, Fingerprint fingerprint, Instant at)
            throws SQLException {
        ArmWish wish = new ArmWish(freshArm(writing.connection()), Arm.Purpose.INSTALL, List.of(),
                machine.evidence().fingerprint(), List.of(), machine.place().orElseThrow().by(), true, at,
                at.plus(settings.policyArm()));
        return switch (ArmRules.arm(machine, fingerprint, wish)) {
            case ArmRules.Answer.Given given -> writing.apply(machine, given.events());
            case ArmRules.Answer.Refused refused -> {
                LOG.info("not-armed machine={} by=\"{}\" why=\"{}\"", machine.id(), wish.by(), refused.problems());
                yield machine;
            }
        };
    }

    /** An id that no arm ever had. */
    String freshArm(Connection connection) throws SQLException {
        String id = String.format("a-%010x", random.getAsLong() >>> 24);
        while (stores.arms().find(connection, id).isPresent()) {
            id = String.format("a-%010x", random.getAsLong() >>> 24);
        }
        return id;
    }

    /** Looks at a machine by its latest fingerprint, if it is there and has one. */
    void again(Ledger.Writing writing, MachineId id, Instant at) throws SQLException {
        Optional<Machine> machine = writing.find(id);
        if (machine.isPresent()) {
            Optional<FingerprintStore.Stored> latest = stores.fingerprints().find(writing.connection(),
                    machine.get().evidence().fingerprint());
            if (latest.isPresent()) {
                assess(writing, machine.get(), latest.get().fingerprint(), at);
            }
        }
    }
}
