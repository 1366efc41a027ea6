package dev.ichor.model;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.hardware.DiskId;
import java.util.Optional;

/** What hands and screwdrivers do in the rack. */
final class Hardware {
    private final World world;

    Hardware(World world) {
        this.world = world;
    }

    static Optional<SystemUuid> uuid(int number) {
        try {
            return Optional.of(SystemUuid.parse(String.format("11111111-2222-3333-4444-5555555555%02d", number)));
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    void happens() {
        Box box = world.any(world.boxes);
        switch (world.random.nextInt(12)) {
            case 0 -> pull(box);
            case 1, 2 -> plug(box);
            case 3 -> swap(box, world.any(world.boxes));
            case 4 -> cloneDrive(box);
            case 5, 6 -> appears(box);
            case 7 -> box.drives.forEach(drive -> drive.readOnly = world.chance(6));
            case 8 -> box.uuid = world.chance(5) ? Optional.empty() : uuid(world.random.nextInt(2));
            case 9 -> moveNic(box);
            case 10 -> fresh(box);
            default -> world.shelf.clear();
        }
        world.tell(() -> "hardware: " + box.drives.stream().map(drive -> drive.id.serial() + "=" + drive.data)
                .toList());
    }

    /** An agent that reads, or that delivers what it read, does so in an instant. */
    private boolean isQuiet(Box box) {
        return box.runs != Box.Runs.AGENT || box.delivered;
    }

    private void pull(Box box) {
        if (!box.drives.isEmpty() && isQuiet(box)) {
            world.shelf.add(box.drives.remove(world.random.nextInt(box.drives.size())));
        }
    }

    private void plug(Box box) {
        if (!world.shelf.isEmpty()) {
            Drive drive = world.any(world.shelf);
            if (isQuiet(box) && !world.isLookedAt(drive.id)) {
                world.shelf.remove(drive);
                box.drives.add(drive);
            }
        }
    }

    private void swap(Box one, Box other) {
        if (one != other && !one.drives.isEmpty() && !other.drives.isEmpty() && isQuiet(one) && isQuiet(other)) {
            Drive here = world.any(one.drives);
            Drive there = world.any(other.drives);
            if (!world.isLookedAt(here.id) && !world.isLookedAt(there.id)) {
                one.drives.remove(here);
                other.drives.remove(there);
                one.drives.add(there);
                other.drives.add(here);
            }
        }
    }

    /** A drive that says it is another one: all of its identity, or only the serial number or the wwid. */
    private void cloneDrive(Box box) {
        if (box.drives.isEmpty()) {
            return;
        }
        DiskId of = world.any(box.drives).id;
        String other = "X" + world.appliance.number();
        Drive drive = new Drive(switch (world.random.nextInt(4)) {
            case 0 -> new DiskId("eui." + other, of.serial(), of.bytes());
            case 1 -> new DiskId(of.wwid(), other, of.bytes());
            case 2 -> new DiskId(of.wwid(), of.serial(), of.bytes() + 1);
            default -> of;
        });
        if (!world.chance(3)) {
            drive.store(world.appliance.number(), world.random.nextInt(5));
        }
        world.shelf.add(drive);
        if (world.chance(2)) {
            plug(box);
        }
    }

    /** Somebody stores something, on a drive that lies about or while the box runs something of its own. */
    private void appears(Box box) {
        boolean here = world.shelf.isEmpty() || world.chance(2);
        if (here && (box.drives.isEmpty() || box.runs == Box.Runs.AGENT)) {
            return;
        }
        Drive drive = here ? world.any(box.drives) : world.any(world.shelf);
        if (!here || !world.isLookedAt(drive.id)) {
            drive.store(world.appliance.number(), world.random.nextInt(5));
        }
    }

    private void moveNic(Box box) {
        Box other = world.any(world.boxes);
        if (other != box && world.chance(3)) {
            Mac mac = box.macs.getFirst();
            if (!other.macs.contains(mac)) {
                other.macs.add(mac);
                box.macs.clear();
                box.macs.add(new Mac(0x525400000000L + world.appliance.number() + 10));
            }
        }
    }

    private void fresh(Box box) {
        if (box.drives.size() < 4 && isQuiet(box)) {
            String serial = "N" + world.appliance.number();
            Drive drive = new Drive(new DiskId("eui." + serial, serial, 1_000));
            if (world.chance(2)) {
                drive.store(world.appliance.number(), world.random.nextInt(5));
            }
            box.drives.add(drive);
        }
    }
}
