package dev.ichor.provision;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Disks;
import dev.ichor.machine.Evidence;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Order;
import dev.ichor.machine.Place;
import dev.ichor.machine.Samples;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.ArmedDisk.State;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One machine in each situation that a decision tells apart. */
final class States {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final BootId EVIDENCE = BootId.of(1);
    static final BootId INSTALLS = BootId.of(2);
    static final BootId LATER = BootId.of(3);
    static final Sha256 SEEN = Sha256.of(new byte[] {1});
    static final BootRules RULES = new BootRules(Set.of(Arch.X86_64), 6);
    static final Readiness READY = Readiness.READY;
    static final Readiness NOT_READY = Readiness.not(new Reason("not-ready", "Something is missing."));
    private static final Identity IDENTITY = new Identity(
            Optional.of(Samples.uuid("11111111-2222-3333-4444-555555555501")),
            List.of(Samples.mac("52:54:00:00:00:01")));
    private static final Optional<Place> NODE = Optional.of(new Place("c", "n1", "ann"));

    private States() {
    }

    static Map<String, Machine> all() {
        Map<String, Machine> all = new LinkedHashMap<>();
        Stage discovered = new Stage.Discovered(SEEN, NOW);
        Stage assigned = new Stage.Assigned(NOW);
        Stage held = new Stage.Held("a clone", List.of(MachineId.of(2)), NOW);
        all.put("discovered", machine(discovered, Optional.empty()));
        all.put("discovered, told to boot on", ordered(machine(discovered, Optional.empty()), Order.Kind.BOOT_ON));
        all.put("assigned", machine(assigned, NODE));
        all.put("assigned, in the way", inTheWay(machine(assigned, NODE)));
        all.put("armed, checked", armed(true, disk(false, State.UNTOUCHED)));
        all.put("armed, unchecked", armed(false, disk(false, State.UNTOUCHED)));
        all.put("armed, in the way", inTheWay(armed(true, disk(false, State.UNTOUCHED))));
        all.put("armed, to erase", armed(true, disk(true, State.UNTOUCHED)));
        all.put("armed, erasing began", armed(true, disk(true, State.STARTED)));
        all.put("armed, erased, unchecked", armed(false, disk(true, State.ERASED)));
        all.put("armed, erased, checked", armed(true, disk(true, State.ERASED)));
        all.put("armed, erase failed", armed(true, disk(true, State.FAILED)));
        all.put("armed, erase refused", armed(true, disk(true, State.REFUSED)));
        all.put("armed, one failed, one to erase", armed(true, disk(true, State.FAILED),
                Disks.armed("B", true, State.UNTOUCHED)));
        all.put("armed, to erase, told to wait", ordered(armed(true, disk(true, State.UNTOUCHED)), Order.Kind.WAIT));
        all.put("armed, to erase, told to power off", ordered(armed(true, disk(true, State.UNTOUCHED)),
                Order.Kind.POWEROFF));
        all.put("armed, told to boot on", ordered(armed(true, disk(false, State.UNTOUCHED)), Order.Kind.BOOT_ON));
        all.put("armed, told to read", ordered(armed(true, disk(false, State.UNTOUCHED)), Order.Kind.READ));
        all.put("armed, expired", with(Arm.Purpose.INSTALL, NOW.minusSeconds(600), true, Optional.empty()));
        all.put("armed, clock set back", with(Arm.Purpose.INSTALL, NOW.plusSeconds(61), true, Optional.empty()));
        all.put("armed, installed before", with(Arm.Purpose.INSTALL, NOW, false, Optional.of(NOW)));
        all.put("armed, installed before, expired", with(Arm.Purpose.INSTALL, NOW.minusSeconds(600), true,
                Optional.of(NOW)));
        all.put("wipe, to erase", wipe(false, disk(true, State.UNTOUCHED)));
        all.put("wipe, erased, unchecked", wipe(false, disk(true, State.ERASED)));
        all.put("wipe, erased, checked", wipe(true, disk(true, State.ERASED)));
        all.put("wipe, erase failed", wipe(true, disk(true, State.FAILED)));
        all.put("installing", machine(new Stage.Installing(arm(Arm.Purpose.INSTALL, NOW, disk(false,
                State.UNTOUCHED)), INSTALLS, NOW), NODE));
        all.put("installing, at work", installing(1, Optional.empty(), NOW));
        all.put("installing, failed", installing(1, Optional.of("no space"), NOW));
        all.put("installing, failed twice", installing(2, Optional.of("no space"), NOW));
        all.put("installing, failed three times", installing(3, Optional.of("no space"), NOW));
        all.put("installing, failed, arm's time over", installing(1, Optional.of("no space"), NOW.minusSeconds(600)));
        all.put("installing, failed, told to boot on", ordered(installing(1, Optional.of("no space"), NOW),
                Order.Kind.BOOT_ON));
        all.put("installing, failed, other system disk", claiming("B", installing(1, Optional.of("x"), NOW)));
        all.put("installed", machine(new Stage.Installed(NOW), NODE));
        all.put("held", machine(held, NODE));
        all.put("held, told to boot on", ordered(machine(held, NODE), Order.Kind.BOOT_ON));
        return all;
    }

    private static Machine installing(int tries, Optional<String> failure, Instant armed) {
        return machine(new Stage.Installing(arm(Arm.Purpose.INSTALL, armed, disk(false, State.UNTOUCHED)), INSTALLS,
                new Stage.Installing.Progress(tries, "writing", OptionalInt.of(40), failure), NOW), NODE);
    }

    private static Machine claiming(String serial, Machine of) {
        return new Machine(of.id(), of.identity(), of.stage(), of.evidence(), of.order(), of.distinctFrom(), of.place(),
                List.of(new DiskClaim(Disks.id(serial), DiskRole.SYSTEM, false, "")), of.obstacles(), of.installed(),
                of.turn(), of.firstSeen());
    }

    static Sighting sighting(Arch arch, BootId boot) {
        return new Sighting(NOW, Ipv4.ANY, boot, IDENTITY.macs().getFirst(), IDENTITY.uuid(), Firmware.UEFI, arch,
                Sighting.Labels.NONE);
    }

    static Machine machine(Stage stage, Optional<Place> place) {
        Optional<Instant> installed = stage instanceof Stage.Installed ? Optional.of(NOW) : Optional.empty();
        return machine(stage, place, installed);
    }

    static Machine machine(Stage stage, Optional<Place> place, Optional<Instant> installed) {
        return new Machine(MachineId.of(1), IDENTITY, stage, new Evidence(EVIDENCE, SEEN, NOW), Optional.empty(),
                List.of(), place, List.of(new DiskClaim(Disks.id("A"), DiskRole.SYSTEM, false, "")), List.of(),
                installed, 7, NOW);
    }

    static ArmedDisk disk(boolean erase, State state) {
        return Disks.armed("A", erase, state);
    }

    static Arm arm(Arm.Purpose purpose, Instant from, ArmedDisk... disks) {
        return Disks.arm(purpose, from, disks);
    }

    static Machine armed(boolean checked, ArmedDisk... disks) {
        return machine(new Stage.Armed(arm(Arm.Purpose.INSTALL, NOW, disks), checked, NOW), NODE);
    }

    private static Machine wipe(boolean checked, ArmedDisk... disks) {
        return machine(new Stage.Armed(arm(Arm.Purpose.WIPE, NOW, disks), checked, NOW), NODE);
    }

    private static Machine with(Arm.Purpose purpose, Instant from, boolean checked, Optional<Instant> installed) {
        return machine(new Stage.Armed(arm(purpose, from, disk(false, State.UNTOUCHED)), checked, NOW), NODE,
                installed);
    }

    private static Machine inTheWay(Machine of) {
        return new Machine(of.id(), of.identity(), of.stage(), of.evidence(), of.order(), of.distinctFrom(), of.place(),
                of.claims(), List.of(new Obstacle("in-the-way", "Something.")), of.installed(), of.turn(),
                of.firstSeen());
    }

    static Machine ordered(Machine of, Order.Kind kind) {
        Order order = new Order(7, kind, EVIDENCE, NOW.minusSeconds(1), NOW.plusSeconds(60), "ann");
        return new Machine(of.id(), of.identity(), of.stage(), of.evidence(), Optional.of(order), of.distinctFrom(),
                of.place(), of.claims(), of.obstacles(), of.installed(), of.turn(), of.firstSeen());
    }
}
