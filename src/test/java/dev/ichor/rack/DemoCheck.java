package dev.ichor.rack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what the inventory says with what QEMU was given; pure. */
final class DemoCheck {
    private DemoCheck() {
    }

    /** One line for each difference; empty when all is as given. */
    static List<String> differences(MachineSpec given, SeenMachine seen) {
        List<String> lines = new ArrayList<>();
        compare(lines, "UUID", given.smbios().uuid().toString(), seen.uuid());
        compare(lines, "system serial", given.smbios().serial(), seen.serial());
        compare(lines, "MACs", given.nics().stream().map(nic -> nic.mac().toString())
                .collect(Collectors.toCollection(TreeSet::new)), seen.macs());
        compare(lines, "disks (serial=bytes)", given.disks().stream().collect(Collectors.toMap(
                MachineSpec.Disk::serial, MachineSpec.Disk::bytes, (a, b) -> a, TreeMap::new)),
                new TreeMap<>(seen.disks()));
        Map<String, String> ports = given.nics().stream().collect(Collectors.toMap(nic -> nic.mac().toString(),
                nic -> nic.neighbour().map(Neighbour::portId).orElse(""), (a, b) -> a, TreeMap::new));
        compare(lines, "LLDP ports (MAC=port)", ports, new TreeMap<>(seen.nics()));
        return lines;
    }

    private static void compare(List<String> lines, String what, Object given, Object seen) {
        if (!given.equals(seen)) {
            lines.add(what + ": given " + given + ", in the inventory " + seen);
        }
    }
}
