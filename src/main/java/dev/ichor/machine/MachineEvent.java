package dev.ichor.machine;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import java.time.Instant;
import java.util.List;
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

    /** The machine was seen in a later boot, so the order of the earlier one is done or pointless. */
    record OrderObeyed(Instant at, long number, Order.Kind order, BootId boot) implements MachineEvent {
        @Override
        public String kind() {
            return "order-over";
        }

        @Override
        public String text() {
            return "order " + order.label() + " is over: the machine is in boot " + boot;
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

    private static String names(List<MachineId> machines) {
        return machines.stream().map(MachineId::toString).collect(Collectors.joining(", "));
    }
}
