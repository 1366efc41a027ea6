package dev.ichor.model;

import dev.ichor.machine.Disks;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.DiskId;
import java.util.List;

/** A drive as it is, with what is really on it: the truth that the appliance only sees through fingerprints. */
final class Drive {
    private static final List<Contents> BLANK = List.of(Disks.BLANK);

    final DiskId id;
    /** Names the data on it; 0 if there is none. Data that is half erased is still the same data. */
    long data;
    /** Stands for the bytes at the places that are read: equal only if nothing was written in between. */
    long bytes;
    List<Contents> contents = BLANK;
    boolean readOnly;

    Drive(DiskId id) {
        this.id = id;
    }

    /** Somebody stores something on it. */
    void store(long number, int kind) {
        data = number;
        bytes = number;
        String name = "d" + number;
        contents = switch (kind) {
            case 0 -> List.of(new Contents.Filesystem("ext4", name, name));
            case 1 -> List.of(table(name), new Contents.Talos(List.of("META", "STATE"), ""));
            case 2 -> List.of(new Contents.MayastorPool("pool", name));
            case 3 -> List.of(new Contents.Member("lvm", name, name));
            default -> List.of(table(name), new Contents.Filesystem("xfs", name, name));
        };
    }

    private static Contents table(String id) {
        return new Contents.PartitionTable("gpt", id, List.of(new Contents.Partition(1, "a", "t", 1, 1)));
    }

    /** Its erasing begins: part of what it carries can be recognised no more. */
    void tear(long number, boolean all) {
        if (data != 0) {
            bytes = number;
            contents = all ? List.of(new Contents.Unknown("at 0")) : contents.subList(0, 1);
        }
    }

    void erase() {
        data = 0;
        bytes = 0;
        contents = BLANK;
    }
}
