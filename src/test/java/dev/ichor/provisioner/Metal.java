package dev.ichor.provisioner;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.policy.Selector;
import dev.ichor.json.Json;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Samples;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.store.DeclaredStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A machine of tests whose disks can be written to, swapped and pulled out; and a world for it to live in. */
public final class Metal {
    public final Box box;
    /** In the kernel's order of the next boot. */
    public final List<Disk> disks = new ArrayList<>();
    private int reads;

    public Metal(int number, Disk... disks) {
        this.box = Box.of(String.format("11111111-2222-3333-4444-%012x", number), "S" + number,
                String.format("52:54:00:%02x:%02x:%02x", number >> 16, number >> 8 & 255, number & 255));
        this.disks.addAll(Arrays.asList(disks));
    }

    /** With a system disk and a pool disk, both blank. */
    public static Metal blank(int number) {
        return new Metal(number, disk("sys" + number, 480), disk("pool" + number, 960));
    }

    public static Disk disk(String serial, long gigabytes, Contents... carries) {
        return new Disk("nvme0n1", "eui." + serial, serial, "ACME Fast", "", "", "1", gigabytes * 1_000_000_000L, 512,
                512, List.of(), Disk.Transport.NVME, false, false, false, Optional.empty(), OptionalInt.empty(),
                Optional.of(new Disk.Health(0, 3, 100, 10, 0, 12, 38)), List.of(),
                carries.length == 0 ? List.of(new Contents.Blank()) : List.of(carries));
    }

    public static Contents ext4() {
        return new Contents.Filesystem("ext4", "data", "u");
    }

    /** What an erasing agent leaves. */
    public void erase(String serial) {
        disks.replaceAll(disk -> disk.serial().equals(serial) ? disk(serial, disk.bytes() / 1_000_000_000L) : disk);
    }

    /** From power-on to the fingerprint. */
    public Agent boot(Bench bench) {
        return boot(bench, bench.freshBoot());
    }

    /** From a boot's question to the fingerprint; also of a machine that is told to do something else. */
    public Agent boot(Bench bench, String boot) {
        Agent agent = bench.agent(box, boot);
        read(bench, agent);
        return agent;
    }

    /** The agent reads the hardware anew. */
    public void read(Bench bench, Agent agent) {
        Fingerprint base = Samples.fingerprint(agent.boot(), box.uuid(), box.serial(), box.macs());
        Fingerprint now = new Fingerprint(agent.boot(), base.system(), base.platform(), base.cpu(), base.memory(),
                disks, base.nics(), List.of("read " + ++reads));
        UploadAnswer answer = bench.upload(agent, Json.write(now).getBytes(StandardCharsets.UTF_8));
        if (!(answer instanceof UploadAnswer.Accepted)) {
            throw new IllegalStateException(answer.toString());
        }
    }

    public Machines.View view(Bench bench) {
        return bench.provisioner.machines().find(box.macs().getFirst().toString()).orElseThrow();
    }

    public MachineId id(Bench bench) {
        return view(bench).id();
    }

    /** A cluster whose storage pool has {@code addresses} addresses. */
    public static Cluster cluster(int addresses) {
        try {
            Ipv4 first = Ipv4.parse("10.9.0.10");
            return new Cluster("prod", URI.create("https://10.0.0.5:6443"), "v1.11.3", "v1.34.1",
                    List.of(Subnet.parse("10.244.0.0/16")), List.of(Subnet.parse("10.96.0.0/12")),
                    Optional.of(new StorageNetwork(Subnet.parse("10.9.0.0/16"), OptionalInt.empty(), 9000,
                            Optional.of(new StorageNetwork.Pool(first, first.plus(addresses - 1))))), List.of(),
                    MayastorPlan.DEFAULT);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    public static Policy policy(boolean autoArm) {
        return new Policy("any", Selector.ANY, "prod", NodeType.WORKER, "worker-{n}", Policy.ZoneRule.NONE,
                Policy.DiskRule.DEFAULT, Map.of(), autoArm);
    }

    public static Node node(String name) {
        return new Node(name, "prod", NodeType.WORKER, "", Optional.empty(), Optional.empty(), Map.of(), List.of());
    }

    /** Declares without asking whether it fits together. */
    public static void declare(Bench bench, Declared... things) {
        bench.database.inTransaction(connection -> {
            for (Declared thing : things) {
                new DeclaredStore().put(connection, new DeclaredStore.Stored(thing, 1, thing.name() + ".yaml",
                        Optional.empty(), ""), bench.now.get());
            }
            return 0;
        });
    }
}
