package dev.ichor.cli;

import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.PlaceBody;
import java.util.List;

/** The list of machines. */
final class MachineTable {
    private MachineTable() {
    }

    /** @param filtered whether conditions were given */
    static String of(List<MachineSummary> machines, boolean filtered) {
        if (machines.isEmpty()) {
            return filtered ? "No machine is like that.\n" : "No machine has been fingerprinted yet. Power one on; "
                    + "`ichor explain <mac>` says how far it came.\n";
        }
        Table table = new Table("ID", "NODE", "STAGE", "SERIAL", "PRODUCT", "DISKS", "LAST SEEN", "REASON");
        machines.forEach(m -> table.row(m.id(), m.place().map(PlaceBody::node).orElse(""), m.stage(), m.serial(),
                m.product(), m.disks() == 0 ? "0" : m.disks() + ", " + Show.capacity(m.diskBytes()),
                Show.time(m.lastSeen()), (m.person() ? "waits for a person: " : "") + m.reason().text()));
        return table.text();
    }
}
