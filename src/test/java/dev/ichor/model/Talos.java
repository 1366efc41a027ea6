package dev.ichor.model;

import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.provision.NodeWord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What Talos does: fetches its configuration, writes to the disks that it names, well or badly, and says so or not. */
final class Talos {
    private final World world;

    Talos(World world) {
        this.world = world;
    }

    /** Asks until it gets its configuration, or until somebody switches it off. */
    void goOn(Box box) {
        if (world.chance(15)) {
            box.off();
            return;
        }
        Optional<Arm> arm = world.appliance.tickets.fetch(box, box.ticket);
        world.tell(() -> "talos of " + box.boot + " gets " + arm.map(Arm::id).orElse("nothing"));
        if (arm.isPresent() && !world.chance(8)) {
            install(box, arm.get());
        }
    }

    /** The disks may have been moved meanwhile: it writes to those of the right identity in this box. */
    private void install(Box box, Arm arm) {
        boolean fails = world.chance(3);
        world.appliance.ledger.counts.installs++;
        for (ArmedDisk disk : arm.disks()) {
            box.drives.stream().filter(drive -> drive.id.equals(disk.disk())).forEach(drive -> {
                world.appliance.ledger.overwrites(drive, arm, world.appliance.now, "the installer");
                drive.store(world.appliance.number(), disk.role() == DiskRole.SYSTEM ? 1 : 2);
                if (fails) {
                    world.appliance.ledger.debris(drive);
                }
            });
        }
        world.tell(() -> "install for " + arm.id() + (fails ? " fails" : " ends well"));
        if (!fails) {
            world.appliance.ledger.ended(arm.id());
        }
        report(box, fails);
        box.off();
        box.boots = 0;
    }

    private void report(Box box, boolean fails) {
        if (world.chance(3)) {
            world.appliance.tickets.word(box, new NodeWord.Step("writing", OptionalInt.of(world.random.nextInt(100))));
        }
        if (fails && !world.chance(3)) {
            world.appliance.tickets.word(box, new NodeWord.Failed("no space"));
        }
    }

    /** A system that runs from the disk says so, or that something is wrong with it, or nothing. */
    void runs(Box box) {
        if (world.chance(3)) {
            world.appliance.tickets.word(box, world.any(List.of(new NodeWord.Runs("it said so"),
                    new NodeWord.Failed("etcd did not start"), new NodeWord.Step("booting", OptionalInt.empty()))));
        }
    }

    /** Somebody else, or the same machine later, brings a ticket that was seen somewhere. */
    void stolen(Box thief, Tickets.Ticket ticket) {
        world.appliance.tickets.fetch(thief, ticket).ifPresent(arm -> {
            Ledger.law(thief.ticket != null && thief.ticket.equals(ticket) || thief.macs.stream().anyMatch(mac ->
                    world.appliance.machines.get(ticket.machine()).identity().macs().contains(mac)),
                    "a ticket is good for another machine");
        });
    }
}
