package dev.ichor.model;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.inventory.Assign;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Order;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.provision.ArmRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators and policies decide, careful ones and careless ones. */
final class People {
    private final World world;
    private int nodes;

    People(World world) {
        this.world = world;
    }

    void act() {
        if (world.appliance.machines.isEmpty()) {
            return;
        }
        Machine machine = world.any(List.copyOf(world.appliance.machines.values()));
        MachineId id = machine.id();
        Instant now = world.appliance.now;
        switch (world.random.nextInt(20)) {
            case 0 -> assign(machine, "a" + nodes++, "ann", claims(machine));
            case 1 -> nodes();
            case 2 -> event(id, new MachineEvent.RolesSet(now, "ann", claims(machine), List.of()));
            case 3, 4, 5, 6 -> arm(machine, Arm.Purpose.INSTALL, List.of());
            case 7, 8, 9, 10 -> arm(machine, Arm.Purpose.WIPE, serials(machine));
            case 11 -> disarm(machine);
            case 12, 13 -> order(machine);
            case 14, 15 -> release(machine);
            case 16 -> event(id, world.chance(3) ? new MachineEvent.InstallDone(now, "adopted")
                    : new MachineEvent.Unassigned(now, "ann"));
            case 17 -> event(id, new MachineEvent.Assessed(now,
                    world.chance(3) ? List.of(new Obstacle("in-the-way", "Something.")) : List.of()));
            default -> world.replay();
        }
    }

    private void event(MachineId id, MachineEvent event) {
        world.tell(() -> event.text());
        world.appliance.happens(id, event);
    }

    private Box.Seen evidence(Machine machine) {
        return world.appliance.prints.get(machine.evidence().fingerprint());
    }

    private void assign(Machine machine, String node, String by, List<DiskClaim> claims) {
        if (machine.place().isEmpty() && !(machine.stage() instanceof Stage.Held) && isFree(node)
                && world.nodes.take(node)) {
            event(machine.id(), new MachineEvent.Assigned(world.appliance.now, new Place("c", node, by), claims,
                    List.of()));
        }
    }

    private boolean isFree(String node) {
        return world.appliance.machines.values().stream().noneMatch(machine -> machine.place()
                .filter(place -> place.node().equals(node)).isPresent());
    }

    /** Nodes come and go, some with an address that they declare. */
    private void nodes() {
        String node = "m" + world.random.nextInt(5);
        if (world.chance(2)) {
            world.nodes.declare(node, new Ipv4(0x0a010000 + 1 + world.random.nextInt(9)));
        } else {
            List<String> names = world.nodes.names().stream().sorted().filter(this::isFree).toList();
            if (!names.isEmpty()) {
                world.nodes.delete(world.any(names));
            }
        }
        world.tell(() -> "nodes: " + world.nodes);
    }

    /** Mostly one system disk and pools; now and then nonsense. */
    private List<DiskClaim> claims(Machine machine) {
        List<DiskClaim> claims = new ArrayList<>();
        boolean system = false;
        for (Disk disk : evidence(machine).print().disks()) {
            boolean had = claims.stream().anyMatch(claim -> claim.disk().equals(disk.id()));
            if (had || !disk.id().isSound() && !world.chance(10)) {
                continue;
            }
            DiskRole role = !system || world.chance(20) ? DiskRole.SYSTEM : world.chance(3) ? DiskRole.SPARE
                    : DiskRole.POOL;
            system |= role == DiskRole.SYSTEM;
            boolean keep = role == DiskRole.POOL && disk.contents().getFirst() instanceof Contents.MayastorPool
                    && world.chance(2);
            claims.add(new DiskClaim(disk.id(), role, keep, ""));
        }
        return claims;
    }

    private List<String> serials(Machine machine) {
        List<String> serials = new ArrayList<>();
        for (Disk disk : evidence(machine).print().disks()) {
            if (world.chance(2) && !serials.contains(disk.serial())) {
                serials.add(disk.serial());
            }
        }
        return serials;
    }

    private void arm(Machine machine, Arm.Purpose purpose, List<String> serials) {
        Sha256 seen = machine.evidence().fingerprint();
        if (world.chance(10)) {
            seen = world.any(world.appliance.prints.keySet().stream().sorted().toList());
        }
        List<String> typed = new ArrayList<>(ArmRules.preview(machine, evidence(machine).print(), purpose, serials,
                world.appliance.now).mustName());
        if (!typed.isEmpty() && world.chance(10)) {
            typed.removeFirst();
        }
        ArmRules.Answer answer = world.appliance.arm(machine.id(), purpose, serials, seen, typed, false);
        world.tell(() -> "ann arms to " + purpose + " " + serials + ", typed " + typed + ": " + answer);
    }

    /** What a policy does when a fingerprint came; a careless one asks for more than it may have. */
    void policy(Box box) {
        Optional<Machine> machine = world.appliance.of(box.boot);
        if (machine.isEmpty() || world.chance(2)) {
            return;
        }
        boolean arms = !world.chance(3);
        if (machine.get().place().isPresent() || world.chance(3)) {
            assign(machine.get(), "x" + nodes++, "policy p", claims(machine.get()));
        } else {
            arms &= careful(machine.get());
        }
        if (arms) {
            Machine assigned = world.appliance.machines.get(machine.get().id());
            ArmRules.Answer answer = world.appliance.arm(assigned.id(), Arm.Purpose.INSTALL, List.of(),
                    assigned.evidence().fingerprint(), List.of(), true);
            world.tell(() -> "the policy arms: " + answer);
        }
    }

    private boolean careful(Machine machine) {
        Box.Seen seen = evidence(machine);
        if (world.nodes.wanted(machine.identity(), seen) instanceof Assign.Answer.Becomes becomes) {
            if (becomes.arm()) {
                Ledger.law(becomes.claims().stream().filter(claim -> claim.role().isWritten()).allMatch(claim ->
                        seen.only(claim.disk()).filter(look -> look.data() == 0).isPresent()),
                        "law 3: a policy wants to arm a machine whose disks are not all blank");
            }
            assign(machine, becomes.node().name(), becomes.by(), becomes.claims());
            return becomes.arm();
        }
        return false;
    }

    private void disarm(Machine machine) {
        if (machine.stage() instanceof Stage.Armed armed) {
            event(machine.id(), new MachineEvent.ArmEnded(world.appliance.now, armed.arm().id(),
                    MachineEvent.ArmEnded.End.DISARMED, "ann"));
        }
    }

    private void order(Machine machine) {
        Order.Kind kind = world.any(List.of(Order.Kind.WAIT, Order.Kind.REBOOT, Order.Kind.POWEROFF,
                Order.Kind.BOOT_ON, Order.Kind.BOOT_ON, Order.Kind.READ));
        Instant now = world.appliance.now;
        event(machine.id(), new MachineEvent.OrderGiven(new Order(machine.turn() + 1, kind,
                machine.evidence().boot(), now, now.plus(Order.LIFE), "ann")));
    }

    private void release(Machine machine) {
        if (machine.stage() instanceof Stage.Held held) {
            for (MachineId other : held.others()) {
                event(other, new MachineEvent.Released(world.appliance.now, "ann", List.of(machine.id()), List.of()));
            }
            event(machine.id(), new MachineEvent.Released(world.appliance.now, "ann", held.others(), List.of()));
        }
    }
}
