package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Blank;
import dev.ichor.machine.hardware.Contents.Member;
import dev.ichor.machine.hardware.Contents.Partition;
import dev.ichor.machine.hardware.Contents.PartitionTable;
import dev.ichor.machine.hardware.Contents.Unknown;
import dev.ichor.machine.hardware.Contents.Unreadable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts a name to what a disk carries. */
public final class ContentsReader {
    private static final int MAXIMUM_FINDINGS = 64;
    private static final List<Probe> PROBES = Stream.of(LinuxFilesystems.ALL, OtherFilesystems.ALL,
            List.<Probe>of(Spdk::look, Lvm::look, Zfs::look), Raid.ALL, Members.ALL).flatMap(List::stream).toList();

    private ContentsReader() {
    }

    /**
     * What the disk carries; never empty. {@link Blank} stands alone, and only if head, tail and all samples have
     * their full length, every byte that was read is zero, the kernel sees no partition and nothing holds the disk.
     *
     * @param holders what the kernel says is stacked on the disk; empty for nothing
     */
    public static List<Contents> read(DiskBlocks disk, String holders) {
        return read(disk, holders, "");
    }

    /** As above; {@code cluster} names the cluster that a Talos on this disk belongs to, empty if that is unknown. */
    public static List<Contents> read(DiskBlocks disk, String holders, String cluster) {
        Optional<String> missing = disk.missing();
        boolean nothing = disk.allZero() && disk.partitions().isEmpty();
        if (missing.isEmpty() && holders.isEmpty() && nothing) {
            return List.of(new Blank());
        }
        Set<Contents> found = nothing ? new LinkedHashSet<>() : findings(disk, cluster);
        missing.ifPresent(why -> found.add(new Unreadable(why)));
        if (!holders.isEmpty()) {
            found.add(new Unknown("in use by " + holders));
        }
        if (found.isEmpty()) {
            found.add(new Unknown("bytes that are not zero"));
        }
        return List.copyOf(found);
    }

    private static Set<Contents> findings(DiskBlocks disk, String cluster) {
        Area whole = Area.whole(disk);
        Claims claims = new Claims();
        List<Contents> onDisk = probe(whole);
        Table gpt = Gpt.read(whole, claims);
        Table mbr = Mbr.read(whole, gpt.table().isPresent(), !onDisk.isEmpty(), claims);
        List<PartitionTable> tables = KernelTable.complete(
                Stream.of(gpt, mbr).flatMap(kind -> kind.table().stream()).toList(), disk.partitions(), claims);
        List<Partition> partitions = tables.stream().map(PartitionTable::partitions).flatMap(List::stream).toList();
        Set<Contents> found = new LinkedHashSet<>(tables);
        PartitionTypes.talos(partitions, cluster).ifPresent(found::add);
        if (!onDisk.isEmpty()) {
            claims.add(0, disk.size());
            found.addAll(onDisk);
        }
        partitions.forEach(partition -> inside(whole, partition, found));
        found.addAll(gpt.defects());
        found.addAll(mbr.defects());
        KernelTable.unread(partitions, disk).ifPresent(found::add);
        claims.unclaimed(disk).ifPresent(found::add);
        return found;
    }

    private static void inside(Area whole, Partition partition, Set<Contents> found) {
        if (found.size() >= MAXIMUM_FINDINGS || partition.bytes() <= 0 || partition.start() == 0) {
            return;
        }
        List<Contents> seen = probe(whole.part(partition.start(), partition.bytes()));
        seen.stream().map(one -> named(one, partition)).forEach(found::add);
        if (seen.isEmpty()) {
            PartitionTypes.member(partition).ifPresent(found::add);
        }
    }

    /** An encrypted container seldom says what it is for; the partition it fills does, as Talos's STATE. */
    private static Contents named(Contents seen, Partition partition) {
        return seen instanceof Member(String kind, String name, String uuid) && kind.equals("luks") && name.isEmpty()
                ? new Member(kind, partition.name(), uuid) : seen;
    }

    private static List<Contents> probe(Area area) {
        List<Contents> found = new ArrayList<>();
        PROBES.forEach(probe -> probe.look(area, found::add));
        return found;
    }
}
