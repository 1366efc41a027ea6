package dev.ichor.machine.facts.contents;

import dev.ichor.machine.hardware.Contents.Member;
import dev.ichor.machine.hardware.Contents.Partition;
import dev.ichor.machine.hardware.Contents.Talos;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the type or the label of a partition says, for partitions whose first bytes were not read. */
final class PartitionTypes {
    /** Members of volume managers, arrays and storage systems, by GPT type GUID or MBR type. */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("e6d6d379-f507-44c2-a23c-238f2a3df928", "lvm"), Map.entry("8e", "lvm"),
            Map.entry("a19d880f-05fc-4d3b-a006-743f0f84911e", "md"), Map.entry("fd", "md"),
            Map.entry("ca7d7ccb-63ed-4c53-861c-1742536059cc", "luks"),
            Map.entry("6a898cc3-1dd2-11b2-99a6-080020736631", "zfs"), Map.entry("bf", "zfs"),
            Map.entry("4fbd7e29-9d25-41b8-afd0-062c0ceff05d", "ceph"),
            Map.entry("4fbd7e29-9d25-41b8-afd0-5ec00ceff05d", "ceph"),
            Map.entry("45b0969e-9b03-4f30-b4c6-b4b80ceff106", "ceph"),
            Map.entry("cafecafe-9b03-4f30-b4c6-b4b80ceff106", "ceph"),
            Map.entry("30cd0809-c2b2-499c-8879-2d6b78529876", "ceph"),
            Map.entry("aa31e02a-400f-11db-9590-000c2911d1b8", "vmfs"), Map.entry("fb", "vmfs"),
            Map.entry("381cfccc-7288-11e0-92ee-000c2911d0b2", "vsan"),
            Map.entry("af9b60a0-1431-4f62-bc68-3311714a69ad", "ldm"), Map.entry("42", "ldm"),
            Map.entry("e75caf8f-f680-4cee-afa3-b001e56efc2d", "storage-spaces"));

    /** Labels that only Talos gives; its EFI, BIOS and BOOT partitions are named only beside one of these. */
    private static final Set<String> TALOS = Set.of("META", "STATE", "EPHEMERAL", "IMAGECACHE");
    private static final Set<String> TALOS_BOOT = Set.of("EFI", "BIOS", "BOOT");

    private PartitionTypes() {
    }

    static Optional<Member> member(Partition partition) {
        return Optional.ofNullable(MEMBERS.get(partition.type()))
                .map(kind -> new Member(kind, "", ""));
    }

    /**
     * A Talos installation, or a disk on which Talos keeps volumes (labels {@code u-…}, {@code r-…}, {@code s-…}).
     *
     * @param cluster the cluster's name; empty if it is not known
     */
    static Optional<Talos> talos(List<Partition> partitions, String cluster) {
        List<String> named = partitions.stream().map(Partition::name).toList();
        boolean system = named.stream().anyMatch(TALOS::contains);
        boolean volumes = named.stream().anyMatch(PartitionTypes::isVolume);
        if (!system && !volumes) {
            return Optional.empty();
        }
        return Optional.of(new Talos(named.stream().filter(name -> TALOS.contains(name) || isVolume(name)
                || system && TALOS_BOOT.contains(name)).toList(),
                cluster.isEmpty() ? "" : "cluster \"" + cluster + "\""));
    }

    private static boolean isVolume(String name) {
        return name.matches("[urs]-[A-Za-z0-9-]{1,34}");
    }
}
