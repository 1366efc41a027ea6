package dev.ichor.inventory;

import dev.ichor.inventory.Assign.Answer;
import dev.ichor.inventory.Assign.Candidate;
import dev.ichor.inventory.Node.DiskOfNode;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A machine that a declared node names. */
final class AssignByNode {
    private static final String BY = "inventory";

    private AssignByNode() {
    }

    static Answer of(World world, Candidate machine, List<Node> named, Set<String> taken) {
        Node node = named.getFirst();
        Mends mends = new Mends(machine.identity());
        DiskObstacles found = new DiskObstacles(machine.fingerprint(), machine.limits(), mends);
        if (named.size() > 1) {
            found.add("two-nodes", "The nodes " + String.join(" and ", named.stream().map(Node::name).toList())
                    + " all name this machine. Correct `machine` in all but one of them");
            return new Answer.Blocked(BY, found.list());
        }
        if (taken.contains(node.name())) {
            found.add("node-taken", "Another machine is the node " + node.name() + " already, which now names this one."
                    + " Take it from the other: `ichor machines unassign MACHINE`, or correct `machine` of the node");
        }
        if (world.cluster(node.cluster()).isEmpty()) {
            found.add("no-cluster", "The cluster " + node.cluster() + " of node " + node.name()
                    + " is not declared. Declare it: `ichor apply -f FOLDER`");
        }
        List<String> why = new ArrayList<>(List.of("node " + node.name() + " names this machine by "
                + node.machine().orElse("")));
        List<DiskClaim> claims = node.disks().isEmpty() ? RuleClaims.suggested(machine, Optional.of(node.name()),
                Policy.DiskRule.DEFAULT, why) : declared(node, machine, found);
        found.systemDisks(claims);
        claims.forEach(claim -> found.claim(claim, Optional.of(node.name())));
        passedOver(node, machine, claims, found);
        found.hardware(claims);
        List<Obstacle> obstacles = found.list();
        return obstacles.isEmpty() ? new Answer.Becomes(BY, node, false, claims, false, why)
                : new Answer.Blocked(BY, obstacles);
    }

    /** The roles of the file by serial number, with what a person said of the contents since. */
    private static List<DiskClaim> declared(Node node, Candidate machine, DiskObstacles found) {
        List<DiskClaim> claims = new ArrayList<>();
        for (DiskOfNode wanted : node.disks()) {
            List<Disk> disks = machine.fingerprint().disks().stream()
                    .filter(disk -> disk.serial().equals(wanted.serial())).toList();
            if (disks.isEmpty() && wanted.role().isWritten()) {
                found.add("disk-missing", "The " + wanted.role().label() + " disk " + wanted.serial() + " of node "
                        + node.name() + " is not in the machine. Put it in, or correct `disks` of the node");
            }
            disks.stream().filter(disk -> disks.size() == 1 || wanted.role().isWritten()).limit(1)
                    .map(disk -> claim(disk, wanted.role(), node, machine)).forEach(claims::add);
        }
        return claims;
    }

    private static DiskClaim claim(Disk disk, DiskRole role, Node node, Candidate machine) {
        return machine.claims().stream().filter(one -> one.disk().equals(disk.id()) && one.role() == role).findFirst()
                .orElseGet(() -> new DiskClaim(disk.id(), role, role == DiskRole.POOL
                        && RuleClaims.ownPool(disk, machine, node.name()), ""));
    }

    /** Without roles in the file the rules choose, and they may not quietly choose around a disk with contents. */
    private static void passedOver(Node node, Candidate machine, List<DiskClaim> claims, DiskObstacles found) {
        if (node.disks().isEmpty()) {
            RuleClaims.passedOver(machine, Optional.of(node.name()), Policy.DiskRule.DEFAULT)
                    .forEach((disk, role) -> found.notBlank(disk, role, Optional.of(node.name())));
        }
    }
}
