package dev.ichor.provisioner.handoff;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.roles.RoleWish;
import dev.ichor.json.Json;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.gate.Gate;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Script;
import dev.ichor.provisioner.UploadAnswer;
import dev.ichor.provisioner.access.Audit;
import dev.ichor.provisioner.access.StoredAudit;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.store.DeclaredStore;
import dev.ichor.store.talos.LineStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The machines of {@link Sites}' storage nodes, on a bench. */
final class HandoffRack {
    final Bench bench;
    private final Map<Integer, Integer> said = new HashMap<>();
    /** Pool disks that are not blank any more. */
    private final Set<Integer> carrying = new HashSet<>();

    HandoffRack(Bench bench) {
        this.bench = bench;
    }

    HandoffDesk desk() {
        return bench.provisioner.handoff();
    }

    static Fingerprint print(int worker) {
        return Sites.worker(worker).machine().orElseThrow().fingerprint().orElseThrow();
    }

    private static Box box(int worker) {
        Fingerprint print = print(worker);
        return new Box(print.system().uuid(), print.system().serial(), print.nics().stream().map(Nic::mac).toList());
    }

    /** As in {@link Sites}, with the machine that it is, and its disks by serial number. */
    static Node node(int worker) {
        Node node = Sites.worker(worker).node();
        List<Node.DiskOfNode> disks = new ArrayList<>(List.of(new Node.DiskOfNode(Sites.systemSerial(node.name()),
                DiskRole.SYSTEM)));
        disks.addAll(IntStream.range(0, 2).mapToObj(i -> new Node.DiskOfNode(Sites.poolSerial(worker, i),
                DiskRole.POOL)).toList());
        return new Node(node.name(), node.cluster(), node.type(), node.zone(),
                Optional.of(box(worker).macs().getFirst().toString()), Optional.empty(), node.labels(), disks);
    }

    void declare(Cluster cluster, int... workers) {
        Metal.declare(bench, Stream.concat(Stream.of(cluster), IntStream.of(workers).mapToObj(HandoffRack::node))
                .toArray(Declared[]::new));
    }

    /** From power-on to the fingerprint. */
    Agent boot(int worker) {
        Agent agent = bench.agent(box(worker), bench.freshBoot());
        Fingerprint print = print(worker);
        List<Disk> disks = new ArrayList<>();
        for (Disk disk : print.disks()) {
            boolean pool = disk.serial().startsWith("S64GPOOL");
            disks.add(pool && carrying.contains(worker) ? SiteParts.carrying(disk, pool(worker, disk)) : disk);
        }
        Fingerprint now = new Fingerprint(agent.boot(), print.system(), print.platform(), print.cpu(), print.memory(),
                disks, print.nics(), List.of());
        assertInstanceOf(UploadAnswer.Accepted.class, bench.upload(agent, Json.write(now)
                .getBytes(StandardCharsets.UTF_8)));
        return agent;
    }

    private Contents pool(int worker, Disk disk) {
        return new Contents.MayastorPool(PoolNames.of("worker-" + worker, disk.id()), "");
    }

    /** Mayastor has made its pools on the disks. */
    void hasPools(int worker) {
        carrying.add(worker);
    }

    Machines.View view(int worker) {
        return bench.provisioner.machines().find(box(worker).macs().getFirst().toString()).orElseThrow();
    }

    MachineId id(int worker) {
        return view(worker).id();
    }

    /** A person says that it is installed; nobody knows with what. */
    void adopt(int worker) {
        boot(worker);
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().adopt(id(worker), Bench.ANN));
        speaks(worker);
    }

    /** The whole way: armed, served, running. */
    void install(int worker) {
        boot(worker);
        Outcome<Arm> armed = bench.provisioner.arming().arm(id(worker), new Wish(Arm.Purpose.INSTALL, List.of(),
                view(worker).machine().evidence().fingerprint(), Duration.ofMinutes(30), List.of()), Bench.ANN);
        assertInstanceOf(Outcome.Done.class, armed, armed::toString);
        boot(worker);
        Script script = bench.ask(box(worker), bench.freshBoot());
        String kernel = script.text().lines().filter(line -> line.startsWith("kernel ") && line.contains("/talos/m-"))
                .findFirst().orElseThrow(() -> new AssertionError(script.text()));
        assertInstanceOf(Installs.Answer.Configuration.class, bench.provisioner.talos().installs()
                .fetch(kernel.replaceAll(".*/talos/(m-\\S+) .*", "$1"), Bench.CLIENT));
        bench.word(id(worker), new NodeWord.Runs("its disk"));
        speaks(worker);
    }

    /** Its node says something. */
    void speaks(int worker) {
        int number = said.merge(worker, 1, Integer::sum);
        bench.database.inTransaction(connection -> {
            new LineStore().add(connection, id(worker), new LineStore.Line(number, bench.now.get(), "KERNEL", "info",
                    "I live"), "");
            return number;
        });
    }

    /** The pools on its disks are to be kept. */
    void keepPools(int worker) {
        List<RoleWish> wishes = print(worker).disks().stream().filter(disk -> disk.serial().startsWith("S64GPOOL"))
                .map(disk -> new RoleWish(disk.id(), DiskRole.POOL, true, "")).toList();
        value(bench.provisioner.arming().setRoles(id(worker), wishes, OptionalLong.empty(), Bench.ANN));
    }

    void delete(Declared.Kind kind, String name) {
        bench.database.inTransaction(connection -> {
            new DeclaredStore().delete(connection, kind, name);
            return name;
        });
    }

    List<Gate> gates() {
        return value(desk().gates(Sites.CLUSTER));
    }

    /** Names of the gates that stand so, in their order. */
    List<String> gates(Gate.State state) {
        return gates().stream().filter(gate -> gate.state() == state).map(Gate::name).toList();
    }

    /** Declares these storage nodes, and a person says of each that it is installed. */
    void adopted(int... workers) {
        declare(Sites.cluster(), workers);
        for (int worker : workers) {
            adopt(worker);
        }
    }

    /** What the timeline of the cluster says of a kind, as {@code SUBJECT STATE}. */
    List<String> lines(String kind) {
        return desk().timeline(Sites.CLUSTER, OptionalLong.empty(), 1_000).stream()
                .filter(line -> line.kind().equals(kind)).map(line -> line.subject() + " " + line.state()).toList();
    }

    /** What Ann did to the cluster, in order. */
    List<String> audited() {
        return audited("ann");
    }

    /** What somebody did to the cluster, in order. */
    List<String> audited(String who) {
        return new StoredAudit(bench.database, bench.now::get).list(new Audit.Filter(
                Optional.of("clusters/" + Sites.CLUSTER), Optional.of(who)), Long.MAX_VALUE, 100).reversed().stream()
                .map(Audit.Entry::action).toList();
    }

    static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused -> throw new AssertionError(refused.toString());
        };
    }

    static <T> Outcome.Refused<T> refused(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T> done -> throw new AssertionError(done.toString());
            case Outcome.Refused<T> refused -> refused;
        };
    }
}
