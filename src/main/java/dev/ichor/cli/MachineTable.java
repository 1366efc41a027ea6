package dev.ichor.cli;

import dev.ichor.server.admin.api.MachineSummary;
import java.util.List;

/** The list of machines. */
final class MachineTable {
    private MachineTable() {
    }

    static String of(List<MachineSummary> machines) {
        if (machines.isEmpty()) {
            return "No machine has been fingerprinted yet. Power one on; `ichor explain <mac>` says how far it came.\n";
        }
        Table table = new Table("ID", "SERIAL", "PRODUCT", "STAGE", "DISKS", "NICS", "FIRMWARE", "LAST SEEN", "REASON");
        machines.forEach(m -> table.row(m.id(), m.serial(), m.product(), m.stage(),
                m.disks() == 0 ? "0" : m.disks() + ", " + Show.capacity(m.diskBytes()), m.nics(), m.firmware(),
                Show.time(m.lastSeen()), m.reason().text()));
        return table.text();
    }
}
