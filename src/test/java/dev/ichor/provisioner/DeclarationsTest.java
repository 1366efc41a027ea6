package dev.ichor.provisioner;

import static dev.ichor.provisioner.ArmingTest.value;
import static dev.ichor.provisioner.ArmingTest.why;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Declared.Kind;
import dev.ichor.inventory.plan.Change;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.store.Rows;
import dev.ichor.yaml.inventory.InventoryFile;
import dev.ichor.yaml.inventory.InventoryWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeclarationsTest {
    @TempDir
    Path folder;
    private Bench bench;
    private Declarations world;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        world = bench.provisioner.declarations();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static InventoryFile file(Declared declared) {
        return new InventoryFile("rack/" + InventoryWriter.path(declared),
                "# by hand\n" + InventoryWriter.yaml(declared));
    }

    private static List<InventoryFile> rack() {
        return List.of(file(Metal.cluster(5)), file(Metal.node("w1")), file(Metal.policy(true)));
    }

    private static List<InventoryFile> sorted(List<InventoryFile> files) {
        return files.stream().sorted(Comparator.comparing(InventoryFile::path)).toList();
    }

    @Test
    void whatWasAppliedIsExportedToTheByte() {
        assertEquals(3, value(world.apply(rack(), false, Bench.ANN)).size());
        assertEquals(sorted(rack()), world.export());
        assertEquals(List.of(), value(world.plan(world.export(), true)));
        assertEquals(List.of(), value(world.apply(world.export(), true, Bench.ANN)));
        bench.close();
        bench = new Bench(folder);
        world = bench.provisioner.declarations();
        assertEquals(sorted(rack()), world.export());
        assertEquals(1, world.find(Kind.NODE, "w1").orElseThrow().version());
    }

    @Test
    void badFilesChangeNothingAndAreAllTold() {
        List<InventoryFile> bad = new ArrayList<>(rack());
        bad.add(new InventoryFile("rack/nodes/w2.yaml",
                "kind: Node\nname: w2\ncluster: nowhere\ntype: worker\nx: 1\n"));
        bad.add(new InventoryFile("rack/nodes/w3.yaml", "kind: Node\nname: w1\ncluster: prod\ntype: worker\n"));
        Outcome.Refused<?> refused = assertInstanceOf(Outcome.Refused.class, world.apply(bad, true, Bench.ANN));
        assertEquals(Why.INVALID, refused.why());
        assertTrue(refused.problems().size() >= 2, refused.toString());
        assertEquals(List.of(), world.world().all());
        assertEquals(List.of(), world.export());
    }

    @Test
    void aPartOfTheWorldCanBeAppliedAlone() {
        value(world.apply(rack(), false, Bench.ANN));
        List<Change> changes = value(world.apply(List.of(file(Metal.node("w2"))), false, Bench.ANN));
        assertEquals(List.of(Change.Action.LEAVE, Change.Action.LEAVE, Change.Action.CREATE, Change.Action.LEAVE),
                changes.stream().map(Change::action).toList());
        assertEquals(4, world.world().all().size());
        assertEquals(Why.INVALID, why(world.apply(List.of(file(Metal.node("w2"))), true, Bench.ANN)));
        assertEquals(4, world.world().all().size());
    }

    @Test
    void versionsKeepOldAnswersOut() {
        String node = InventoryWriter.yaml(Metal.node("w1"));
        value(world.apply(List.of(file(Metal.cluster(5))), false, Bench.ANN));
        assertEquals(Why.STALE, why(world.put(Kind.NODE, "w1", node, OptionalLong.of(1), Bench.ANN)));
        assertEquals(1, value(world.put(Kind.NODE, "w1", node, OptionalLong.of(0), Bench.ANN)).version());
        assertEquals(Why.STALE, why(world.put(Kind.NODE, "w1", node, OptionalLong.of(0), Bench.ANN)));
        assertEquals(1, value(world.put(Kind.NODE, "w1", node, OptionalLong.of(1), Bench.ANN)).version());
        String other = node.replace("worker", "controlplane");
        assertNotEquals(node, other);
        assertEquals(2, value(world.put(Kind.NODE, "w1", other, OptionalLong.of(1), Bench.ANN)).version());
        assertEquals(Why.STALE, why(world.delete(Kind.NODE, "w1", OptionalLong.of(1), Bench.ANN)));
        value(world.delete(Kind.NODE, "w1", OptionalLong.of(2), Bench.ANN));
        assertEquals(Why.NOT_FOUND, why(world.delete(Kind.NODE, "w1", OptionalLong.empty(), Bench.ANN)));
        assertEquals(3, value(world.put(Kind.NODE, "w1", node, OptionalLong.of(0), Bench.ANN)).version());
        assertEquals(Why.INVALID, why(world.put(Kind.NODE, "w2", node, OptionalLong.empty(), Bench.ANN)));
        assertEquals(Why.CONFLICT, why(world.delete(Kind.CLUSTER, "prod", OptionalLong.empty(), Bench.ANN)));
    }

    @Test
    void whatMachinesAreStays() {
        value(world.apply(rack(), false, Bench.ANN));
        Metal.blank(1).boot(bench);
        assertEquals("worker-1", Metal.blank(1).view(bench).row().place().orElseThrow().node());
        assertEquals(Why.CONFLICT, why(world.delete(Kind.NODE, "worker-1", OptionalLong.empty(), Bench.ANN)));
        // A pool that moves to another network would leave the address behind.
        String moved = InventoryWriter.yaml(Metal.cluster(5)).replace("10.9.", "10.8.");
        Outcome.Refused<?> refused = assertInstanceOf(Outcome.Refused.class, world.put(Kind.CLUSTER, "prod", moved,
                OptionalLong.empty(), Bench.ANN));
        assertTrue(refused.toString().contains("worker-1"), refused.toString());
        // And nobody may declare what was given.
        String taken = InventoryWriter.yaml(Metal.node("w1")) + "storage: 10.9.0.10\n";
        assertEquals(Why.INVALID, why(world.put(Kind.NODE, "w1", taken, OptionalLong.empty(), Bench.ANN)));
        assertEquals(2, value(world.put(Kind.NODE, "w1", taken.replace("0.10", "0.11"), OptionalLong.empty(),
                Bench.ANN)).version());
        Metal.blank(2).boot(bench);
        assertEquals("10.9.0.12", world.find(Kind.NODE, "worker-2").orElseThrow().address().orElseThrow().toString());
        assertEquals(List.of("10.9.0.10", "10.9.0.11", "10.9.0.12"), bench.database.reading(c -> Rows.list(c,
                "SELECT address FROM addresses ORDER BY address", row -> row.getString(1))));
        // What a policy made is no file's to delete, and no file of an export.
        value(world.apply(world.export(), true, Bench.ANN));
        assertEquals(List.of("w1", "worker-1", "worker-2"), world.list(Kind.NODE).stream()
                .map(item -> item.declared().name()).toList());
    }

    @Test
    void anAddressComesBackOnlyWhenNoOtherIsLeft() {
        Metal.declare(bench, Metal.cluster(2), Metal.policy(false));
        Metal one = Metal.blank(1);
        one.boot(bench);
        MachineId gone = one.id(bench);
        // The policy may place it again as soon as the appliance looks at the changed world.
        do {
            bench.provisioner.arming().unassign(gone, Bench.ANN);
        } while (bench.provisioner.arming().forget(gone, Bench.ANN) instanceof Outcome.Refused);
        value(world.delete(Kind.NODE, "worker-1", OptionalLong.empty(), Bench.ANN));
        Metal.blank(2).boot(bench);
        assertEquals("10.9.0.11", address("worker-1"));
        Metal.blank(3).boot(bench);
        assertEquals("10.9.0.10", address("worker-2"));
        Metal last = Metal.blank(4);
        last.boot(bench);
        assertEquals("no-address", last.view(bench).row().reason().code());
        assertEquals(2, world.list(Kind.NODE).size());
    }

    private String address(String node) {
        return world.find(Kind.NODE, node).orElseThrow().address().orElseThrow().toString();
    }

    @Test
    void machinesThatWaitAreLookedAtAnew() throws Exception {
        Metal one = Metal.blank(1);
        one.boot(bench);
        assertEquals("discovered", one.view(bench).row().stage());
        value(world.apply(rack(), false, Bench.ANN));
        while (!one.view(bench).row().stage().equals("armed")) {
            Thread.sleep(20);
        }
        // A policy that comes while the appliance is down is found at its start.
        Metal two = Metal.blank(2);
        value(world.delete(Kind.POLICY, "any", OptionalLong.empty(), Bench.ANN));
        two.boot(bench);
        bench.provisioner.close();
        Metal.declare(bench, Metal.policy(false));
        bench.close();
        bench = new Bench(folder);
        while (!two.view(bench).row().stage().equals("assigned")) {
            Thread.sleep(20);
        }
    }
}
