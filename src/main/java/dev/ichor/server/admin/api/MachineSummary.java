package dev.ichor.server.admin.api;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A machine in one line.
 *
 * @param serial    of the system; empty without a fingerprint or a serial number
 * @param product   manufacturer and product
 * @param diskBytes capacity of all disks
 * @param firmware  {@code bios} or {@code uefi}; empty without a fingerprint
 */
public record MachineSummary(MachineId id, String serial, String product, String stage, String reason,
                             Optional<SystemUuid> uuid, List<Mac> macs, int disks, long diskBytes, int nics,
                             String firmware, Instant firstSeen, Instant lastSeen) {
    public static MachineSummary of(Machines.Row row) {
        return new MachineSummary(row.id(), row.serial(), row.product(), row.stage(), row.reason().text(),
                row.identity().uuid(), row.identity().macs(), row.disks(), row.diskBytes(), row.nics(),
                row.firmware(), row.firstSeen(), row.lastSeen());
    }
}
