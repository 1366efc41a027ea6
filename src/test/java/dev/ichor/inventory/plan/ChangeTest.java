package dev.ichor.inventory.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared.Kind;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Node.DiskOfNode;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Patch;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.TalosPlan;
import dev.ichor.inventory.World;
import dev.ichor.inventory.plan.Change.Action;
import dev.ichor.inventory.plan.Change.Field;
import dev.ichor.machine.arm.DiskRole;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChangeTest {
    private static Cluster cluster(String name, int mtu, List<String> zones) {
        return new Cluster(name, URI.create("https://10.0.0.5:6443"), "v1.13.9", "v1.36.3", Cluster.PODS,
                Cluster.SERVICES, Optional.of(new StorageNetwork(new Subnet(new Ipv4(0x0A000000), 24),
                OptionalInt.empty(), mtu, Optional.empty())), zones, MayastorPlan.DEFAULT);
    }

    private static Node node(String name, Map<String, String> labels, DiskOfNode... disks) {
        return new Node(name, "a", NodeType.WORKER, "", Optional.empty(), Optional.empty(), labels, List.of(disks));
    }

    private static String shown(List<Change> changes) {
        return String.join("\n", changes.stream().map(change -> change.action() + " " + change.kind().label() + " "
                + change.name()).toList());
    }

    @Test
    void kindsAndNamesInOrder() {
        World now = new World(List.of(cluster("b", 9000, List.of())), List.of(node("gone", Map.of()),
                node("made", Map.of()), node("same", Map.of())), List.of());
        World wanted = new World(List.of(cluster("a", 9000, List.of()), cluster("b", 1500, List.of())),
                List.of(node("new", Map.of()), node("same", Map.of())), List.of());
        assertEquals("CREATE Cluster a\nUPDATE Cluster b\nDELETE Node gone\nLEAVE Node made\nCREATE Node new",
                shown(Change.between(now, wanted, true, Set.of("made", "b"))));
        assertEquals("CREATE Cluster a\nUPDATE Cluster b\nLEAVE Node gone\nLEAVE Node made\nCREATE Node new",
                shown(Change.between(now, wanted, false, Set.of())));
        assertEquals(List.of(), Change.between(now, now, true, Set.of()));
        assertEquals("DELETE Cluster b", shown(Change.between(new World(now.clusters(), List.of(), List.of()),
                World.EMPTY, true, Set.of("b"))), "only nodes are made");
    }

    @Test
    void fieldsWithBothValues() {
        World now = new World(List.of(cluster("a", 9000, List.of("x", "y"))), List.of(node("n",
                Map.of("k", "1", "l", "1"),
                new DiskOfNode("A", DiskRole.SYSTEM), new DiskOfNode("B", DiskRole.SPARE))), List.of());
        World wanted = new World(List.of(cluster("a", 1500, List.of())), List.of(node("n", Map.of("k", "2"),
                new DiskOfNode("C", DiskRole.POOL), new DiskOfNode("B", DiskRole.POOL),
                new DiskOfNode("A", DiskRole.SYSTEM))), List.of());
        assertEquals(List.of(new Change(Action.UPDATE, Kind.CLUSTER, "a", List.of(
                        new Field("storage.mtu", "9000", "1500"), new Field("zones", "x, y", ""))),
                new Change(Action.UPDATE, Kind.NODE, "n", List.of(new Field("labels.k", "1", "2"),
                        new Field("disks[C]", "", "pool"), new Field("disks[B]", "spare", "pool"),
                        new Field("labels.l", "1", "")))), Change.between(now, wanted, true, Set.of()));
    }

    @Test
    void anotherOrderOfDisksIsNoChange() {
        DiskOfNode one = new DiskOfNode("A", DiskRole.SYSTEM);
        DiskOfNode two = new DiskOfNode("B", DiskRole.POOL);
        assertEquals(List.of(), Change.between(new World(List.of(), List.of(node("n", Map.of(), one, two)), List.of()),
                new World(List.of(), List.of(node("n", Map.of(), two, one)), List.of()), true, Set.of()));
    }

    @Test
    void patchesByNameAndTheirOrder() {
        Patch one = new Patch("one", Patch.Target.ALL, "machine: {a: 1}\n");
        Patch two = new Patch("two", Patch.Target.WORKER, "machine: {b: 1}\n");
        Patch other = new Patch("one", Patch.Target.ALL, "machine: {a: 2}\n");
        assertEquals(List.of(new Field("patches", "one, two", "two, one")), patched(List.of(one, two),
                List.of(two, one)));
        assertEquals(List.of(new Field("patches[one].patch", one.text(), other.text())), patched(List.of(one, two),
                List.of(other, two)));
        assertEquals(List.of(new Field("patches[two].for", "", "worker"), new Field("patches[two].patch", "",
                two.text()), new Field("patches", "one", "one, two")), patched(List.of(one), List.of(one, two)));
    }

    private static List<Field> patched(List<Patch> before, List<Patch> after) {
        return Change.between(new World(List.of(patched(before)), List.of(), List.of()),
                new World(List.of(patched(after)), List.of(), List.of()), true, Set.of()).getFirst().fields();
    }

    private static Cluster patched(List<Patch> patches) {
        Cluster cluster = cluster("a", 9000, List.of());
        return new Cluster(cluster.name(), cluster.endpoint(), cluster.talos(), cluster.kubernetes(), cluster.pods(),
                cluster.services(), cluster.storage(), cluster.zones(), cluster.mayastor(), cluster.management(),
                new TalosPlan("", "", OptionalInt.empty(), patches));
    }
}
