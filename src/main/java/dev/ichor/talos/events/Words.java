package dev.ichor.talos.events;

import dev.ichor.provision.NodeWord;
import dev.ichor.talos.events.NodeEvent.Action;
import dev.ichor.talos.events.NodeEvent.MachineStage;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a node's events mean for its installation. The events of one boot come in order, its sequence
 * {@code initialize} first; a later boot tells them again from its own beginning. Pure.
 */
public final class Words {
    /** The phases of the sequence {@code install}, in order (Talos {@code v1alpha1_sequencer.go}). */
    private static final List<String> PHASES = List.of("env", "install", "meta", "saveMeta", "volumeFinalize",
            "stopEverything", "kexec", "reboot");
    private static final Pattern KERNEL =
            Pattern.compile("(installing Talos to disk|install successful|installation of \\S+ complete)");
    private static final int MOST_STEPS = 40;
    private static final NodeWord NOTHING = new NodeWord.Other();

    private Words() {
    }

    /**
     * What must be remembered from one event of an installation to the next.
     *
     * @param began    when the installation began, in milliseconds since 1970 UTC: its name
     * @param own      the boot that installs was heard to begin
     * @param worked   that boot was heard to be at work after the installation began
     * @param installs its sequence {@code install} began and did not end
     * @param again    a later boot was heard to begin
     * @param steps    how many steps were told
     */
    public record History(long began, boolean own, boolean worked, boolean installs, boolean again, int steps) {
        /** At the beginning of an installation; {@code own}: its boot was heard to begin before that. */
        public static History begin(long began, boolean own) {
            return new History(began, own, false, false, false, 0);
        }

        private History atWork() {
            return new History(began, own, true, installs, again, steps);
        }

        private History installing(boolean now) {
            return new History(began, own, true, now, again, steps);
        }

        /** The first event of a boot: of a later one, if the boot that installs was heard before. */
        private History booting() {
            return new History(began, true, worked, false, again || own || worked, steps);
        }
    }

    /** What an event means, and what is to be remembered of it. */
    public record Heard(History history, NodeWord word) {
    }

    /**
     * Hears an event.
     *
     * @param classic true if that Talos installs in a sequence of its own and runs its sequence {@code boot} from its
     *                disk alone (up to 1.13); false if it may install while it runs (from 1.14)
     */
    public static Heard hear(History before, NodeEvent event, boolean classic) {
        return limited(switch (event) {
            case NodeEvent.Sequence sequence -> sequence(before, sequence, classic);
            case NodeEvent.Phase phase -> phase(before, phase);
            case NodeEvent.Task _, NodeEvent.Restart _ -> new Heard(before.atWork(), NOTHING);
            case NodeEvent.Status status -> status(before, status);
            case NodeEvent.ConfigError wrong when wrong.invalid() && !before.again() ->
                    new Heard(before, new NodeWord.Failed(wrong.text()));
            case NodeEvent.ConfigError wrong -> step(before, wrong.text());
            case NodeEvent.Service _, NodeEvent.Addresses _, NodeEvent.Other _ -> new Heard(before, NOTHING);
        });
    }

    /** What a line of the kernel log means: anybody may write such a line, so it is no more than a step. */
    public static Heard hearKernel(History before, String text) {
        return limited(!before.again() && KERNEL.matcher(text).find() ? step(before, text)
                : new Heard(before, NOTHING));
    }

    private static Heard sequence(History before, NodeEvent.Sequence sequence, boolean classic) {
        if (!sequence.error().isEmpty()) {
            boolean ends = sequence.fatal() && !before.again()
                    && List.of("initialize", "install", "boot").contains(sequence.name());
            return ends ? new Heard(before.installing(false), new NodeWord.Failed(sequence.text()))
                    : step(before.atWork(), sequence.text());
        }
        boolean start = sequence.action() == Action.START;
        return switch (sequence.name()) {
            case "initialize" -> start ? begins(before.booting()) : new Heard(before.atWork(), NOTHING);
            case "install" -> start ? step(before.installing(true), "Talos installs", 0)
                    : step(before.installing(false), "Talos is written to the disk", 100);
            case "boot" -> start && (classic || before.again())
                    ? new Heard(before, new NodeWord.Runs("it said that it boots from its disk"))
                    : new Heard(before.atWork(), NOTHING);
            case "reboot" -> start ? step(before.atWork(), "it restarts") : new Heard(before.atWork(), NOTHING);
            default -> new Heard(before.atWork(), NOTHING);
        };
    }

    private static Heard begins(History after) {
        return after.again() ? step(after, "it starts again") : new Heard(after, NOTHING);
    }

    private static Heard phase(History before, NodeEvent.Phase phase) {
        int at = PHASES.indexOf(phase.name());
        return before.installs() && at >= 0 && phase.action() == Action.START
                ? step(before.atWork(), "phase " + phase.name(), at * 100 / PHASES.size())
                : new Heard(before.atWork(), NOTHING);
    }

    private static Heard status(History before, NodeEvent.Status status) {
        if (status.stage() == MachineStage.RUNNING && status.ready() && before.again()) {
            return new Heard(before, new NodeWord.Runs("it said that it is running and ready"));
        }
        return status.stage() == MachineStage.INSTALLING || status.stage() == MachineStage.REBOOTING
                ? new Heard(before.atWork(), NOTHING) : new Heard(before, NOTHING);
    }

    private static Heard step(History history, String what) {
        return new Heard(history, new NodeWord.Step(what, OptionalInt.empty()));
    }

    private static Heard step(History history, String what, int percent) {
        return new Heard(history, new NodeWord.Step(what, OptionalInt.of(percent)));
    }

    /** A node cannot fill its timeline. */
    private static Heard limited(Heard heard) {
        if (!(heard.word() instanceof NodeWord.Step)) {
            return heard;
        }
        History h = heard.history();
        return h.steps() >= MOST_STEPS ? new Heard(h, NOTHING) : new Heard(new History(h.began(), h.own(), h.worked(),
                h.installs(), h.again(), h.steps() + 1), heard.word());
    }

    /** True if that is the first event of a boot. */
    public static boolean isBeginning(NodeEvent event) {
        return event instanceof NodeEvent.Sequence sequence && sequence.name().equals("initialize")
                && sequence.action() == Action.START && sequence.error().isEmpty();
    }

    /** {@code error} for what went wrong, else {@code info}. */
    public static String level(NodeEvent event) {
        return switch (event) {
            case NodeEvent.Sequence sequence when !sequence.error().isEmpty() -> "error";
            case NodeEvent.ConfigError _ -> "error";
            case NodeEvent.Service service when service.action().equals("failed") -> "error";
            case NodeEvent.Sequence _, NodeEvent.Phase _, NodeEvent.Task _, NodeEvent.Service _,
                 NodeEvent.Addresses _, NodeEvent.Status _, NodeEvent.Restart _, NodeEvent.Other _ -> "info";
        };
    }
}
