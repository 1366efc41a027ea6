package dev.ichor.server.admin.api;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.hardware.Disk;
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
    public static MachineSummary of(Machines.View view) {
        Optional<Fingerprint> print = view.fingerprint().map(Machines.Snapshot::fingerprint);
        return new MachineSummary(view.id(), print.map(p -> p.system().serial()).orElse(""),
                print.map(p -> (p.system().manufacturer() + " " + p.system().product()).trim()).orElse(""),
                view.stage(), view.reason(), view.identity().uuid(), view.identity().macs(),
                print.map(p -> p.disks().size()).orElse(0),
                print.map(p -> p.disks().stream().mapToLong(Disk::bytes).sum()).orElse(0L),
                print.map(p -> p.nics().size()).orElse(0),
                print.map(p -> p.platform().firmware().label()).orElse(""), view.firstSeen(), view.lastSeen());
    }
}
