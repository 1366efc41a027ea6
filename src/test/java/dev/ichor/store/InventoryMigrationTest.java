package dev.ichor.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.World;
import dev.ichor.json.Json;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Order;
import dev.ichor.machine.Samples;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database from before nodes, roles and arms is read as it was, and listed and searched without a new boot. */
@Timeout(60)
class InventoryMigrationTest {
    private static final MachineId ONE = MachineId.of(1);
    private static final MachineId TWO = MachineId.of(2);

    @TempDir
    Path folder;

    @Test
    void machinesOfAnOlderVersionAreAllThere() throws Exception {
        Connections connections = new Connections(folder.resolve("ichor.db"));
        Flyway.configure().dataSource(connections.migrations()).locations("classpath:db/migration").target("4").load()
                .migrate();
        try (Connection connection = connections.writer()) {
            old(connection, ONE, "held", "S1", "52:54:00:00:00:01");
            old(connection, TWO, "discovered", "S2", "52:54:00:00:00:02");
            Rows.run(connection, "INSERT INTO machine_others (machine, relation, other) VALUES (?, 'held', ?)", ONE,
                    TWO);
            Rows.run(connection, "INSERT INTO orders (machine, number, kind, boot, given, until, by) VALUES"
                    + " (?, 3, 'poweroff', ?, 1, 2, 'ann')", TWO, BootId.of(7));
        }
        try (Database database = Database.open(folder)) {
            List<Machine> all = database.reading(new MachineStore()::all);
            assertEquals(List.of(ONE, TWO), all.stream().map(Machine::id).sorted().toList());
            Machine held = database.reading(c -> new MachineStore().find(c, ONE)).orElseThrow();
            assertEquals(List.of(TWO), ((Stage.Held) held.stage()).others());
            Machine other = database.reading(c -> new MachineStore().find(c, TWO)).orElseThrow();
            assertEquals(Order.Kind.POWEROFF, other.order().orElseThrow().kind());
            assertEquals(List.of(ONE), found(database, Optional.of("s1-nvme"), false));
            assertEquals(List.of(TWO), found(database, Optional.of("00:00:02"), false));
            assertEquals(List.of(TWO), found(database, Optional.of("2"), false).stream().filter(TWO::equals).toList());
            assertEquals(List.of(ONE), found(database, Optional.empty(), true));
            MachineList.Summary summary = database.reading(c -> new MachineList().summaries(c, List.of(ONE.text())))
                    .get(ONE.text());
            assertEquals(new MachineList.Summary("S1", "ACME Box \"2\" \u00fc", "uefi", 2, Samples.fingerprint(
                    BootId.of(1), Optional.empty(), "S1", List.of()).disks().stream().mapToLong(Disk::bytes).sum(), 1),
                    summary);
            assertTrue(database.reading(c -> new DeclaredStore().world(c)).all().isEmpty());
        }
    }

    @Test
    void whatWasDeclaredBeforeThereWerePlansSaysNothingOfThem() throws Exception {
        Connections connections = new Connections(folder.resolve("ichor.db"));
        Flyway.configure().dataSource(connections.migrations()).locations("classpath:db/migration").target("7").load()
                .migrate();
        String cluster = "{'name':'%s','endpoint':'https://10.0.0.5:6443','talos':'v1.13.9','kubernetes':'v1.36.3',"
                + "'pods':['10.244.0.0/16'],'services':['10.96.0.0/12'],'storage':%s,'zones':['a'],"
                + "'mayastor':{'enabled':true,'chartVersion':'','replicas':2}}";
        try (Connection connection = connections.writer()) {
            declared(connection, "CLUSTER", "c1", cluster.formatted("c1", "{'subnet':'10.30.0.0/24','vlan':30,"
                    + "'mtu':1500,'pool':{'first':'10.30.0.1','last':'10.30.0.9'}}"));
            declared(connection, "CLUSTER", "c2", cluster.formatted("c2", "null"));
            declared(connection, "NODE", "n", "{'name':'n','cluster':'c1','type':'WORKER','zone':'a','machine':null,"
                    + "'storage':'10.30.0.2','labels':{'a':'b'},'disks':[{'serial':'S','role':'SYSTEM'}]}");
        }
        try (Database database = Database.open(folder)) {
            World world = database.reading(c -> new DeclaredStore().world(c));
            StorageNetwork network = new StorageNetwork(Subnet.parse("10.30.0.0/24"), OptionalInt.of(30), 1500,
                    Optional.of(new StorageNetwork.Pool(Ipv4.parse("10.30.0.1"), Ipv4.parse("10.30.0.9"))));
            assertEquals(List.of(cluster("c1", Optional.of(network)), cluster("c2", Optional.empty())),
                    world.clusters());
            assertEquals(List.of(new Node("n", "c1", NodeType.WORKER, "a", Optional.empty(),
                    Optional.of(Ipv4.parse("10.30.0.2")), Map.of("a", "b"), List.of(new Node.DiskOfNode("S",
                            DiskRole.SYSTEM)))), world.nodes());
        }
    }

    private static Cluster cluster(String name, Optional<StorageNetwork> network) {
        return new Cluster(name, URI.create("https://10.0.0.5:6443"), "v1.13.9", "v1.36.3", Cluster.PODS,
                Cluster.SERVICES, network, List.of("a"), new MayastorPlan(true, "", 2));
    }

    private static void declared(Connection connection, String kind, String name, String json) throws SQLException {
        Rows.run(connection, "INSERT INTO declared (kind, name, version, value, path, source, made, cluster, zone,"
                + " created, changed, world) VALUES (?, ?, 1, ?, 'x.yaml', NULL, '', 'c1', '', 1, 1, 1)", kind, name,
                json.replace('\'', '"'));
    }

    private static List<MachineId> found(Database database, Optional<String> text, boolean person) {
        return database.reading(c -> new MachineList().page(c, new MachineList.Wanted(Optional.empty(),
                Optional.empty(), Optional.empty(), text, person), MachineList.Column.FIRST_SEEN, false,
                Optional.empty(), 10)).machines().stream().map(Machine::id).toList();
    }

    private static void old(Connection connection, MachineId id, String stage, String serial, String mac)
            throws SQLException {
        String hash = Sha256.of(serial.getBytes(StandardCharsets.UTF_8)).hex();
        connection.setAutoCommit(false);
        Rows.run(connection, "INSERT INTO machines (id, uuid, stage, stage_since, stage_why, boot, fingerprint,"
                + " evidence_at, turn, first_seen) VALUES (?, NULL, ?, 5, 'why', ?, ?, 6, 2, 4)", id, stage,
                BootId.of(id.hashCode()), hash);
        Rows.run(connection, "INSERT INTO machine_macs (machine, mac) VALUES (?, ?)", id, mac);
        var fingerprint = Samples.fingerprint(BootId.of(1), Optional.empty(), serial, List.of(Samples.mac(mac)));
        Rows.run(connection, "INSERT INTO fingerprints (hash, machine, boot, taken, bytes, parsed, difference)"
                + " VALUES (?, ?, ?, 6, 1, ?, '[]')", hash, id, BootId.of(1), Json.write(fingerprint));
        for (int i = 0; i < 2; i++) {
            Disk disk = fingerprint.disks().get(i);
            Rows.run(connection, "INSERT INTO disks (fingerprint, position, wwid, serial, model, eui, nguid, firmware,"
                            + " bytes, logical, physical, transport, rotational, blank, contents, by_id, kernel_name)"
                            + " VALUES (?, ?, ?, ?, ?, '', '', '', ?, 512, 512, 'NVME', 0, 1, '', '', 'x')", hash, i,
                    disk.wwid(), disk.serial(), disk.model(), disk.bytes());
        }
        Rows.run(connection, "INSERT INTO nics (fingerprint, position, mac, driver, firmware, link, booted, address,"
                + " kernel_name) VALUES (?, 0, ?, 'd', 'f', 1, 1, '', 'eth0')", hash, mac);
        connection.commit();
        connection.setAutoCommit(true);
    }
}
