package dev.ichor.provisioner;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.json.Json;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.Decide;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.MachineList;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people see of the machines, and the orders they leave for agents. Thread-safe. */
final class MachineViews implements Machines {
    private static final int LONGEST_PAGE = 1000;

    private final Stores stores;
    private final Ledger ledger;
    private final Agents agents;
    private final News news;
    private final Ready ready;
    private final InstantSource clock;

    MachineViews(Stores stores, Ledger ledger, Agents agents, News news, Ready ready, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.agents = agents;
        this.news = news;
        this.ready = ready;
        this.clock = clock;
    }

    @Override
    public Page page(Query query) {
        Optional<MachineList.Mark> after = query.cursor().map(cursor -> Cursors.read(query, cursor));
        MachineList.Page page = stores.database().reading(connection -> stores.list().page(connection, wanted(query),
                column(query.sort()), query.down(), after, Math.clamp(query.limit(), 1, LONGEST_PAGE)));
        return new Page(rows(page.machines(), page.summaries()), page.next().map(mark -> Cursors.write(query, mark)));
    }

    @Override
    public long count(Query query) {
        return stores.database().reading(connection -> stores.list().count(connection, wanted(query)));
    }

    private static MachineList.Wanted wanted(Query query) {
        return new MachineList.Wanted(query.stage(), query.cluster(), query.zone(),
                query.text().map(String::strip).filter(text -> !text.isEmpty()), query.person());
    }

    private static MachineList.Column column(Query.Sort sort) {
        return switch (sort) {
            case FIRST_SEEN -> MachineList.Column.FIRST_SEEN;
            case LAST_EVIDENCE -> MachineList.Column.LAST_EVIDENCE;
            case SERIAL -> MachineList.Column.SERIAL;
            case NODE -> MachineList.Column.NODE;
            case STAGE -> MachineList.Column.STAGE;
        };
    }

    private List<Row> rows(List<Machine> machines, Map<String, MachineList.Summary> summaries) {
        List<Mac> macs = machines.stream().flatMap(machine -> machine.identity().macs().stream()).distinct().toList();
        Map<Mac, Instant> asked = stores.database().reading(connection -> stores.sightings().last(connection, macs));
        Instant now = clock.instant();
        List<Row> rows = new ArrayList<>();
        for (Machine machine : machines) {
            MachineList.Summary summary = summaries.getOrDefault(machine.id().text(), MachineList.Summary.NONE);
            Instant seen = machine.identity().macs().stream().map(asked::get).filter(at -> at != null)
                    .filter(machine.evidence().at()::isBefore).max(Comparator.naturalOrder())
                    .orElse(machine.evidence().at());
            rows.add(new Row(machine.id(), machine.identity(), machine.stage().label(),
                    Decide.reason(machine, ready.of(machine, now), now), Decide.needsPerson(machine), machine.place(),
                    machine.arm(now).map(Arm::until), summary.serial(), summary.product(), summary.firmware(),
                    summary.disks(), summary.diskBytes(), summary.nics(), machine.turn(), machine.firstSeen(), seen));
        }
        return rows;
    }

    @Override
    public Subscription subscribe(Runnable listener) {
        return news.subscribe(listener);
    }

    @Override
    public Optional<View> find(String key) {
        Optional<Found> found = stores.database().reading(connection -> {
            Optional<Machine> machine = lookUp(connection, key.strip());
            return machine.isPresent() ? Optional.of(found(connection, machine.get())) : Optional.empty();
        });
        return found.map(one -> new View(rows(List.of(one.machine()), one.summaries()).getFirst(), one.machine(),
                one.latest()));
    }

    /** Of several machines with one MAC or UUID the one that showed it last. */
    private Optional<Machine> lookUp(Connection connection, String key) throws SQLException {
        Optional<MachineId> id = parsed(key, MachineId::parse);
        if (id.isPresent()) {
            return stores.machines().find(connection, id.get());
        }
        Optional<SystemUuid> uuid = parsed(key, SystemUuid::parse);
        Optional<Mac> mac = parsed(key, Mac::parse);
        if (uuid.isPresent() || mac.isPresent()) {
            Identity identity = new Identity(uuid, mac.map(List::of).orElse(List.of()));
            Optional<Machine> found = stores.machines().alike(connection, identity).stream()
                    .max(Comparator.comparing(machine -> machine.evidence().at()));
            if (found.isPresent()) {
                return found;
            }
        }
        Optional<Machine> ofNode = stores.machines().ofNode(connection, key);
        if (ofNode.isPresent()) {
            return ofNode;
        }
        List<Machine> ofSerial = stores.machines().ofSerial(connection, key);
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

    private record Found(Machine machine, Map<String, MachineList.Summary> summaries, Optional<Snapshot> latest) {
    }

    private Found found(Connection connection, Machine machine) throws SQLException {
        return new Found(machine, stores.list().summaries(connection, List.of(machine.id().text())),
                stores.fingerprints().find(connection, machine.evidence().fingerprint()).map(MachineViews::snapshot));
    }

    private static Snapshot snapshot(FingerprintStore.Stored stored) {
        return new Snapshot(stored.hash(), stored.taken(), stored.fingerprint(), stored.difference());
    }

    @Override
    public List<Event> events(Optional<MachineId> machine, long after, int limit) {
        return stores.database().reading(connection -> stores.events().after(connection, machine, after, limit))
                .stream().map(line -> new Event(line.sequence(), line.machine(), line.at(), line.kind(), line.text()))
                .toList();
    }

    @Override
    public long lastEvent() {
        return stores.database().reading(stores.events()::last);
    }

    @Override
    public List<Snapshot> fingerprints(MachineId machine) {
        return stores.database().reading(connection -> stores.fingerprints().of(connection, machine)).stream()
                .map(MachineViews::snapshot).toList();
    }

    @Override
    public Optional<byte[]> raw(Sha256 fingerprint) {
        return stores.archives().read(fingerprint);
    }

    @Override
    public String order(MachineId id, Order order, Caller by) {
        dev.ichor.machine.Order.Kind kind = switch (order) {
            case WAIT -> dev.ichor.machine.Order.Kind.WAIT;
            case REBOOT -> dev.ichor.machine.Order.Kind.REBOOT;
            case POWEROFF -> dev.ichor.machine.Order.Kind.POWEROFF;
            case BOOT_ON -> dev.ichor.machine.Order.Kind.BOOT_ON;
            case READ -> dev.ichor.machine.Order.Kind.READ;
        };
        // Asked before the agent is woken: it does not wait any more afterwards.
        boolean[] waits = new boolean[1];
        Optional<Machine> ordered = ledger.change(writing -> {
            Optional<Machine> machine = writing.find(id)
                    .filter(known -> kind != dev.ichor.machine.Order.Kind.BOOT_ON || !isHeld(known));
            if (machine.isEmpty()) {
                return machine;
            }
            waits[0] = agents.isWaiting(machine.get().evidence().boot());
            Machine told = writing.apply(machine.get(), given(machine.get(), kind, by.name()));
            writing.audit(by, "order machine", id.text(), "", Json.write(kind.label()));
            return Optional.of(told);
        });
        if (ordered.isEmpty()) {
            return find(id.text()).map(view -> id + " stays where it is: " + view.row().reason().text())
                    .orElse("there is no machine " + id);
        }
        return id + ": " + kind.label() + (waits[0] ? ", now"
                : ". Its agent is not waiting at the moment; the order is "
                + "dropped when the machine starts again, and at " + ordered.get().order().orElseThrow().until());
    }

    private MachineEvent given(Machine machine, dev.ichor.machine.Order.Kind kind, String by) {
        Instant now = clock.instant();
        return new MachineEvent.OrderGiven(new dev.ichor.machine.Order(machine.turn() + 1, kind,
                machine.evidence().boot(), now, now.plus(dev.ichor.machine.Order.LIFE), by));
    }

    private static boolean isHeld(Machine machine) {
        return machine.stage() instanceof Stage.Held;
    }
}
