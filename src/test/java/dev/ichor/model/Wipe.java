package dev.ichor.model;

import dev.ichor.machine.Machine;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.ArmedDisk.State;
import dev.ichor.provision.Consider.Heard;
import java.util.List;
import java.util.Optional;

/**
 * What the agent does when it is told to wipe: compares each drive with what it read, says that it begins, waits until
 * that is durable, writes, and says how it ended. Answers get lost at every point.
 */
final class Wipe {
    private final World world;
    private final Box box;

    Wipe(World world, Box box) {
        this.world = world;
        this.box = box;
    }

    void goOn() {
        if (box.wiping != null) {
            write();
            return;
        }
        Machine machine = world.appliance.of(box.boot).orElseThrow();
        Optional<Arm> arm = machine.arm(world.appliance.now);
        if (arm.isEmpty() || arm.get().toErase().isEmpty()) {
            return;
        }
        ArmedDisk disk = arm.get().toErase().getFirst();
        int number = arm.get().disks().indexOf(disk);
        List<Drive> there = box.drives.stream().filter(drive -> drive.id.equals(disk.disk())).toList();
        boolean same = machine.evidence().fingerprint().equals(box.read.hash()) && there.size() == 1
                && box.read.only(disk.disk()).filter(look -> look.drive() == there.getFirst()
                && look.bytes() == there.getFirst().bytes).isPresent() && !there.getFirst().readOnly;
        if (same) {
            begin(arm.get(), number, there.getFirst());
        } else {
            world.appliance.ledger.counts.refusedDisks++;
            say(arm.get().id(), number, State.REFUSED);
        }
    }

    private void begin(Arm arm, int number, Drive drive) {
        Optional<Heard> heard = say(arm.id(), number, State.STARTED);
        if (heard.isPresent() && !(heard.get() instanceof Heard.Over)) {
            world.appliance.ledger.overwrites(drive, arm, world.appliance.now, "the agent");
            drive.tear(world.appliance.number(), world.random.nextBoolean());
            box.wiping = new Box.Wiping(arm.id(), number, drive);
            world.tell(() -> "wipe of " + drive.id.serial() + " begins for " + arm.id());
        }
    }

    private void write() {
        Box.Wiping at = box.wiping;
        if (!box.drives.contains(at.bound) || world.chance(15)) {
            if (say(at.arm, at.number, State.FAILED).isPresent()) {
                box.wiping = null;
            }
        } else if (world.chance(3)) {
            if (say(at.arm, at.number, State.STARTED).filter(Heard.Over.class::isInstance).isPresent()) {
                box.wiping = null;
            }
        } else {
            at.bound.erase();
            world.appliance.ledger.counts.wipes++;
            if (say(at.arm, at.number, State.ERASED).isPresent()) {
                box.wiping = null;
            }
        }
    }

    /** Empty if the words or the answer got lost. */
    private Optional<Heard> say(String arm, int number, State state) {
        if (world.chance(12)) {
            return Optional.empty();
        }
        Heard heard = world.appliance.receipt(box, arm, number, state);
        world.tell(() -> "agent says " + state + " of " + arm + "/" + number + ": " + heard.getClass().getSimpleName());
        return world.chance(12) ? Optional.empty() : Optional.of(heard);
    }
}
