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

    /**
     * @param taken names of nodes that a machine is already
     */
    public static Answer of(World world, Identity identity, Fingerprint fingerprint, Set<String> taken,
                            Limits limits) {
        throw new UnsupportedOperationException();
    }

    /**
     * What is in the way of a machine that is a node already: a system disk that is gone, a disk of a role that carries
     * something nobody accepted, and the like. Empty if nothing is.
     */
    public static List<Obstacle> obstacles(Fingerprint fingerprint, List<DiskClaim> claims, Optional<String> node,
                                           Limits limits) {
        throw new UnsupportedOperationException();
    }
}
