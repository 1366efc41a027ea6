package dev.ichor.machine;

import dev.ichor.machine.hardware.Contents;
import java.util.HashSet;
import java.util.List;

/** What may be found on a disk whose erasing began and was not reported to have ended. */
final class Remnant {
    private Remnant() {
    }

    /**
     * True if {@code found} can be left over from {@code before}: erasing takes things away or makes them unreadable,
     * and adds nothing that has a name.
     */
    static boolean of(List<Contents> before, Contents found) {
        return switch (found) {
            case Contents.Blank _, Contents.Unknown _, Contents.Unreadable _ -> true;
            case Contents.Filesystem _, Contents.Member _, Contents.MayastorPool _ -> before.contains(found);
            case Contents.Talos talos -> before.stream().anyMatch(old -> old instanceof Contents.Talos was
                    && was.owner().equals(talos.owner()) && was.partitions().containsAll(talos.partitions()));
            case Contents.PartitionTable table -> before.stream().anyMatch(
                    old -> old instanceof Contents.PartitionTable was && isLeftOf(was, table));
        };
    }

    /** Of a GPT its protective record may be left alone, which has an id of its own and covers the disk. */
    private static boolean isLeftOf(Contents.PartitionTable was, Contents.PartitionTable table) {
        boolean protective = was.scheme().equals("gpt") && table.scheme().equals("mbr")
                && table.partitions().stream().allMatch(partition -> partition.type().equals("ee"));
        boolean less = was.scheme().equals(table.scheme()) && was.id().equals(table.id())
                && new HashSet<>(was.partitions()).containsAll(table.partitions());
        return protective || less;
    }
}
