package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.inventory.Node;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Evidence;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Place;
import dev.ichor.machine.Samples;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.store.AddressStore;
import dev.ichor.store.Database;
import dev.ichor.store.DeclaredStore;
import dev.ichor.store.EventStore;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.MachineStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An inventory of many machines, written as a year of boots would have left it, and questions to it. */
public final class Crowd implements AutoCloseable {
    /** Of each machine. */
    public static final int EVENTS = 20;
    private static final int BATCH = 500;
    private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");

    public final Bench bench;
    public final String boot;
    private final int machines;

    public Crowd(Path folder, int machines) {
        this.machines = machines;
        try (Database database = Database.open(folder)) {
            database.inTransaction(connection -> {
                DeclaredStore declared = new DeclaredStore();
                declared.put(connection, stored(Metal.cluster(20_000), ""), BEGIN);
                declared.put(connection, stored(Metal.policy(false), ""), BEGIN);
                return 0;
            });
            for (int first = 0; first < machines; first += BATCH) {
                int from = first;
                database.inTransaction(connection -> {
                    for (int number = from; number < Math.min(machines, from + BATCH); number++) {
                        insert(connection, number);
                    }
                    return 0;
                });
            }
        }
        bench = new Bench(folder);
        boot = bench.freshBoot();
    }

    private static DeclaredStore.Stored stored(dev.ichor.inventory.Declared thing, String made) {
        return new DeclaredStore.Stored(thing, 1, thing.kind().folder() + "/" + thing.name() + ".yaml",
                Optional.empty(), made);
    }

    /** Nine of ten are nodes; the others carry something, so that each look at them leaves them to a person. */
    private static void insert(Connection connection, int number) throws SQLException {
        Box box = boxOf(number);
        MachineId id = MachineId.of(number * 2_654_435_761L + 1);
        BootId boot = BootId.of(number + 1);
        Sha256 hash = Sha256.of(("archive " + number).getBytes(StandardCharsets.UTF_8));
        Instant at = BEGIN.plusSeconds(60L * number);
        Fingerprint fingerprint = fingerprint(box, number, boot);
        boolean node = number % 10 != 0;
        new FingerprintStore().insert(connection, new FingerprintStore.Stored(hash, id, at, 1_000, fingerprint,
                List.of()));
        List<DiskClaim> claims = !node ? List.of() : List.of(new DiskClaim(fingerprint.disks().getFirst().id(),
                DiskRole.SYSTEM, false, ""), new DiskClaim(fingerprint.disks().getLast().id(), DiskRole.POOL, false,
                ""));
        new MachineStore().save(connection, new Machine(id, fingerprint.identity(),
                node ? new Stage.Assigned(at) : new Stage.Discovered(hash, at), new Evidence(boot, hash, at),
                Optional.empty(), List.of(), node ? Optional.of(new Place("prod", "node-" + number, "policy any"))
                : Optional.empty(), claims, node ? List.of()
                : List.of(new Obstacle("foreign-data", "Look at its disks.")), Optional.empty(), EVENTS, at));
        if (node) {
            Node declared = Metal.node("node-" + number);
            new DeclaredStore().put(connection, stored(declared, "any"), at);
            new AddressStore().give(connection, new AddressStore.Given(new Ipv4(0x0A090010 + number), "prod",
                    declared.name(), true), at);
        }
        for (int i = 0; i < EVENTS; i++) {
            new EventStore().append(connection, id, new MachineEvent.Reported(at.plusSeconds(i), boot, "line " + i));
        }
    }

    private static Fingerprint fingerprint(Box box, int number, BootId boot) {
        Fingerprint base = Samples.fingerprint(boot, box.uuid(), box.serial(), box.macs());
        List<Disk> disks = List.of(Metal.disk("sys" + number + "x", 480), number % 10 != 0
                ? Metal.disk("pool" + number + "x", 960) : Metal.disk("pool" + number + "x", 960, Metal.ext4()),
                Metal.disk("more" + number + "x", 960));
        return new Fingerprint(boot, base.system(), base.platform(), base.cpu(), base.memory(), disks, base.nics(),
                List.of());
    }

    private static Box boxOf(int number) {
        return new Metal(number + 1).box;
    }

    /** A number of a machine, spread over all of them. */
    public int number(int round) {
        return (int) (round * 7_919L % machines);
    }

    public Box box(int round) {
        return boxOf(number(round));
    }

    public void page(Machines.Query query) {
        bench.provisioner.machines().page(query);
    }

    /** The cursor of the page behind the middle. */
    public String middle() {
        Machines.Query query = new Machines.Query(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), false, Machines.Query.Sort.FIRST_SEEN, false, Optional.empty(), 10);
        Optional<String> cursor = Optional.empty();
        int pages = machines / 20;
        for (int page = 0; page <= pages; page++) {
            Optional<String> next = bench.provisioner.machines().page(new Machines.Query(query.stage(), query.cluster(),
                    query.zone(), query.text(), false, query.sort(), false, cursor, page == 0 ? 5 : 10)).next();
            if (next.isEmpty()) {
                break;
            }
            cursor = next;
        }
        return cursor.orElseThrow();
    }

    public void find(String key) {
        bench.provisioner.machines().find(key).orElseThrow();
    }

    public void events(int round) {
        MachineId id = MachineId.of(number(round) * 2_654_435_761L + 1);
        if (bench.provisioner.machines().events(Optional.of(id), 0, 100).size() < EVENTS) {
            throw new IllegalStateException("events are missing");
        }
    }

    @Override
    public void close() {
        bench.close();
    }
}
