package dev.ichor.model;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.provision.AgentStep;
import dev.ichor.provision.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** A rack with its servers: each step something happens in it, by chance. */
final class World {
    final Random random;
    final Appliance appliance;
    final List<Box> boxes = new ArrayList<>();
    /** Drives that lie about. */
    final List<Drive> shelf = new ArrayList<>();
    private final Optional<List<String>> story;
    final Nodes nodes;
    private final Hardware hardware = new Hardware(this);
    private final People people = new People(this);
    private final Talos talos = new Talos(this);
    private final List<Tickets.Ticket> seen = new ArrayList<>();
    private long bootCount;

    /** @param story where to write down what happens; empty: nowhere */
    World(long seed, Ledger.Counts counts, Optional<List<String>> story) {
        this.story = story;
        random = new Random(seed);
        appliance = new Appliance(new Ledger(counts));
        nodes = new Nodes(appliance.ledger, random.nextInt(7));
        int number = random.nextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < number; i++) {
            Box box = new Box();
            box.uuid = Hardware.uuid(i);
            box.macs.add(new Mac(0x525400000000L + i));
            int drives = 1 + random.nextInt(3);
            for (int d = 0; d < drives; d++) {
                String serial = "S" + i + d;
                Drive drive = new Drive(random.nextInt(12) == 0 ? new DiskId("", "", 1_000)
                        : new DiskId("eui." + serial, serial, 1_000));
                if (random.nextInt(3) == 0) {
                    drive.store(appliance.number(), random.nextInt(5));
                }
                box.drives.add(drive);
            }
            boxes.add(box);
        }
    }

    void tell(Supplier<String> line) {
        story.ifPresent(lines -> lines.add(line.get()));
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    void step() {
        int dice = random.nextInt(100);
        if (dice < 62) {
            goesOn(any(boxes));
        } else if (dice < 76) {
            people.act();
        } else if (dice < 88) {
            hardware.happens();
        } else if (dice < 94) {
            time();
        } else {
            any(boxes).off();
            tell(() -> "power cut");
        }
    }

    private void time() {
        long seconds = switch (random.nextInt(10)) {
            case 0 -> -random.nextInt(7200);
            case 1 -> 3600 + random.nextInt(7200);
            case 2 -> 1800;
            default -> random.nextInt(300);
        };
        tell(() -> "time " + seconds);
        appliance.time(appliance.now.plusSeconds(seconds));
    }

    /** What runs on the box does the next thing. */
    private void goesOn(Box box) {
        switch (box.runs) {
            case NOTHING -> boot(box);
            case AGENT -> agent(box);
            case OWN_DISK -> ownDisk(box);
            case TALOS -> talos.goOn(box);
        }
    }

    void boot(Box box) {
        box.off();
        if (box.drives.isEmpty() || chance(200)) {
            return;
        }
        box.boot = BootId.of(++bootCount);
        NextStep step = appliance.ask(box);
        if (chance(5)) {
            Ledger.law(appliance.ask(box).equals(step), "asked twice, told something else");
        }
        tell(() -> "boot " + box.boot + " " + step.label() + " " + step.reason().code());
        switch (step) {
            case NextStep.Discover _, NextStep.Hold _ -> {
                box.boots++;
                box.runs = Box.Runs.AGENT;
            }
            case NextStep.Install install -> {
                box.boots++;
                if (!chance(10)) {
                    load(box, install.arm());
                }
            }
            case NextStep.BootDisk _ -> box.runs = Box.Runs.OWN_DISK;
            case NextStep.Stay _ -> {
                appliance.ledger.counts.stopped++;
                box.boots = chance(3) ? 0 : box.boots;
            }
        }
    }

    /** Loads Talos, which mostly fetches its configuration before anything else happens. */
    private void load(Box box, Arm arm) {
        appliance.tickets.give(box, arm).ifPresent(ticket -> {
            box.ticket = ticket;
            seen.add(ticket);
            box.runs = Box.Runs.TALOS;
            if (!chance(4)) {
                talos.goOn(box);
            }
        });
    }

    /** Whatever it boots may write to any of its drives. */
    private void ownDisk(Box box) {
        if (!box.drives.isEmpty() && chance(3)) {
            any(box.drives).store(appliance.number(), random.nextInt(5));
            tell(() -> "its own system writes");
        }
        talos.runs(box);
        if (chance(2)) {
            box.off();
        }
    }

    private void agent(Box box) {
        if (!box.delivered) {
            deliver(box);
            return;
        }
        AgentStep step = appliance.agent(box);
        if (step == null) {
            return;
        }
        tell(() -> "agent of " + box.boot + " is told " + step.order() + " " + step.reason().code());
        switch (step.order()) {
            case WAIT -> {
            }
            case READ -> {
                box.delivered = false;
                box.read = null;
                deliver(box);
            }
            case WIPE -> new Wipe(this, box).goOn();
            case REBOOT, BOOT_ON -> boot(box);
            case POWEROFF -> box.off();
        }
    }

    /** The answer, or the question, may get lost: the agent then sends the same once more. */
    private void deliver(Box box) {
        if (box.read == null) {
            box.read = box.look(hash(), random);
        }
        if (chance(12)) {
            return;
        }
        boolean taken = appliance.take(identity(box), box.boot, box.read);
        tell(() -> "fingerprint of " + box.boot + (taken ? " taken: " : " refused: ") + box.read.looks().stream()
                .map(look -> look.drive().id.serial() + "=" + look.data()).toList());
        if (!chance(12)) {
            box.delivered = taken;
            box.boots = 0;
            people.policy(box);
        }
        if (!taken) {
            box.off();
        }
    }

    static Identity identity(Box box) {
        return new Identity(box.uuid, box.macs);
    }

    private Sha256 hash() {
        return new Sha256(String.format("%064x", appliance.number()));
    }

    /**
     * False while the appliance trusts a look that was taken for this arm: between the last look and the installer's
     * first byte lies a restart, and what somebody does to an armed drive in there, behind the appliance's back, is
     * seen by nobody. The same holds until an installation is seen to have ended: it may be tried again.
     */
    boolean isLookedAt(DiskId id) {
        for (Machine machine : appliance.machines.values()) {
            if (machine.stage() instanceof Stage.Armed armed && armed.checked()
                    && armed.arm().purpose() == Arm.Purpose.INSTALL && armed.arm().of(id).isPresent()) {
                return true;
            }
            if (machine.stage() instanceof Stage.Installing stage && stage.arm().of(id).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** An old archive, or an old receipt, comes once more. */
    void replay() {
        Box box = any(boxes);
        if (!seen.isEmpty() && chance(2)) {
            talos.stolen(box, any(seen));
        }
        List<Machine> before = List.copyOf(appliance.machines.values());
        if (!appliance.prints.isEmpty() && box.boot != null) {
            Box.Seen old = any(appliance.prints.values().stream()
                    .sorted(java.util.Comparator.comparing(Box.Seen::hash)).toList());
            appliance.take(identity(box), old.print().bootId(), old);
            Ledger.law(before.equals(List.copyOf(appliance.machines.values())), "old evidence changes something");
        }
        if (box.boot != null) {
            appliance.receipt(box, String.format("a-%010x", random.nextInt(50)), random.nextInt(3),
                    any(List.of(ArmedDisk.State.ERASED, ArmedDisk.State.FAILED)));
        }
    }
}
