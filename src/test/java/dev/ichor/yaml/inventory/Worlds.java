package dev.ichor.yaml.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Management;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Node.DiskOfNode;
import dev.ichor.inventory.Node.NicOfNode;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Patch;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.Policy.DiskRule;
import dev.ichor.inventory.Policy.ZoneRule;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.TalosPlan;
import dev.ichor.inventory.World;
import dev.ichor.inventory.policy.Selector;
import dev.ichor.machine.arm.DiskRole;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** Random worlds that are in order. */
final class Worlds {
    private static final List<String> TEXTS = List.of("Dell Inc.", "*", "true", "null", "~", "123", "1e5", "0x1f",
            "12:30:00", "- a", "a: b", "a #b", "#", "\"q\"", "it's", "{x}", "[y]", "&a", "*b*", "!t", "%d", "@at",
            "`c`", "back\\slash", "a:", "yes", "2026-01-01", "x y  z", "?", "| >", "<<", "=", ".5", "1.2.3.4", "-");
    private final Random random;

    Worlds(long seed) {
        random = new Random(seed);
    }

    World world() {
        List<Cluster> clusters = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            clusters.add(cluster(i));
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            nodes.add(node(i, clusters.get(random.nextInt(clusters.size()))));
        }
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            policies.add(policy(i, clusters.get(random.nextInt(clusters.size()))));
        }
        return new World(clusters, nodes, policies);
    }

    private boolean odds() {
        return random.nextBoolean();
    }

    private static Ipv4 ip(int a, int b, int c, int d) {
        return Ipv4.of(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    }

    private Cluster cluster(int i) {
        Optional<StorageNetwork> storage = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(new StorageNetwork(
                new Subnet(ip(172, 16, i, 0), 24),
                odds() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(4094)),
                odds() ? 9000 : 1280 + random.nextInt(7000),
                Optional.of(new StorageNetwork.Pool(ip(172, 16, i, 1), ip(172, 16, i, 1 + random.nextInt(100)))),
                one(StorageNetwork.Link.values()), odds() ? StorageNetwork.BOND : "active-backup",
                odds() ? List.of() : List.of(new StorageNetwork.Route(new Subnet(ip(172, 17, 0, 0), 16),
                        ip(172, 16, i, 254)), new StorageNetwork.Route(new Subnet(ip(0, 0, 0, 0), 2),
                        ip(172, 16, i, 253)))));
        MayastorPlan plan = odds() ? MayastorPlan.DEFAULT : odds()
                ? new MayastorPlan(odds(), odds() ? "" : "4.5.1", 1 + random.nextInt(5))
                : new MayastorPlan(odds(), "", 3, 1 + random.nextInt(16), odds(),
                        odds() ? 0 : 1024 + random.nextInt(9000), odds(), one(MayastorPlan.LocalVolume.values()),
                        odds() ? Handoff.DEFAULT : handoff());
        return new Cluster("c" + i, URI.create("https://" + (odds() ? "10.0.0.5" : "api.example.org") + ":"
                + (1 + random.nextInt(65_535))), "v1.13." + i, "v1.36.0-rc.1",
                odds() ? Cluster.PODS : List.of(new Subnet(ip(10, 1, 0, 0), 16), new Subnet(ip(10, 3, 0, 0), 16)),
                odds() ? Cluster.SERVICES : List.of(new Subnet(ip(10, 2, 0, 0), 16)), storage,
                odds() ? List.of() : List.of("z2", "on", "z1"), plan, odds() ? Management.NONE : management(i),
                odds() ? TalosPlan.DEFAULT : new TalosPlan(odds() ? "" : "0123456789abcdef".repeat(4),
                        odds() ? "" : "registry.example.org:5000/a/installer", odds() ? OptionalInt.empty()
                        : OptionalInt.of(1 + random.nextInt(1000)), patches(true)));
    }

    private Handoff handoff() {
        return new Handoff(one(Handoff.Chart.values()), one(Handoff.Domain.NODE, Handoff.Domain.RACK,
                Handoff.Domain.SWITCH), odds() ? "" : "registry.example.org:5000/mirror", odds() ? ""
                : "registry.example.org/tools/fio:3.38", odds() ? Optional.empty() : Optional.of(new Handoff.Prices(
                "EUR", BigDecimal.valueOf(random.nextInt(1_000_000), 2), BigDecimal.valueOf(random.nextInt(90) * 10))));
    }

    @SafeVarargs
    private <T> T one(T... values) {
        return values[random.nextInt(values.length)];
    }

    private Management management(int i) {
        return new Management(Optional.of(new Subnet(ip(192, 168, i, 0), 24)), odds() ? Optional.empty()
                : Optional.of(ip(192, 168, i, 1)), odds() ? List.of() : List.of(ip(9, 9, 9, 9), ip(1, 1, 1, 1)),
                odds() ? List.of() : List.of("time.example.org", "10.0.0.1"), odds() ? Optional.empty()
                : Optional.of(ip(192, 168, i, 2)));
    }

    private List<Patch> patches(boolean aimed) {
        List<Patch> patches = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            patches.add(new Patch("p" + (9 - i), aimed ? one(Patch.Target.values()) : Patch.Target.ALL,
                    one("machine: {a: b}", "machine:\n  a: b\n", "machine:\n\n  a: \"b: #c\"\n# end", "- op: test\n"
                            + "  path: /a\n  value: 1\n\n", "\n machine: {}\n", "machine: {a: b}   ", "machine: {}\n"
                            + "---\napiVersion: v1alpha1\nkind: X\n\u00fc: \u200bx\n", "machine:\n  a: 1  \n   \n",
                            "machine:\n    a: |\n      x\n\n      y\n    b: 'true'\n",
                            "machine: {}\r\n# \ud83d\ude00\n", "{\"machine\":\n\t{}}\n")));
        }
        return patches;
    }

    private Node node(int i, Cluster cluster) {
        Optional<Ipv4> storage = cluster.storage().filter(network -> odds())
                .map(network -> network.subnet().network().plus(101 + i));
        List<DiskOfNode> disks = new ArrayList<>();
        for (int n = 0; n < random.nextInt(4); n++) {
            disks.add(new DiskOfNode("S" + i + "#" + n, n == 0 ? DiskRole.SYSTEM
                    : List.of(DiskRole.POOL, DiskRole.SPARE, DiskRole.IGNORE).get(random.nextInt(3))));
        }
        Optional<String> machine = List.of(Optional.<String>empty(),
                Optional.of(new Mac(0x525400000000L + i).toString()),
                Optional.of("6ba7b810-9dad-11d1-80b4-00c04fd430c" + i), Optional.of("12345" + i),
                Optional.of("Serial \"" + i)).get(random.nextInt(5));
        return new Node("n" + i, cluster.name(), NodeType.values()[random.nextInt(2)], zone(cluster), machine, storage,
                labels(), disks, cluster.management().subnet().filter(network -> odds())
                        .map(network -> network.network().plus(10 + i)), odds() ? List.of()
                : List.of(new NicOfNode(new Mac(0x3c0000000000L + i), one(NicOfNode.Use.values())),
                        new NicOfNode(new Mac(0x3c0000000100L + i), NicOfNode.Use.STORAGE)), patches(false));
    }

    private String zone(Cluster cluster) {
        return odds() ? "" : cluster.zones().isEmpty() ? "any" : cluster.zones().getFirst();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            labels.put(List.of("a", "example.org/x.y_Z", "no", "1").get(random.nextInt(4)),
                    List.of("", "true", "v-1", "08").get(random.nextInt(4)));
        }
        return labels;
    }

    private Optional<String> text() {
        return odds() ? Optional.empty() : Optional.of(TEXTS.get(random.nextInt(TEXTS.size())));
    }

    private OptionalLong number(long most) {
        return odds() ? OptionalLong.empty() : OptionalLong.of(1 + random.nextLong(most));
    }

    private Policy policy(int i, Cluster cluster) {
        Selector selector = new Selector(text(), text(), text(), text(), number(128), number(1L << 40), number(64),
                number(1L << 44), number(400_000), text(), text(), odds() ? List.of() : List.of("52", "00:11:22"));
        String zone = zone(cluster);
        ZoneRule rule = zone.isEmpty() ? ZoneRule.NONE : new ZoneRule(odds() ? Map.of()
                : Map.of("leaf.a/1", zone, "true", zone, "a:b\"c]", zone),
                odds() ? Optional.empty() : Optional.of(zone));
        DiskRule disks = odds() ? DiskRule.DEFAULT
                : new DiskRule(1 + random.nextLong(1L << 42), 256_000_000_000L, random.nextInt(3),
                        3 + random.nextInt(62));
        return new Policy("p" + i, selector, cluster.name(), NodeType.values()[random.nextInt(2)],
                List.of("w-{n}", "{cluster}-{n:3}", "{serial}").get(random.nextInt(3)), rule, disks, labels(), odds());
    }

    static List<InventoryFile> files(World world) {
        return world.all().stream().map((Declared one) -> new InventoryFile(InventoryWriter.path(one),
                InventoryWriter.yaml(one))).toList();
    }
}
