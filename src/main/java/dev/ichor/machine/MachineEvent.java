package dev.ichor.machine;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.hardware.DiskId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Something that happened to a machine: evidence, or a person's decision. Append-only; the timeline people see. */
public sealed interface MachineEvent {
    Instant at();

    /** The name used in JSON and tables. */
    String kind();

    /** One line for people. */
    String text();

    /**
     * The machine's agent delivered a fingerprint.
     *
     * @param boot       the boot that took it
     * @param hash       of the raw archive
     * @param identity   what it showed
     * @param difference lines that say what changed since the one before; empty for the first
     */
    record FingerprintTaken(Instant at, BootId boot, Sha256 hash, Identity identity, List<String> difference)
            implements MachineEvent {
        public FingerprintTaken {
            difference = List.copyOf(difference);
        }

        @Override
        public String kind() {
            return "fingerprint";
        }

        @Override
        public String text() {
            return "fingerprint " + hash.hex().substring(0, 12) + " of boot " + boot
                    + (difference.isEmpty() ? "" : ": " + String.join("; ", difference));
        }
    }

    /** Another machine was found to share its identity. */
    record Held(Instant at, String why, List<MachineId> others) implements MachineEvent {
        public Held {
            others = List.copyOf(others);
        }

        @Override
        public String kind() {
            return "held";
        }

        @Override
        public String text() {
            return "held: " + why + " (with " + names(others) + ")";
        }
    }

    /**
     * A person decided that these are different machines.
     *
     * @param distinctFrom the machines it is no longer confused with
     * @param givenUp      MACs that belong to one of those
     */
    record Released(Instant at, String by, List<MachineId> distinctFrom, List<Mac> givenUp) implements MachineEvent {
        public Released {
            distinctFrom = List.copyOf(distinctFrom);
            givenUp = List.copyOf(givenUp);
        }

        @Override
        public String kind() {
            return "released";
        }

        @Override
        public String text() {
            return by + " decided that it is another machine than " + names(distinctFrom)
                    + (givenUp.isEmpty() ? "" : "; NICs that are no longer its own: " + givenUp.stream()
                    .map(Mac::toString).collect(Collectors.joining(", ")));
        }
    }

    /** A person gave the agent an order. */
    record OrderGiven(Order order) implements MachineEvent {
        @Override
        public Instant at() {
            return order.given();
        }

        @Override
        public String kind() {
            return "order";
        }

        @Override
        public String text() {
            return order.by() + " ordered: " + order.kind().label() + " (until " + order.until() + ")";
        }
    }

    /**
     * The machine was seen in a later boot, so the order of the earlier one is done or pointless; or it delivered the
     * fingerprint that it was ordered to read, or one after the order's time.
     */
    record OrderObeyed(Instant at, long number, Order.Kind order, BootId boot) implements MachineEvent {
        @Override
        public String kind() {
            return "order-over";
        }

        @Override
        public String text() {
            return "order " + order.label() + " is over: a fingerprint came in boot " + boot;
        }
    }

    /** The agent said what it is doing, or why it cannot. */
    record Reported(Instant at, BootId boot, String line) implements MachineEvent {
        @Override
        public String kind() {
            return "report";
        }

        @Override
        public String text() {
            return line;
        }
    }

    /**
     * The machine became a node.
     *
     * @param claims the roles of its disks, all of them
     * @param why    lines for people: which policy matched and what decided
     */
    record Assigned(Instant at, Place place, List<DiskClaim> claims, List<String> why) implements MachineEvent {
        public Assigned {
            claims = List.copyOf(claims);
            why = List.copyOf(why);
        }

        @Override
        public String kind() {
            return "assigned";
        }

        @Override
        public String text() {
            return place.by() + " assigned it as " + place + (why.isEmpty() ? "" : ": " + String.join("; ", why));
        }
    }

    /** A person took the node away from it; its disks have no roles any more. */
    record Unassigned(Instant at, String by) implements MachineEvent {
        @Override
        public String kind() {
            return "unassigned";
        }

        @Override
        public String text() {
            return by + " took its node and its disk roles away";
        }
    }

    /** Disk roles were set; {@code claims} are all of them, {@code lines} say what changed. */
    record RolesSet(Instant at, String by, List<DiskClaim> claims, List<String> lines) implements MachineEvent {
        public RolesSet {
            claims = List.copyOf(claims);
            lines = List.copyOf(lines);
        }

        @Override
        public String kind() {
            return "roles";
        }

        @Override
        public String text() {
            return by + " set disk roles: " + String.join("; ", lines);
        }
    }

    /** What is in the machine's way was looked at anew and is not what it was. */
    record Assessed(Instant at, List<Obstacle> obstacles) implements MachineEvent {
        public Assessed {
            obstacles = List.copyOf(obstacles);
        }

        @Override
        public String kind() {
            return "assessed";
        }

        @Override
        public String text() {
            return obstacles.isEmpty() ? "nothing is in its way"
                    : obstacles.stream().map(Obstacle::text).collect(Collectors.joining(" "));
        }
    }

    /** Disks may be overwritten. */
    record ArmGiven(Instant at, Arm arm) implements MachineEvent {
        @Override
        public String kind() {
            return "armed";
        }

        @Override
        public String text() {
            return arm.by() + " armed it to " + (arm.purpose() == Arm.Purpose.WIPE ? "wipe " : "install on ")
                    + arm.disks().stream().map(disk -> disk.disk().serial() + " (" + disk.carries() + ")")
                    .collect(Collectors.joining(", ")) + " until " + arm.until() + ", as " + arm.id();
        }
    }

    /** An arm ended. */
    record ArmEnded(Instant at, String arm, End end, String why) implements MachineEvent {
        /** How. */
        public enum End { DISARMED, EXPIRED, VOIDED, SPENT }

        @Override
        public String kind() {
            return "arm-" + end.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String text() {
            return "arm " + arm + " " + end.name().toLowerCase(Locale.ROOT) + (why.isEmpty() ? "" : ": " + why);
        }
    }

    /** The agent's receipt for one disk of an arm; {@code note} says how, or why not. */
    record DiskErased(Instant at, String arm, DiskId disk, ArmedDisk.State state, String note)
            implements MachineEvent {
        @Override
        public String kind() {
            return "wipe-" + state.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String text() {
            return "disk " + disk.serial() + " of arm " + arm + ": " + state.name().toLowerCase(Locale.ROOT)
                    + (note.isEmpty() ? "" : ", " + note);
        }
    }

    /**
     * It fetched its configuration in that boot: the arm is spent and its system disk may be anything from now on. A
     * second one of the same arm, in a later boot, is another try after a failure.
     */
    record InstallStarted(Instant at, String arm, BootId boot) implements MachineEvent {
        @Override
        public String kind() {
            return "install-started";
        }

        @Override
        public String text() {
            return "the installation began in boot " + boot + ", allowed by " + arm;
        }
    }

    /** The node said what its installation is at; {@code percent} where known. */
    record InstallStep(Instant at, String what, OptionalInt percent) implements MachineEvent {
        @Override
        public String kind() {
            return "install-step";
        }

        @Override
        public String text() {
            return "installation: " + what + (percent.isPresent() ? ", " + percent.getAsInt() + " %" : "");
        }
    }

    /** The node said that its installation failed; it may be tried again while the arm's time is not over. */
    record InstallFailed(Instant at, String why) implements MachineEvent {
        @Override
        public String kind() {
            return "install-failed";
        }

        @Override
        public String text() {
            return "the installation failed: " + why;
        }
    }

    /** It runs from its own disk: {@code how} says who or what tells so. */
    record InstallDone(Instant at, String how) implements MachineEvent {
        @Override
        public String kind() {
            return "installed";
        }

        @Override
        public String text() {
            return "it runs from its own disk: " + how;
        }
    }

    private static String names(List<MachineId> machines) {
        return machines.stream().map(MachineId::toString).collect(Collectors.joining(", "));
    }
}
