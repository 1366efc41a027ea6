package dev.ichor.provisioner;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.provision.BootRules;
import dev.ichor.provision.Decide;
import dev.ichor.store.Archives;
import dev.ichor.store.Database;
import dev.ichor.store.EventStore;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.MachineStore;
import dev.ichor.store.SightingStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What people see of the machines, and the decisions they make about them. Thread-safe. */
final class Inventory implements Machines {
    private final Database database;
    private final Archives archives;
    private final MachineStore machines;
    private final FingerprintStore fingerprints;
    private final EventStore events;
    private final SightingStore sightings;
    private final Agents agents;
    private final BootRules rules;
    private final InstantSource clock;

    Inventory(Database database, Archives archives, MachineStore machines, FingerprintStore fingerprints,
              EventStore events, SightingStore sightings, Agents agents, BootRules rules,
              InstantSource clock) {
        this.database = database;
        this.archives = archives;
        this.machines = machines;
        this.fingerprints = fingerprints;
        this.events = events;
        this.sightings = sightings;
        this.agents = agents;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Page page(Query query) {
        return database.reading(connection -> {
            List<Row> rows = new ArrayList<>();
            for (Machine machine : machines.all(connection)) {
                rows.add(view(connection, machine).row());
            }
            return new Page(rows, Optional.empty(), rows.size());
        });
    }

    @Override
    public Subscription subscribe(Runnable news) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<View> find(String key) {
        return database.reading(connection -> {
            Optional<Machine> machine = lookUp(connection, key.strip());
            return machine.isPresent() ? Optional.of(view(connection, machine.get())) : Optional.empty();
        });
    }

    /** Of several machines with one MAC or UUID the one that showed it last. */
    private Optional<Machine> lookUp(Connection connection, String key) throws SQLException {
        Optional<MachineId> id = parsed(key, MachineId::parse);
        if (id.isPresent()) {
            return machines.find(connection, id.get());
        }
        Optional<SystemUuid> uuid = parsed(key, SystemUuid::parse);
        Optional<Mac> mac = parsed(key, Mac::parse);
        if (uuid.isPresent() || mac.isPresent()) {
            Identity identity = new Identity(uuid, mac.map(List::of).orElse(List.of()));
            Optional<Machine> found = machines.alike(connection, identity).stream()
                    .max(Comparator.comparing(machine -> machine.evidence().at()));
            if (found.isPresent()) {
                return found;
            }
        }
        List<Machine> ofSerial = machines.ofSerial(connection, key);
        return ofSerial.size() == 1 ? Optional.of(ofSerial.getFirst()) : Optional.empty();
    }

    private interface Parser<T> {
        T parse(String text) throws Malformed;
    }

    private static <T> Optional<T> parsed(String text, Parser<T> parser) {
        try {
            return Optional.of(parser.parse(text));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private View view(Connection connection, Machine machine) throws SQLException {
        Instant evidence = machine.evidence().at();
        Instant asked = sightings.last(connection, machine.identity().macs()).orElse(evidence);
        Instant now = clock.instant();
        Optional<Snapshot> snapshot = fingerprints.find(connection, machine.evidence().fingerprint())
                .map(Inventory::snapshot);
        Optional<Fingerprint> print = snapshot.map(Snapshot::fingerprint);
        Row row = new Row(machine.id(), machine.identity(), machine.stage().label(),
                Decide.reason(machine, rules, now), Decide.needsPerson(machine), machine.place(),
                machine.arm(now).map(Arm::until), print.map(p -> p.system().serial()).orElse(""),
                print.map(p -> (p.system().manufacturer() + " " + p.system().product()).trim()).orElse(""),
                print.map(p -> p.platform().firmware().label()).orElse(""), print.map(p -> p.disks().size()).orElse(0),
                print.map(p -> p.disks().stream().mapToLong(Disk::bytes).sum()).orElse(0L),
                print.map(p -> p.nics().size()).orElse(0), machine.turn(), machine.firstSeen(),
                asked.isAfter(evidence) ? asked : evidence);
        return new View(row, machine, snapshot);
    }

    private static Snapshot snapshot(FingerprintStore.Stored stored) {
        return new Snapshot(stored.hash(), stored.taken(), stored.fingerprint(), stored.difference());
    }

    @Override
    public List<Event> events(Optional<MachineId> machine, long after, int limit) {
        return database.reading(connection -> events.after(connection, machine, after, limit)).stream()
                .map(line -> new Event(line.sequence(), line.machine(), line.at(), line.kind(), line.text())).toList();
    }

    @Override
    public List<Snapshot> fingerprints(MachineId machine) {
        return database.reading(connection -> fingerprints.of(connection, machine)).stream()
                .map(Inventory::snapshot).toList();
    }

    @Override
    public Optional<byte[]> raw(Sha256 fingerprint) {
        return archives.read(fingerprint);
    }

    @Override
    public String order(MachineId id, Order order, String by) {
        dev.ichor.machine.Order.Kind kind = switch (order) {
            case WAIT -> dev.ichor.machine.Order.Kind.WAIT;
            case REBOOT -> dev.ichor.machine.Order.Kind.REBOOT;
            case POWEROFF -> dev.ichor.machine.Order.Kind.POWEROFF;
            case BOOT_ON -> dev.ichor.machine.Order.Kind.BOOT_ON;
            case READ -> dev.ichor.machine.Order.Kind.READ;
        };
        Optional<Machine> ordered = database.inTransaction(connection -> {
            Optional<Machine> machine = machines.find(connection, id)
                    .filter(known -> kind != dev.ichor.machine.Order.Kind.BOOT_ON || !isHeld(known));
            return machine.isPresent() ? Optional.of(give(connection, machine.get(), kind, by)) : Optional.empty();
        });
        if (ordered.isEmpty()) {
            return refusal(id);
        }
        Machine machine = ordered.get();
        boolean waits = agents.isWaiting(machine.evidence().boot());
        agents.wake(List.of(machine.evidence().boot()));
        return id + ": " + kind.label() + (waits ? ", now" : ". Its agent is not waiting at the moment; the order is "
                + "dropped when the machine starts again, and at " + machine.order().orElseThrow().until());
    }

    private Machine give(Connection connection, Machine machine, dev.ichor.machine.Order.Kind kind, String by)
            throws SQLException {
        Instant now = clock.instant();
        MachineEvent event = new MachineEvent.OrderGiven(new dev.ichor.machine.Order(machine.turn() + 1, kind,
                machine.evidence().boot(), now, now.plus(dev.ichor.machine.Order.LIFE), by));
        return change(connection, machine, event);
    }

    private Machine change(Connection connection, Machine machine, MachineEvent event) throws SQLException {
        Machine changed = Evolve.apply(machine, event);
        machines.save(connection, changed);
        events.append(connection, machine.id(), event);
        return changed;
    }

    private String refusal(MachineId id) {
        return find(id.text()).map(view -> id + " stays where it is: " + view.row().reason().text())
                .orElse("there is no machine " + id);
    }

    private static boolean isHeld(Machine machine) {
        return machine.stage() instanceof Stage.Held;
    }

    /**
     * A person's decision that a held machine and those it was confused with are different machines. A NIC that two
     * of them claim belongs to the one that showed it last.
     */
    String release(MachineId id, String by) {
        List<Machine> released = database.inTransaction(connection -> {
            Optional<Machine> machine = machines.find(connection, id);
            return machine.isPresent() ? release(connection, machine.get(), by) : List.of();
        });
        agents.wake(released.stream().map(machine -> machine.evidence().boot()).toList());
        return released.isEmpty() ? find(id.text()).map(_ -> id + " is not held").orElse("there is no machine " + id)
                : id + " is released";
    }

    private List<Machine> release(Connection connection, Machine machine, String by) throws SQLException {
        List<Machine> changed = new ArrayList<>();
        Machine mine = machine;
        if (machine.stage() instanceof Stage.Held held) {
            for (MachineId otherId : held.others()) {
                Machine other = machines.find(connection, otherId).orElseThrow();
                boolean mineIsLater = mine.evidence().at().isAfter(other.evidence().at());
                List<Mac> shared = mine.identity().macs().stream().filter(other.identity().macs()::contains).toList();
                changed.add(change(connection, other, new MachineEvent.Released(clock.instant(), by,
                        List.of(mine.id()), mineIsLater ? shared : List.of())));
                mine = change(connection, mine, new MachineEvent.Released(clock.instant(), by, List.of(otherId),
                        mineIsLater ? List.of() : shared));
            }
            changed.add(mine);
        }
        return changed;
    }
}
