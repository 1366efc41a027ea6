package dev.ichor.inventory.roles;

import dev.ichor.inventory.Policy;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be said of a machine's disks before anyone decides: for each disk the role it has, the one it should have,
 * and what speaks against roles that write to it.
 *
 * @param disks  in the order of the fingerprint; then those that have a role and were not seen
 * @param checks hardware minimum and recommendation
 */
public record RoleSheet(List<Row> disks, List<Check> checks) {
    /** The refusal of a disk that has a role and was not seen. */
    static final String UNSEEN = "it is not there: the latest fingerprint does not show it";

    public RoleSheet {
        disks = List.copyOf(disks);
        checks = List.copyOf(checks);
    }

    /**
     * One disk.
     *
     * @param kernelName label of this boot, for people at its console
     * @param carries    its contents, each described; empty if the disk was not seen
     * @param claim      the role that it has
     * @param suggested  the role that it should have
     * @param keep       whether the suggestion is to keep the Mayastor pool on it
     * @param why        reasons of the suggestion
     * @param refusals   why it cannot be written to whoever asks; empty if it can
     * @param needsName  true if its contents make a person name the serial before it may be written to, whatever is
     *                   suggested: so also for a pool that is kept, which is not written to
     * @param warnings   what does not speak against it but should be known: slow PCIe link, 512-byte format
     */
    public record Row(DiskId disk, String model, String kernelName, List<String> carries, Optional<DiskClaim> claim,
                      DiskRole suggested, boolean keep, List<String> why, List<String> refusals, boolean needsName,
                      List<String> warnings) {
        public Row {
            carries = List.copyOf(carries);
            why = List.copyOf(why);
            refusals = List.copyOf(refusals);
            warnings = List.copyOf(warnings);
        }
    }

    /** One hardware check. */
    public record Check(String what, Verdict verdict, String text) {
        /** {@code GOOD}: as recommended; {@code ENOUGH}: the minimum; {@code TOO_LITTLE}: below it. */
        public enum Verdict { GOOD, ENOUGH, TOO_LITTLE, UNKNOWN }
    }

    /**
     * @param claims roles that are set
     * @param node   the name of the node that the machine is or returns as, so that its own pool is recognised
     */
    public static RoleSheet of(Fingerprint fingerprint, List<DiskClaim> claims, Optional<String> node,
                               Policy.DiskRule rule, HealthLimits health, HardwareNeeds needs) {
        List<Disk> disks = fingerprint.disks();
        List<Suggest.Choice> choices = Suggest.of(disks, claims, node, rule, health, true);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            rows.add(row(disks.get(i), disks, choices.get(i), claims, rule, health));
        }
        List<Check> checks = HardwareChecks.of(fingerprint, rows, needs);
        claims.stream().filter(claim -> disks.stream().noneMatch(disk -> disk.id().equals(claim.disk())))
                .map(RoleSheet::unseen).forEach(rows::add);
        return new RoleSheet(rows, checks);
    }

    private static Row row(Disk disk, List<Disk> all, Suggest.Choice choice, List<DiskClaim> claims,
                           Policy.DiskRule rule, HealthLimits health) {
        return new Row(disk.id(), disk.model(), disk.kernelName(),
                disk.contents().stream().map(Contents::describe).toList(),
                claims.stream().filter(claim -> claim.disk().equals(disk.id())).findFirst(), choice.role(),
                choice.keep(), choice.why(),
                DiskChecks.refusals(disk, all, health).stream().map(DiskChecks.Refusal::text).toList(),
                !disk.isBlank(), DiskChecks.warnings(disk, rule));
    }

    private static Row unseen(DiskClaim claim) {
        return new Row(claim.disk(), "", "", List.of(), Optional.of(claim), DiskRole.IGNORE, false,
                List.of("it was not seen, so it can only be given up"), List.of(UNSEEN), true, List.of());
    }
}
