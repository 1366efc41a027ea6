package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.inventory.roles.RoleSheet;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Arming;
import java.util.List;
import java.util.Locale;

/** Answer of {@code GET /api/v1/machines/{key}/disks}; its ETag is the turn. */
@About("A machine's disks and their roles.")
public record DiskSheet(
        @About("Whose disks.") MachineId machine,
        @About("Counts the machine's changes; the ETag.") long turn,
        @About("The fingerprint that showed these disks.") Sha256 fingerprint,
        @About("The disks, in the order of the fingerprint.") List<DiskRow> disks,
        @About("The hardware against minimum and recommendation.") List<Check> checks) {
    /** One hardware check. */
    @About("One hardware check.")
    public record Check(@About("What is checked.") String what,
                        @About(value = "How it stands.", words = {"good", "enough", "too-little", "unknown"})
                        String verdict,
                        @About("In words.") String text) {
        static Check of(RoleSheet.Check check) {
            return new Check(check.what(), check.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    check.text());
        }
    }

    public static DiskSheet of(Arming.Sheet sheet) {
        return new DiskSheet(sheet.machine(), sheet.turn(), sheet.fingerprint(),
                sheet.sheet().disks().stream().map(DiskRow::of).toList(),
                sheet.sheet().checks().stream().map(Check::of).toList());
    }
}
