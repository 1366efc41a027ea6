package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents.Partition;
import dev.ichor.machine.hardware.Contents.PartitionTable;
import dev.ichor.machine.hardware.Contents.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Partitions that only the kernel told of: logical ones whose records lie beyond what was copied, and those of kinds of
 * tables that are not read here (BSD, Sun, Apple, …).
 */
final class KernelTable {
    private KernelTable() {
    }

    /** The tables, with the partitions that they lack; claims what the kernel sees. */
    static List<PartitionTable> complete(List<PartitionTable> tables, List<KernelPartition> seen, Claims claims) {
        seen.forEach(part -> claims.add(part.start(), part.bytes()));
        Set<Long> known = tables.stream().map(PartitionTable::partitions).flatMap(List::stream).map(Partition::start)
                .collect(Collectors.toSet());
        List<Partition> more = seen.stream().filter(part -> !known.contains(part.start()))
                .map(part -> new Partition(part.number(), part.name(), "", part.start(), part.bytes())).toList();
        if (more.isEmpty()) {
            return tables;
        }
        if (tables.isEmpty()) {
            return List.of(new PartitionTable("other", "", more));
        }
        List<PartitionTable> out = new ArrayList<>(tables);
        PartitionTable last = out.removeLast();
        List<Partition> all = new ArrayList<>(last.partitions());
        all.addAll(more);
        out.add(new PartitionTable(last.scheme(), last.id(), all));
        return out;
    }

    /** Says how many partitions nobody looked into; absent if all were, or if the agent did not look at all. */
    static Optional<Unknown> unread(List<Partition> partitions, DiskBlocks disk) {
        if (disk.partitions().isEmpty()) {
            return Optional.empty();
        }
        long unread = partitions.stream().filter(part -> part.bytes() > 0 && disk.at(part.start()) < 0).count();
        return unread == 0 ? Optional.empty()
                : Optional.of(new Unknown(unread + (unread == 1 ? " partition" : " partitions") + " not looked into"));
    }
}
