package dev.ichor.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Subnet;
import dev.ichor.inventory.Assign.Answer;
import dev.ichor.inventory.Assign.Limits;
import dev.ichor.inventory.Node.DiskOfNode;
import dev.ichor.inventory.Policy.DiskRule;
import dev.ichor.inventory.Policy.ZoneRule;
import dev.ichor.inventory.policy.Selector;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Samples;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Health;
import dev.ichor.machine.hardware.Disk.Transport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class AssignTest {
    private static final ZoneRule SWITCHES = new ZoneRule(Map.of("leaf-a", "a", "leaf-b", "b"), Optional.empty());

    private static Cluster cluster(String... zones) {
        try {
            return new Cluster("prod", URI.create("https://10.0.0.5:6443"), "v1.13.9", "v1.36.3",
                    List.of(Subnet.parse("10.244.0.0/16")), List.of(Subnet.parse("10.96.0.0/12")), Optional.empty(),
                    List.of(zones), MayastorPlan.DEFAULT);
        } catch (dev.ichor.base.Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static Policy policy(String pattern, ZoneRule zone, DiskRule disks, boolean autoArm) {
        return new Policy("rack", Selector.ANY, "prod", NodeType.WORKER, pattern, zone, disks, Map.of("tier", "x"),
                autoArm);
    }

    private static World world(Policy policy, Node... nodes) {
        return new World(List.of(cluster("a", "b")), List.of(nodes), List.of(policy));
    }

    private static World rack(Node... nodes) {
        return world(policy("worker-{n}", SWITCHES, DiskRule.DEFAULT, true), nodes);
    }

    private static Node node(String name, String machine, DiskOfNode... disks) {
        return new Node(name, "prod", NodeType.WORKER, "a", Optional.ofNullable(machine), Optional.empty(), Map.of(),
                List.of(disks));
    }

    private static Answer assign(World world, Fingerprint machine, DiskClaim... claims) {
        return Assign.of(world, machine.identity(), machine, List.of(claims), Set.of(), Limits.DEFAULT);
    }

    private static String roles(List<DiskClaim> claims) {
        return claims.stream().map(claim -> claim.disk().serial() + "=" + claim.role().label()
                + (claim.keep() ? "+keep" : "")).collect(Collectors.joining(" "));
    }

    private static String codes(Answer answer) {
        return switch (answer) {
            case Answer.Nothing nothing -> "nothing";
            case Answer.Becomes becomes -> "becomes " + becomes.node().name() + (becomes.arm() ? " armed" : "") + " "
                    + roles(becomes.claims());
            case Answer.Blocked blocked -> blocked.obstacles().stream().map(Obstacle::code)
                    .collect(Collectors.joining(" "));
        };
    }

    @Test
    void aBlankMachineBecomesANodeByThePolicyAlone() {
        Fingerprint machine = new Box().nvme("s", 480).nvme("p", 1920).build();
        Answer.Becomes becomes = assertInstanceOf(Answer.Becomes.class, assign(rack(), machine));
        assertEquals(new Node("worker-1", "prod", NodeType.WORKER, "a", Optional.empty(), Optional.empty(),
                Map.of("tier", "x"), List.of()), becomes.node());
        assertTrue(becomes.made() && becomes.arm());
        assertEquals("policy rack", becomes.by());
        assertEquals("s=system p=pool", roles(becomes.claims()));
        assertEquals(List.of("policy rack matches with 0 conditions",
                "zone a, because it is cabled to switch leaf-a",
                "disk s (Fast, 480 GB): system, because it is the smallest blank and sound NVMe disk of at least 256GB",
                "disk p (Fast, 1.9 TB): pool, because it is a blank and sound NVMe disk of at least 512GB"),
                becomes.why());
        assertFalse(assertInstanceOf(Answer.Becomes.class, assign(world(policy("w-{n}", SWITCHES, DiskRule.DEFAULT,
                false)), machine)).arm());
        assertEquals("nothing", codes(assign(new World(List.of(), List.of(), List.of()), machine)));
    }

    private static Stream<Arguments> machines() {
        Health ill = new Health(0, 99, 100, 10, 0, 0, 0);
        Contents unreadable = new Contents.Unreadable("I/O error");
        return Stream.of(
                // The three of the rack: blank ones beside them are not quietly taken instead.
                Arguments.of("disk-not-blank", new Box().nvme("s", 480).nvme("p", 1920).nvme("x", 1920, Box.ext4())),
                Arguments.of("disk-not-blank", new Box().nvme("s", 480).nvme("p", 1920).nvme("x", 1920, Box.talos())),
                Arguments.of("disk-not-blank", new Box().nvme("s", 480).nvme("p", 1920)
                        .nvme("x", 1920, Box.pool("prod-3-0a"))),
                Arguments.of("disk-not-blank", new Box().nvme("s", 480).nvme("x", 480, Box.ext4()).nvme("p", 1920)
                        .nvme("a", 300, Box.talos())),
                Arguments.of("disk-not-blank", new Box().nvme("s", 480).nvme("p", 1920).nvme("x", 1920, unreadable)),
                Arguments.of("becomes worker-1 armed s=system p=pool x=spare", new Box().nvme("s", 480)
                        .nvme("p", 1920).nvme("x", 500, Box.ext4())),
                Arguments.of("becomes worker-1 armed s=system p=pool x=ignore", new Box().nvme("s", 480)
                        .nvme("p", 1920).disk(Box.disk("x", 4000, Transport.SATA, null, Box.ext4()))),
                Arguments.of("disk-not-blank no-pool-disk", new Box().nvme("x", 480, Box.ext4())),
                Arguments.of("no-pool-disk", new Box().nvme("s", 480)),
                Arguments.of("no-system-disk no-pool-disk", new Box()),
                Arguments.of("no-pool-disk disk-unhealthy", new Box().nvme("s", 480)
                        .disk(Box.disk("p", 1920, Transport.NVME, ill))),
                Arguments.of("becomes worker-1 armed s=system p=pool q=spare", new Box().nvme("s", 480)
                        .nvme("p", 1920).disk(Box.disk("q", 1920, Transport.NVME, ill, Box.ext4()))),
                Arguments.of("no-system-disk no-pool-disk disk-identity", new Box().disk(Box.named("w1", "S", 480))
                        .disk(Box.named("w2", "S", 1920))),
                Arguments.of("needs-hardware", new Box().cpu(8, false).nvme("s", 480).nvme("p", 1920)),
                Arguments.of("zone-unknown", new Box().nvme("s", 480).nvme("p", 1920).nic(Box.MAC, 1000, "other", "1")),
                Arguments.of("zone-unknown", new Box().nvme("s", 480).nvme("p", 1920).nic(Box.MAC, 1000, "leaf-a", "1")
                        .nic(Samples.mac("52:54:00:00:00:02"), 1000, "LEAF-B", "1")));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void aPolicyTakesOrHolds(String expected, Box box) {
        assertEquals(expected, codes(assign(rack(), box.build())).replaceAll("( disk-identity)+", " disk-identity"));
    }

    @Test
    void anObstacleNamesTheDiskWhatItCarriesAndTheCommand() {
        Answer.Blocked blocked = assertInstanceOf(Answer.Blocked.class, assign(rack(),
                new Box().nvme("s", 480).nvme("p", 1920, Box.pool("prod-3-0a")).build()));
        assertEquals("policy rack", blocked.by());
        assertEquals("disk p (Fast, 1.9 TB), which would be a pool disk, carries: Mayastor pool \"prod-3-0a\", a pool"
                + " that is not this node's. If that may go, wipe it: `ichor wipe 52:54:00:00:00:01 --disk p`; if"
                + " it must stay, take the disk out of use: `ichor roles set 52:54:00:00:00:01 p=spare`",
                blocked.obstacles().getFirst().text().substring("The ".length()));
    }

    @Test
    void whatAPersonDecidedOfADiskIsNotAskedAgain() {
        Fingerprint machine = new Box().nvme("s", 480).nvme("p", 1920).nvme("x", 1920, Box.ext4()).build();
        Disk x = machine.disks().getLast();
        assertEquals("becomes worker-1 armed s=system p=pool x=spare",
                codes(assign(rack(), machine, new DiskClaim(x.id(), DiskRole.SPARE, false, ""))));
        String accepted = "ext4 filesystem \"data\"";
        Answer.Becomes becomes = assertInstanceOf(Answer.Becomes.class, assign(rack(), machine,
                new DiskClaim(x.id(), DiskRole.POOL, false, accepted)));
        assertFalse(becomes.arm(), "a policy never arms a disk with contents, accepted or not");
        assertEquals(accepted, becomes.claims().getLast().accepted());
        assertEquals("disk-not-blank", codes(assign(rack(), machine,
                new DiskClaim(x.id(), DiskRole.POOL, false, "something else"))));
    }

    @Test
    void aReturningNodeKeepsItsPoolAndIsNotArmedByThePolicy() {
        World world = world(policy("w-{serial}", SWITCHES, DiskRule.DEFAULT, true));
        Fingerprint machine = new Box().serial("ABC 7").nvme("s", 480).nvme("p", 1920, Box.pool("w-abc-7-0a")).build();
        assertEquals("becomes w-abc-7 s=system p=pool+keep", codes(assign(world, machine)));
        assertEquals("becomes back s=system p=pool+keep", codes(assign(rack(node("back", "abc 7")), new Box()
                .serial("ABC 7").nvme("s", 480).nvme("p", 1920, Box.pool("back-0a")).build())));
    }

    @Test
    void names() {
        Fingerprint machine = new Box().nvme("s", 480).nvme("p", 1920).build();
        World world = rack(node("worker-1", null), node("worker-3", null));
        assertEquals("worker-4", assertInstanceOf(Answer.Becomes.class, Assign.of(world, machine.identity(), machine,
                Set.of("worker-2"), Limits.DEFAULT)).node().name());
    }

    @ParameterizedTest
    @CsvSource({"w-{n},w-1", "w-{n:3},w-001", "{cluster}-{zone}-{serial},prod-a-sn-1", "{product}-{n},poweredge-r650-1",
            "{serial},sn-1", "w{n}{n},w11"})
    void patterns(String pattern, String name) {
        Fingerprint machine = new Box().nvme("s", 480).nvme("p", 1920).build();
        assertEquals(name, assertInstanceOf(Answer.Becomes.class, assign(world(policy(pattern, SWITCHES,
                DiskRule.DEFAULT, false)), machine)).node().name());
    }

    @Test
    void namesThatCannotBeMade() {
        Box box = new Box().nvme("s", 480).nvme("p", 1920);
        assertEquals("name-unknown", codes(assign(world(policy("w-{serial}", SWITCHES, DiskRule.DEFAULT, true)),
                box.serial("..").build())));
        World world = world(policy("w-{serial}", SWITCHES, DiskRule.DEFAULT, true), node("w-7", null));
        assertEquals("name-taken", codes(assign(world, box.serial("7").build())));
        String name = assertInstanceOf(Answer.Becomes.class, assign(world, box.serial("x".repeat(90)).build())).node()
                .name();
        assertEquals("w-" + "x".repeat(61), name);
    }

    @Test
    void zones() {
        Fingerprint machine = new Box().nvme("s", 480).nvme("p", 1920).build();
        ZoneRule other = new ZoneRule(Map.of("leaf-a", "z"), Optional.empty());
        assertEquals("zone-not-in-cluster", codes(assign(world(policy("w-{n}", other, DiskRule.DEFAULT, true)),
                machine)));
        ZoneRule fixed = new ZoneRule(Map.of("leaf-x", "z"), Optional.of("b"));
        assertEquals("b", assertInstanceOf(Answer.Becomes.class, assign(world(policy("w-{n}", fixed, DiskRule.DEFAULT,
                true)), machine)).node().zone());
        World free = new World(List.of(cluster()), List.of(), List.of(policy("w-{n}", ZoneRule.NONE, DiskRule.DEFAULT,
                true)));
        assertEquals("", assertInstanceOf(Answer.Becomes.class, assign(free, machine)).node().zone());
        assertEquals("no-cluster", codes(assign(new World(List.of(), List.of(), free.policies()), machine)));
    }

    @Test
    void aDeclaredNodeComesBeforeEveryPolicy() {
        Fingerprint machine = new Box().nvme("s", 480).nvme("p", 1920).build();
        for (String key : List.of("52:54:00:00:00:01", "525400000001", "6BA7B810-9dad-11d1-80b4-00c04fd430c8",
                "sn-1")) {
            Answer.Becomes becomes = assertInstanceOf(Answer.Becomes.class, assign(rack(node("mine", key)), machine));
            assertEquals("inventory mine false false s=system p=pool", becomes.by() + " " + becomes.node().name() + " "
                    + becomes.made() + " " + becomes.arm() + " " + roles(becomes.claims()));
        }
        assertEquals("two-nodes", codes(assign(rack(node("one", "sn-1"), node("two", "52:54:00:00:00:01")), machine)));
        assertEquals("node-taken", codes(Assign.of(rack(node("one", "sn-1")), machine.identity(), machine,
                Set.of("one"), Limits.DEFAULT)));
        assertEquals("disk-not-blank", codes(assign(rack(node("one", "sn-1")),
                new Box().nvme("s", 480).nvme("p", 1920).nvme("x", 1920, Box.talos()).build())));
        assertEquals("no-system-disk", codes(assign(rack(node("one", "sn-1")), new Box().build())));
    }

    @Test
    void rolesOfADeclaredNode() {
        DiskOfNode system = new DiskOfNode("s", DiskRole.SYSTEM);
        Fingerprint machine = new Box().nvme("s", 128).nvme("p", 1920).nvme("x", 1920, Box.ext4()).build();
        assertEquals("becomes one s=system p=pool", codes(assign(rack(node("one", "sn-1", system,
                new DiskOfNode("p", DiskRole.POOL), new DiskOfNode("not-there", DiskRole.SPARE))), machine)));
        assertEquals("disk-missing disk-not-blank", codes(assign(rack(node("one", "sn-1", system,
                new DiskOfNode("q", DiskRole.POOL), new DiskOfNode("x", DiskRole.POOL))), machine)));
        Disk x = machine.disks().getLast();
        assertEquals("becomes one s=system x=pool", codes(assign(rack(node("one", "sn-1", system,
                new DiskOfNode("x", DiskRole.POOL))), machine,
                new DiskClaim(x.id(), DiskRole.POOL, false, "ext4 filesystem \"data\""))));
    }

    @Test
    void obstaclesOfAMachineThatIsANode() {
        Fingerprint machine = new Box().nvme("s", 480).nvme("p", 1920, Box.pool("w-1-a")).nvme("x", 1920, Box.ext4())
                .disk(Box.disk("ill", 1920, Transport.NVME, new Health(2, 0, 100, 10, 0, 0, 0))).build();
        List<Disk> disks = machine.disks();
        DiskClaim system = new DiskClaim(disks.get(0).id(), DiskRole.SYSTEM, false, "");
        DiskClaim gone = new DiskClaim(new dev.ichor.machine.hardware.DiskId("w", "gone", 1), DiskRole.POOL, false, "");
        assertEquals(List.of(), obstacles(machine, system, new DiskClaim(disks.get(1).id(), DiskRole.POOL, true, ""),
                new DiskClaim(disks.get(2).id(), DiskRole.SPARE, false, "")));
        assertEquals(List.of("no-system-disk"), obstacles(machine));
        assertEquals(List.of("two-system-disks", "disk-missing"), obstacles(machine, system,
                new DiskClaim(gone.disk(), DiskRole.SYSTEM, false, "")));
        assertEquals(List.of("pool-not-kept", "disk-not-blank", "disk-unhealthy", "disk-missing"),
                obstacles(machine, system, new DiskClaim(disks.get(1).id(), DiskRole.POOL, false, ""),
                        new DiskClaim(disks.get(2).id(), DiskRole.POOL, false, ""),
                        new DiskClaim(disks.get(3).id(), DiskRole.POOL, false, ""), gone));
        assertEquals(List.of("pool-gone"), obstacles(machine, system,
                new DiskClaim(disks.get(2).id(), DiskRole.POOL, true, "")));
    }

    private static List<String> obstacles(Fingerprint machine, DiskClaim... claims) {
        return Assign.obstacles(machine, List.of(claims), Optional.of("w-1"), Limits.DEFAULT).stream()
                .map(Obstacle::code).toList();
    }

    /** Law 3: whatever the machine is, a policy arms only if no disk that would be written to carries anything. */
    @Test
    void law3APolicyArmsBlankDisksOnly() {
        Random random = new Random(17);
        int armed = 0;
        for (int i = 0; i < 5_000; i++) {
            Box box = new Box();
            for (int n = 0; n < 1 + random.nextInt(4); n++) {
                Contents carries = List.of(new Contents.Blank(), new Contents.Blank(), new Contents.Blank(), Box.ext4(),
                        Box.talos(), Box.pool("worker-1-a"), new Contents.Unreadable("x")).get(random.nextInt(7));
                box.disk(Box.named("w" + random.nextInt(12), "s" + random.nextInt(12),
                        List.of(300, 480, 1920).get(random.nextInt(3)), carries));
            }
            Fingerprint machine = box.build();
            if (assign(rack(), machine) instanceof Answer.Becomes becomes && becomes.arm()) {
                armed++;
                for (DiskClaim claim : becomes.claims()) {
                    Disk disk = machine.disks().stream().filter(one -> one.id().equals(claim.disk())).findFirst()
                            .orElseThrow();
                    assertTrue(!claim.role().isWritten() || disk.isBlank());
                }
                assertEquals(1, becomes.claims().stream().filter(c -> c.role() == DiskRole.SYSTEM).count());
            }
        }
        assertTrue(armed > 100);
    }
}
