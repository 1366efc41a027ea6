package dev.ichor.inventory;

import dev.ichor.inventory.Assign.Candidate;
import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.inventory.roles.Suggest;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How disks get their roles by the rules. */
final class RuleClaims {
    private RuleClaims() {
    }

    /** The suggested role of every disk that can be told apart; why lines go to {@code why}. */
    static List<DiskClaim> suggested(Candidate machine, Optional<String> node, Policy.DiskRule rule,
                                     List<String> why) {
        List<Disk> disks = machine.fingerprint().disks();
        List<Suggest.Choice> choices = choices(machine, node, rule, true);
        List<DiskClaim> claims = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            Disk disk = disks.get(i);
            Suggest.Choice choice = choices.get(i);
            why.add(DiskChecks.name(disk) + ": " + choice.role().label() + (choice.keep() ? ", pool kept" : "")
                    + ", because " + String.join("; ", choice.why()));
            if (DiskChecks.refusals(disk, disks, machine.limits().health()).stream()
                    .noneMatch(refusal -> refusal.kind() == DiskChecks.Refusal.Kind.IDENTITY)) {
                claims.add(accepted(machine, disk, choice));
            }
        }
        return claims;
    }

    private static DiskClaim accepted(Candidate machine, Disk disk, Suggest.Choice choice) {
        String accepted = machine.claims().stream().filter(claim -> claim.disk().equals(disk.id())
                && claim.role() == choice.role() && !choice.keep()).map(DiskClaim::accepted).findFirst().orElse("");
        return new DiskClaim(disk.id(), choice.role(), choice.keep(), accepted);
    }

    static List<Suggest.Choice> choices(Candidate machine, Optional<String> node, Policy.DiskRule rule,
                                        boolean contentsMatter) {
        return Suggest.of(machine.fingerprint().disks(), machine.claims(), node, rule, machine.limits().health(),
                contentsMatter);
    }

    static boolean ownPool(Disk disk, Candidate machine, String node) {
        int index = machine.fingerprint().disks().indexOf(disk);
        return choices(machine, Optional.of(node), Policy.DiskRule.DEFAULT, true).get(index).keep();
    }

    /**
     * The disks that carry something, that nobody decided about, and that would be system or pool if they were
     * blank: with the role that they would have.
     */
    static Map<Disk, DiskRole> passedOver(Candidate machine, Optional<String> node,
                                                    Policy.DiskRule rule) {
        Map<Disk, DiskRole> out = new LinkedHashMap<>();
        List<Disk> disks = machine.fingerprint().disks();
        List<Suggest.Choice> blank = choices(machine, node, rule, false);
        for (int i = 0; i < disks.size(); i++) {
            Disk disk = disks.get(i);
            Suggest.Choice choice = blank.get(i);
            boolean decided = machine.claims().stream().anyMatch(claim -> claim.disk().equals(disk.id()));
            if (choice.role().isWritten() && !choice.keep() && !disk.isBlank() && !decided) {
                out.put(disk, choice.role());
            }
        }
        return out;
    }
}
