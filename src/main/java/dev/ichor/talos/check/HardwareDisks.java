package dev.ichor.talos.check;

import dev.ichor.base.Malformed;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machine's disks as Talos sees them, and the one that it may write to. */
final class HardwareDisks {
    private final List<Disk> all;
    private final Optional<Disk> system;
    private final NodeInput input;

    HardwareDisks(NodeInput input) {
        this.input = input;
        all = input.fingerprint().disks();
        List<DiskClaim> claims = input.claims().stream().filter(claim -> claim.role() == DiskRole.SYSTEM).toList();
        List<Disk> found = all.stream().filter(disk -> claims.size() == 1
                && disk.id().equals(claims.getFirst().disk())).toList();
        boolean well = found.size() == 1 && found.getFirst().id().isSound();
        system = well ? Optional.of(found.getFirst()) : Optional.empty();
    }

    List<Disk> all() {
        return all;
    }

    /** The disk that alone is claimed as system disk; empty if there is none, or it is not recorded exactly once. */
    Optional<Disk> system() {
        return system;
    }

    boolean isSystem(Disk disk) {
        return system.equals(Optional.of(disk));
    }

    /** True if its role means that it is wiped before Talos starts. */
    boolean isWiped(Disk disk) {
        return input.claims().stream().anyMatch(claim -> claim.overwrites() && claim.disk().equals(disk.id()));
    }

    /** True if what was matched is the system disk and nothing else. */
    boolean isJustSystem(List<Disk> matched) {
        return matched.size() == 1 && isSystem(matched.getFirst());
    }

    /** Those that the CEL expression is true of. */
    List<Disk> matched(String expression) throws Malformed {
        HardwareCel cel = HardwareCel.parse(expression);
        List<Disk> out = new ArrayList<>();
        for (Disk disk : all) {
            if (cel.matches(disk, isSystem(disk))) {
                out.add(disk);
            }
        }
        return out;
    }

    /** The disk with its role, for people. */
    String name(Disk disk) {
        String role = input.claims().stream().filter(claim -> claim.disk().equals(disk.id()))
                .map(claim -> "role " + claim.role().label()).findFirst().orElse("no role");
        return "disk " + disk.id() + " with " + role;
    }

    /** Several disks for people. */
    String names(List<Disk> disks) {
        return disks.isEmpty() ? "no disk of the machine" : String.join(", ", disks.stream().map(this::name).toList());
    }
}
