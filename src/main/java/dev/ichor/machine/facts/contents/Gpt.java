package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Partition;
import dev.ichor.machine.hardware.Contents.PartitionTable;
import dev.ichor.machine.hardware.Contents.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** GUID partition tables (UEFI specification, chapter 5): header and entries at both ends, each with a CRC-32. */
final class Gpt {
    private static final String SIGNATURE = "EFI PART";
    private static final int MINIMUM_HEADER = 92;
    private static final int MAXIMUM_ENTRIES_BYTES = 128 << 10;

    /** One header that can be trusted, or why not. */
    private record Header(Optional<PartitionTable> table, String defect, long entries, long entriesBytes) {
        static Header broken(String defect) {
            return new Header(Optional.empty(), defect, 0, 0);
        }
    }

    private Gpt() {
    }

    /** Reads both headers, claims what they occupy, and prefers the primary. */
    static Table read(Area disk, Claims claims) {
        for (int sector : sectors(disk)) {
            boolean primary = disk.is(sector, SIGNATURE);
            boolean backup = disk.is(disk.length() - sector, SIGNATURE);
            if (primary || backup) {
                return both(disk, sector, primary, backup, claims);
            }
        }
        return new Table(Optional.empty(), List.of());
    }

    private static int[] sectors(Area disk) {
        return disk.logical() == 4096 ? new int[] {4096, 512} : new int[] {512, 4096};
    }

    private static Table both(Area disk, int sector, boolean primary, boolean backup, Claims claims) {
        Header first = primary ? header(disk, sector, sector) : Header.broken("missing");
        Header last = backup ? header(disk, disk.length() - sector, sector) : Header.broken("missing");
        List<Contents> defects = new ArrayList<>();
        defect(defects, "primary", first);
        defect(defects, "backup", last);
        Optional<PartitionTable> table = first.table.or(last::table);
        if (table.isPresent()) {
            claims.add(0, 2L * sector);
            claims.add(first.entries, first.entriesBytes);
            claims.add(last.entries, last.entriesBytes);
            if (backup) {
                claims.add(disk.length() - sector, sector);
            }
            table.get().partitions().forEach(part -> claims.add(part.start(), part.bytes()));
        }
        return new Table(table, defects);
    }

    private static void defect(List<Contents> defects, String which, Header header) {
        if (header.table.isEmpty()) {
            defects.add(new Unknown("the " + which + " GPT header is " + header.defect));
        }
    }

    private static Header header(Area disk, long at, int sector) {
        int size = (int) Math.min(sector, disk.le(at + 12, 4));
        byte[] raw = disk.bytes(at, size);
        if (size < MINIMUM_HEADER || raw.length != size) {
            return Header.broken("damaged: its size is wrong");
        }
        raw[16] = 0;
        raw[17] = 0;
        raw[18] = 0;
        raw[19] = 0;
        if (crc(raw) != disk.le(at + 16, 4)) {
            return Header.broken("damaged: its checksum is wrong");
        }
        long count = disk.le(at + 80, 4);
        long each = disk.le(at + 84, 4);
        long entries = disk.le(at + 72, 8);
        boolean sane = each >= 128 && each <= 4096 && count > 0 && count * each <= MAXIMUM_ENTRIES_BYTES
                && entries > 0 && entries < disk.length() / sector;
        if (!sane) {
            return Header.broken("damaged: its entries lie outside what can be read");
        }
        return entries(disk, at, entries * sector, (int) count, (int) each, sector);
    }

    private static Header entries(Area disk, long header, long at, int count, int each, int sector) {
        byte[] raw = disk.bytes(at, count * each);
        if (raw.length == 0) {
            return Header.broken("damaged: its entries lie outside what can be read");
        }
        if (crc(raw) != disk.le(header + 88, 4)) {
            return Header.broken("damaged: the checksum of its entries is wrong");
        }
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < count && partitions.size() < Table.MAXIMUM_PARTITIONS; i++) {
            long entry = at + (long) i * each;
            boolean used = disk.le(entry, 8) != 0 || disk.le(entry + 8, 8) != 0;
            if (used) {
                partitions.add(partition(disk, entry, i + 1, disk.guid(entry), sector));
            }
        }
        return new Header(Optional.of(new PartitionTable("gpt", disk.guid(header + 56), partitions)), "", at,
                raw.length);
    }

    private static Partition partition(Area disk, long entry, int number, String type, int sector) {
        long sectors = disk.length() / sector;
        long first = Math.clamp(disk.le(entry + 32, 8), 0, sectors);
        long last = Math.clamp(disk.le(entry + 40, 8), first - 1, sectors - 1);
        return new Partition(number, disk.utf16(entry + 56, 36), type, first * sector, (last - first + 1) * sector);
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
