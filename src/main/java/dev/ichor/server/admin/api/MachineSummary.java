package dev.ichor.server.admin.api;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A machine in one line. */
@About("A machine in one line.")
public record MachineSummary(
        @About(value = "The appliance's own name for it.", example = "\"m-2h7kq9xz\"") MachineId id,
        @About("Serial number of the system; empty without a fingerprint or a serial number.") String serial,
        @About("Manufacturer and product.") String product,
        @About(value = "Where it stands.", words = {"discovered", "assigned", "armed", "installing", "installed",
                "held"}) String stage,
        @About("Why it stands there.") ReasonBody reason,
        @About("Whether it waits for a person.") boolean person,
        @About("The node that it is.") Optional<PlaceBody> place,
        @About("Until when disks of it may be overwritten; null if they may not.") Optional<Instant> armedUntil,
        @About("Counts its changes; the ETag of what can be changed about it.") long turn,
        @About("SMBIOS UUID.") Optional<SystemUuid> uuid,
        @About("Permanent MACs of its NICs.") List<Mac> macs,
        @About("Number of disks.") int disks,
        @About("Capacity of all disks in bytes.") long diskBytes,
        @About("Number of NICs.") int nics,
        @About("`bios` or `uefi`; empty without a fingerprint.") String firmware,
        @About("When its first fingerprint was accepted.") Instant firstSeen,
        @About("When it was last heard of.") Instant lastSeen) {
    public static MachineSummary of(Machines.Row row) {
        return new MachineSummary(row.id(), row.serial(), row.product(), row.stage(), ReasonBody.of(row.reason()),
                row.person(), row.place().map(PlaceBody::of), row.armed(), row.turn(), row.identity().uuid(),
                row.identity().macs(), row.disks(), row.diskBytes(), row.nics(), row.firmware(), row.firstSeen(),
                row.lastSeen());
    }
}
