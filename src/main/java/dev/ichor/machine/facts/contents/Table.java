package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.PartitionTable;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of one kind of partition table.
 *
 * @param table   absent if there is none, or none that can be trusted
 * @param defects what is wrong with it, in words
 */
record Table(Optional<PartitionTable> table, List<Contents> defects) {
    /** More partitions than any table of ours has; a bound for hostile ones. */
    static final int MAXIMUM_PARTITIONS = 256;

    Table {
        defects = List.copyOf(defects);
    }
}
