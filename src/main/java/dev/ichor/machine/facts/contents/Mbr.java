package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Partition;
import dev.ichor.machine.hardware.Contents.PartitionTable;
import dev.ichor.machine.hardware.Contents.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The partition table of a master boot record, with the logical partitions as far as they can be read. */
final class Mbr {
    private static final int ENTRIES = 446;
    private static final int PROTECTIVE = 0xEE;
    private static final int MAXIMUM_LOGICAL = 128;

    private Mbr() {
    }

    /**
     * @param gpt whether a GPT was found: its protective record is then no table of its own
     * @param filesystem whether the first sector belongs to a filesystem, whose boot sector carries the same mark
     */
    static Table read(Area disk, boolean gpt, boolean filesystem, Claims claims) {
        if (disk.le(510, 2) != 0xAA55 || !plausible(disk)) {
            return new Table(Optional.empty(), List.of());
        }
        List<Partition> partitions = new ArrayList<>();
        List<Contents> defects = new ArrayList<>();
        boolean protective = primaries(disk, partitions, defects);
        if (filesystem && partitions.isEmpty() || gpt && protective) {
            return new Table(Optional.empty(), List.of());
        }
        claims.add(0, 512);
        partitions.forEach(part -> claims.add(part.start(), part.bytes()));
        String id = String.format("%08x", disk.le(440, 4));
        if (protective) {
            defects.add(new Unknown("a protective MBR without a GPT that can be read"));
        }
        return new Table(Optional.of(new PartitionTable("mbr", id, partitions)), defects);
    }

    private static boolean plausible(Area disk) {
        for (int i = 0; i < 4; i++) {
            int flag = disk.u8(ENTRIES + i * 16L);
            if (flag != 0 && flag != 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean primaries(Area disk, List<Partition> partitions, List<Contents> defects) {
        int sector = disk.logical() == 4096 ? 4096 : 512;
        boolean protective = false;
        for (int i = 0; i < 4; i++) {
            long at = ENTRIES + i * 16L;
            int type = disk.u8(at + 4);
            if (type == 0 || disk.le(at + 12, 4) == 0) {
                continue;
            }
            protective |= type == PROTECTIVE;
            long start = disk.le(at + 8, 4) * sector;
            partitions.add(partition(disk, i + 1, type, start, disk.le(at + 12, 4) * sector));
            if (type == 0x05 || type == 0x0F || type == 0x85) {
                logical(disk, start, sector, partitions).ifPresent(defects::add);
            }
        }
        return protective;
    }

    /**
     * Each logical partition has a record of its own, which points to the next one.
     *
     * @return what is wrong with the chain of records, or that it leads to where nothing was read
     */
    private static Optional<Contents> logical(Area disk, long extended, int sector, List<Partition> partitions) {
        long record = extended;
        for (int i = 0; i < MAXIMUM_LOGICAL; i++) {
            if (!disk.has(record + 511)) {
                // The kernel followed the chain to its end; what it told takes the place of the records.
                return disk.kernelTold() ? Optional.empty()
                        : Optional.of(new Unknown("more partitions, not read, from byte " + record + " on"));
            }
            if (disk.le(record + 510, 2) != 0xAA55) {
                return Optional.of(new Unknown("the extended partition has no record at byte " + record));
            }
            int type = disk.u8(record + ENTRIES + 4);
            if (type != 0 && partitions.size() < Table.MAXIMUM_PARTITIONS) {
                long start = record + disk.le(record + ENTRIES + 8, 4) * sector;
                partitions.add(partition(disk, 5 + i, type, start, disk.le(record + ENTRIES + 12, 4) * sector));
            }
            long next = disk.le(record + ENTRIES + 16 + 8, 4) * sector;
            if (next == 0) {
                return Optional.empty();
            }
            record = extended + next;
        }
        return Optional.of(new Unknown("more than " + MAXIMUM_LOGICAL + " logical partitions"));
    }

    private static Partition partition(Area disk, int number, int type, long start, long bytes) {
        long first = Math.min(start, disk.length());
        return new Partition(number, "", String.format("%02x", type), first, Math.min(bytes, disk.length() - first));
    }
}
