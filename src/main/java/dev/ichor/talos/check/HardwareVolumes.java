package dev.ichor.talos.check;

import dev.ichor.base.Malformed;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Volumes of Talos may lie on the system disk only: they would be made over the pools of others (law 2). */
final class HardwareVolumes {
    private static final Set<String> CHOOSING = Set.of("VolumeConfig", "UserVolumeConfig", "RawVolumeConfig",
            "SwapVolumeConfig");
    private static final Set<String> TAKING = Set.of("ExistingVolumeConfig", "LVMVolumeGroupConfig",
            "LVMLogicalVolumeConfig", "RAIDArrayConfig");
    private static final Set<String> OWN = Set.of("META", "STATE");
    private static final String MEND = "Use the system disk (system_disk), or take the patch away";

    private HardwareVolumes() {
    }

    static void check(HardwareDisks disks, Configuration configuration, List<Finding> findings) {
        foreign(disks, findings);
        for (Document document : configuration.documents()) {
            String where = document.kind() + (document.name().isEmpty() ? "" : "/" + document.name());
            if (CHOOSING.contains(document.kind())) {
                choosing(disks, document, where, findings);
            } else if (TAKING.contains(document.kind())) {
                findings.add(Finding.error(where + "#", "whether it leaves the other disks alone cannot be told",
                        "Take the patch away"));
            }
            document.at("machine", "disks").filter(list -> !list.equals(List.of())).ifPresent(_ ->
                    findings.add(Finding.error("v1alpha1#/machine/disks", "the disks that it names would be"
                            + " partitioned and formatted", "Take the patch away; Mayastor's pools need none")));
        }
    }

    /** Talos takes any disk with its partitions for its own, starts from it, and installs nothing. */
    private static void foreign(HardwareDisks disks, List<Finding> findings) {
        for (Disk disk : disks.all()) {
            boolean talos = disk.contents().stream().anyMatch(found -> found instanceof Contents.Talos installed
                    && installed.partitions().stream().anyMatch(OWN::contains));
            String what = disks.name(disk) + " carries a Talos installation, which Talos would take for its own: it"
                    + " would start from that and install nothing";
            if (talos && disks.isWiped(disk)) {
                findings.add(Finding.warning("disks", what, "It is wiped before Talos starts, as its role says"));
            } else if (talos) {
                findings.add(Finding.error("disks", what, "Wipe or remove the disk"));
            }
        }
    }

    private static void choosing(HardwareDisks disks, Document document, String where, List<Finding> findings) {
        Optional<Object> type = document.at("volumeType");
        Optional<Object> match = document.at("provisioning", "diskSelector", "match");
        String path = where + "#/provisioning/diskSelector/match";
        if (type.equals(Optional.of("disk"))) {
            findings.add(Finding.error(where + "#/volumeType", "a volume of a whole disk would overwrite it", MEND));
        }
        if (match.isEmpty()) {
            if (!document.kind().equals("VolumeConfig") && !type.equals(Optional.of("directory"))) {
                findings.add(Finding.error(path, "which disk is meant is not said", MEND));
            }
            return;
        }
        try {
            List<Disk> matched = disks.matched(String.valueOf(match.get()));
            List<Disk> wrong = matched.stream().filter(disk -> !disks.isSystem(disk)).toList();
            if (!wrong.isEmpty()) {
                findings.add(Finding.error(path, "the volume could be made on " + disks.names(wrong), MEND));
            } else if (matched.isEmpty()) {
                findings.add(Finding.warning(path, "no disk of the machine fits", MEND));
            }
        } catch (Malformed e) {
            findings.add(Finding.error(path, "which disks fit cannot be told: " + e.getMessage(), MEND));
        }
    }
}
