package dev.ichor.talos.events;

import java.util.List;

/** One event of a node (Talos {@code api/machine/machine.proto}), as far as it tells how an installation goes. */
public sealed interface NodeEvent {
    /** One line for people. */
    String text();

    /** What a sequence, phase or task does. */
    enum Action { NOOP, START, STOP }

    /**
     * A sequence began or ended.
     *
     * @param name  {@code initialize}, {@code install}, {@code boot}, {@code reboot}, …
     * @param error empty if there was none
     * @param fatal whether the error ended it; false if another sequence stood in its way or took its place
     */
    record Sequence(String name, Action action, String error, boolean fatal) implements NodeEvent {
        public Sequence(String name, Action action, String error) {
            this(name, action, error, !error.isEmpty());
        }

        @Override
        public String text() {
            return "sequence " + name + " " + action.name().toLowerCase(java.util.Locale.ROOT)
                    + (error.isEmpty() ? "" : ": " + error);
        }
    }

    /** A phase of a sequence began or ended. */
    record Phase(String name, Action action) implements NodeEvent {
        @Override
        public String text() {
            return "phase " + name + " " + action.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A task of a phase began or ended. */
    record Task(String name, Action action) implements NodeEvent {
        @Override
        public String text() {
            return "task " + name + " " + action.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A service changed its state. */
    record Service(String name, String action, String message, boolean healthy) implements NodeEvent {
        @Override
        public String text() {
            return "service " + name + " " + action + (message.isEmpty() ? "" : ": " + message);
        }
    }

    /** The configuration could not be loaded, or is not valid. */
    record ConfigError(boolean invalid, String error) implements NodeEvent {
        @Override
        public String text() {
            return (invalid ? "configuration is not valid: " : "configuration cannot be loaded: ") + error;
        }
    }

    /** The node's name and addresses. */
    record Addresses(String hostname, List<String> addresses) implements NodeEvent {
        public Addresses {
            addresses = List.copyOf(addresses);
        }

        @Override
        public String text() {
            return "addresses of " + hostname + ": " + String.join(", ", addresses);
        }
    }

    /**
     * How the whole machine stands.
     *
     * @param ready whether everything that it needs is up
     * @param unmet what is not, for people
     */
    record Status(MachineStage stage, boolean ready, List<String> unmet) implements NodeEvent {
        public Status {
            unmet = List.copyOf(unmet);
        }

        @Override
        public String text() {
            return "stage " + stage.name().toLowerCase(java.util.Locale.ROOT) + (ready ? ", ready" : "")
                    + (unmet.isEmpty() ? "" : ", waits for " + String.join("; ", unmet));
        }
    }

    /** Stages of a machine by their numbers in the protocol. */
    enum MachineStage {
        UNKNOWN, BOOTING, INSTALLING, MAINTENANCE, RUNNING, REBOOTING, SHUTTING_DOWN, RESETTING, UPGRADING
    }

    /** It restarts; {@code command} is the number of the reboot command. */
    record Restart(long command) implements NodeEvent {
        @Override
        public String text() {
            return "restarts";
        }
    }

    /** A kind of event that is not known here. */
    record Other(String type) implements NodeEvent {
        @Override
        public String text() {
            return type;
        }
    }
}
