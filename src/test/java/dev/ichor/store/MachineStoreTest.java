package dev.ichor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Evidence;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Order;
import dev.ichor.machine.Place;
import dev.ichor.machine.Samples;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MachineStoreTest {
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00.123Z");

    @TempDir
    Path folder;
    private final MachineStore machines = new MachineStore();
    private final Random random = new Random(Long.getLong("ichor.fuzz.seed", 5));
    private int count;

    @Test
    void whatIsSavedIsRead() {
        try (Database database = Database.open(folder)) {
            List<Machine> saved = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Machine machine = machine(id(), saved.stream().map(Machine::id).toList());
                database.inTransaction(connection -> {
                    fingerprint(connection, machine);
                    machines.save(connection, machine);
                    return 0;
                });
                saved.add(machine);
                assertEquals(machine, database.reading(c -> machines.find(c, machine.id())).orElseThrow());
            }
            for (Machine before : saved) {
                Machine machine = machine(before.id(), saved.stream().map(Machine::id)
                        .filter(id -> !id.equals(before.id())).toList());
                Machine again = new Machine(machine.id(), machine.identity(), machine.stage(), machine.evidence(),
                        machine.order(), machine.distinctFrom(), machine.place(), machine.claims(),
                        machine.obstacles(), machine.installed(), machine.turn(), before.firstSeen());
                database.inTransaction(connection -> {
                    fingerprint(connection, again);
                    machines.save(connection, again);
                    return 0;
                });
                assertEquals(again, database.reading(c -> machines.find(c, again.id())).orElseThrow());
            }
        }
    }

    @Test
    void noMachineHasTwoArmsThatLiveAndNoTwoMachinesAreOneNode() {
        try (Database database = Database.open(folder)) {
            Machine one = in(new Stage.Armed(arm(false), NOW), "node-a");
            Machine two = in(new Stage.Assigned(NOW), "node-a");
            database.inTransaction(connection -> {
                fingerprint(connection, one);
                machines.save(connection, one);
                return 0;
            });
            refused(database, "machines.node", connection -> {
                fingerprint(connection, two);
                machines.save(connection, two);
                return 0;
            });
            refused(database, "arms.machine", connection -> Rows.run(connection,
                    "INSERT INTO arms (id, machine, purpose,"
                    + " fingerprint, by, by_policy, given, until) VALUES ('a-1', ?, 'WIPE', 'f', 'x', 0, 1, 2)",
                    one.id()));
        }
    }

    @Test
    void whatAnArmAllowsIsWrittenInStone() {
        try (Database database = Database.open(folder)) {
            Machine one = in(new Stage.Armed(arm(false), NOW), "node-a");
            database.inTransaction(connection -> {
                fingerprint(connection, one);
                machines.save(connection, one);
                return 0;
            });
            for (String change : List.of("UPDATE arms SET until = until + 1", "UPDATE arms SET machine = 'm'",
                    "DELETE FROM arm_disks", "UPDATE arm_disks SET serial = 'other'", "UPDATE arm_disks SET erase = 1",
                    "REPLACE INTO arms SELECT * FROM arms", "REPLACE INTO arm_disks SELECT * FROM arm_disks")) {
                StoreException e = assertThrows(StoreException.class,
                        () -> database.inTransaction(c -> Rows.run(c, change)), change);
                assertTrue(e.getMessage().contains("arm"), e.getMessage());
            }
            database.inTransaction(c -> Rows.run(c, "UPDATE arms SET ended = 1, ending = 'EXPIRED'"));
            assertThrows(StoreException.class, () -> database.inTransaction(
                    c -> Rows.run(c, "UPDATE arms SET ended = NULL, ending = NULL")));
        }
    }

    @Test
    void aPolicyNeverArmsADiskThatIsToBeErased() {
        try (Database database = Database.open(folder)) {
            Machine one = in(new Stage.Armed(arm(true), NOW), "node-a");
            boolean erases = ((Stage.Armed) one.stage()).arm().disks().stream().anyMatch(ArmedDisk::erase);
            assertTrue(erases);
            refused(database, "blank disks only", connection -> {
                fingerprint(connection, one);
                machines.save(connection, one);
                return 0;
            });
        }
    }

    private static void refused(Database database, String why, Database.Work<Integer> work) {
        StoreException refused = assertThrows(StoreException.class, () -> database.inTransaction(work));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private static void fingerprint(Connection connection, Machine machine) throws SQLException {
        new FingerprintStore().insert(connection, new FingerprintStore.Stored(machine.evidence().fingerprint(),
                machine.id(), machine.evidence().at(), 1, Samples.fingerprint(machine.evidence().boot(),
                machine.identity().uuid(), "S", machine.identity().macs().isEmpty()
                        ? List.of(Samples.mac("52:54:00:00:00:01")) : machine.identity().macs()), List.of()));
    }

    private Machine in(Stage stage, String node) {
        Machine any = machine(id(), List.of());
        return new Machine(any.id(), any.identity(), stage, any.evidence(), Optional.empty(), List.of(),
                Optional.of(new Place("prod", node, "ann")), any.claims(), List.of(), Optional.empty(), 1, NOW);
    }

    private MachineId id() {
        return MachineId.of(random.nextLong());
    }

    private Machine machine(MachineId id, List<MachineId> others) {
        count++;
        List<Mac> macs = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            macs.add(Samples.mac(String.format("52:54:%02x:%02x:%02x:%02x", random.nextInt(256), random.nextInt(256),
                    random.nextInt(256), i)));
        }
        Identity identity = new Identity(random.nextBoolean() ? Optional.of(new SystemUuid(new UUID(random.nextLong(),
                random.nextLong()))) : Optional.empty(), macs);
        Evidence evidence = new Evidence(BootId.of(random.nextLong()),
                Sha256.of(("f" + count).getBytes(StandardCharsets.UTF_8)), time());
        Optional<Order> order = random.nextBoolean() ? Optional.empty() : Optional.of(new Order(1 + count, one(
                Order.Kind.WAIT, Order.Kind.REBOOT, Order.Kind.POWEROFF, Order.Kind.BOOT_ON, Order.Kind.READ),
                evidence.boot(), NOW, NOW.plusSeconds(60), text()));
        Optional<Place> place = random.nextBoolean() ? Optional.empty()
                : Optional.of(new Place("prod", "node-" + count, text()));
        return new Machine(id, identity, stage(evidence, others), evidence, order,
                others.isEmpty() || random.nextBoolean() ? List.of() : List.of(others.getFirst()), place, claims(),
                random.nextBoolean() ? List.of() : List.of(new Obstacle("foreign-data", "disk 'x' \u00fc \"y\"")),
                random.nextBoolean() ? Optional.empty() : Optional.of(time()), 1 + random.nextInt(100), time());
    }

    private Stage stage(Evidence evidence, List<MachineId> others) {
        return switch (random.nextInt(others.isEmpty() ? 5 : 6)) {
            case 0 -> new Stage.Discovered(evidence.fingerprint(), time());
            case 1 -> new Stage.Assigned(time());
            case 2 -> new Stage.Armed(arm(false), random.nextBoolean(), time());
            case 3 -> new Stage.Installing(arm(false), BootId.of(random.nextLong()), new Stage.Installing.Progress(
                    1 + random.nextInt(3), random.nextBoolean() ? "" : "writing", random.nextBoolean()
                    ? OptionalInt.empty() : OptionalInt.of(random.nextInt(101)), random.nextBoolean()
                    ? Optional.empty() : Optional.of("no space")), time());
            case 4 -> new Stage.Installed(time());
            default -> new Stage.Held(text(), List.of(others.getLast()), time());
        };
    }

    private Arm arm(boolean byPolicy) {
        List<ArmedDisk> disks = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            disks.add(new ArmedDisk(disk(i), text(), one(DiskRole.values()), text(), i == 0 || random.nextBoolean(),
                    one(ArmedDisk.State.values()), text()));
        }
        return new Arm(String.format("a-%010x", random.nextLong() >>> 24), one(Arm.Purpose.values()),
                Sha256.of(text().getBytes(StandardCharsets.UTF_8)), disks, text(), byPolicy, NOW, NOW.plusSeconds(60));
    }

    private List<DiskClaim> claims() {
        List<DiskClaim> claims = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            DiskRole role = one(DiskRole.values());
            claims.add(new DiskClaim(disk(i), role, role == DiskRole.POOL && random.nextBoolean(), text()));
        }
        return claims;
    }

    private DiskId disk(int number) {
        return new DiskId("eui." + random.nextInt(1000), "s" + number, 1 + random.nextLong(1L << 45));
    }

    private Instant time() {
        return NOW.plusMillis(random.nextInt(1_000_000));
    }

    private String text() {
        return one("", "ann", "policy gold", "ext4 filesystem \"data\"", "a\nb \u2192 c");
    }

    @SafeVarargs
    private <T> T one(T... values) {
        return values[random.nextInt(values.length)];
    }
}
