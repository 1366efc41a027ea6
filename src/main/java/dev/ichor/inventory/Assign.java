package dev.ichor.inventory;

import dev.ichor.inventory.policy.PolicyMatch;
import dev.ichor.inventory.roles.HardwareNeeds;
import dev.ichor.inventory.roles.HealthLimits;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.arm.DiskClaim;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a machine without a node becomes: the declared node that names it, else what the most specific policy says. */
public final class Assign {
    private Assign() {
    }

    /** The answer. */
    public sealed interface Answer {
        /** Nobody wants the machine. */
        record Nothing(List<PolicyMatch> looked) implements Answer {
        }

        /**
         * Somebody wants it, and it cannot be.
         *
         * @param by        {@code policy NAME} or {@code inventory}
         * @param obstacles what a person must decide
         */
        record Blocked(String by, List<Obstacle> obstacles) implements Answer {
        }

        /**
         * It becomes a node.
         *
         * @param node    complete but for the storage address, which the caller takes from the pool if it is empty
         * @param made    true if a policy made the node, false if it was declared
         * @param claims  roles of the disks
         * @param arm     true if the policy wants it armed and all disks that are written to are blank (law 3)
         * @param why     lines for people
         */
        record Becomes(String by, Node node, boolean made, List<DiskClaim> claims, boolean arm, List<String> why)
                implements Answer {
        }
    }

    /** Settings of the roles. */
    public record Limits(HealthLimits health, HardwareNeeds needs) {
        public static final Limits DEFAULT = new Limits(HealthLimits.DEFAULT, HardwareNeeds.DEFAULT);
    }

    /** As {@link #of(World, Identity, Fingerprint, List, Set, Limits)}, for a machine whose disks have no roles yet. */
    public static Answer of(World world, Identity identity, Fingerprint fingerprint, Set<String> taken,
                            Limits limits) {
        return of(world, identity, fingerprint, List.of(), taken, limits);
    }

    /**
     * The declared node that names the machine, else what the chosen policy makes of it.
     *
     * @param claims roles that a person gave to its disks already: they win over what would be suggested
     * @param taken  names of nodes that a machine is already
     */
    public static Answer of(World world, Identity identity, Fingerprint fingerprint, List<DiskClaim> claims,
                            Set<String> taken, Limits limits) {
        List<Node> named = world.nodes().stream().filter(node -> node.machine()
                .filter(key -> MachineKey.names(key, identity, fingerprint.system().serial())).isPresent()).toList();
        Candidate machine = new Candidate(identity, fingerprint, claims, limits);
        return named.isEmpty() ? AssignByPolicy.of(world, machine, taken)
                : AssignByNode.of(world, machine, named, taken);
    }

    /** A machine that may become a node. */
    record Candidate(Identity identity, Fingerprint fingerprint, List<DiskClaim> claims, Limits limits) {
    }

    /**
     * What is in the way of a machine that is a node already: no or two system disks, a disk of a role that is gone,
     * that cannot be written to or that carries something nobody accepted, a pool to keep that is no longer there.
     * Empty if nothing is. For a machine whose disks are still to be written: on one that is installed they carry, of
     * course, what was installed.
     */
    public static List<Obstacle> obstacles(Fingerprint fingerprint, List<DiskClaim> claims, Optional<String> node,
                                           Limits limits) {
        DiskObstacles found = new DiskObstacles(fingerprint, limits, new Mends(fingerprint.identity()));
        found.systemDisks(claims);
        claims.forEach(claim -> found.claim(claim, node));
        found.hardware(claims);
        return found.list();
    }
}
