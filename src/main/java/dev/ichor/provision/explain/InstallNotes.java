package dev.ichor.provision.explain;

import dev.ichor.base.Firmware;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.DiskBoots;
import dev.ichor.provision.explain.Verdict.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Findings about a machine's installation that no exchange shows: its configuration, its tickets, its disk's boot. */
public final class InstallNotes {
    /** How far back tickets are told of. */
    public static final Duration RECENT = Duration.ofHours(1);
    private static final int MOST = 3;

    private InstallNotes() {
    }

    /**
     * What is known.
     *
     * @param errors  why its configuration cannot be served, each with its place and mend; empty if it can, and for a
     *                machine that is not armed
     * @param tickets of the machine that were refused, newest first
     * @param disk    how it boots its disk, for a machine that is told to
     */
    public record Known(List<String> errors, List<Ticket> tickets, Optional<Disk> disk) {
        public static final Known NOTHING = new Known(List.of(), List.of(), Optional.empty());

        public Known {
            errors = List.copyOf(errors);
            tickets = List.copyOf(tickets);
        }
    }

    /** A ticket that was refused. */
    public record Ticket(Instant at, String from, String text) {
    }

    /** Under which firmware, and by which method. */
    public record Disk(Firmware firmware, DiskBoots.Choice choice) {
    }

    /** The explanation with what is known beside its exchanges. */
    public static Explanation with(Explanation explanation, Known known, Instant now) {
        List<Verdict> all = new ArrayList<>(explanation.verdicts());
        Stream.of(configuration(known.errors()), tickets(known.tickets(), now), disk(known.disk()))
                .flatMap(Optional::stream).forEach(all::add);
        return new Explanation(explanation.timeline(), all);
    }

    private static Optional<Verdict> configuration(List<String> errors) {
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        int more = errors.size() - MOST;
        return Optional.of(new Verdict(Code.CONFIG_REFUSED, "The machine may install, and its configuration cannot be "
                + "served: " + String.join(" ", errors.stream().limit(MOST).toList())
                + (more > 0 ? " And " + more + " more." : ""), "`ichor config check` shows every finding with its "
                + "mend. Nothing is written to the machine until the configuration is right.", List.of()));
    }

    private static Optional<Verdict> tickets(List<Ticket> tickets, Instant now) {
        List<Ticket> recent = tickets.stream().filter(one -> !one.at().plus(RECENT).isBefore(now)).toList();
        if (recent.isEmpty()) {
            return Optional.empty();
        }
        Ticket last = recent.getFirst();
        return Optional.of(new Verdict(Code.TICKET_REFUSED, (recent.size() == 1 ? "A ticket" : recent.size()
                + " tickets") + " for its configuration " + (recent.size() == 1 ? "was" : "were")
                + " refused within the last hour, the last from " + last.from() + ": " + ended(last.text()),
                "`ichor refusals` shows them. One that the machine itself asked for late or twice does no harm; one "
                        + "from another address is somebody who listens on the boot network.", List.of()));
    }

    /** Only what differs from the usual is worth a word. */
    private static Optional<Verdict> disk(Optional<Disk> disk) {
        return disk.filter(one -> one.choice().method() != BootMethod.of(one.firmware()).getFirst())
                .map(one -> new Verdict(Code.DISK_METHOD, "It boots its disk by the method "
                        + one.choice().method().label() + " under " + one.firmware().label().toUpperCase(Locale.ROOT)
                        + ": " + ended(one.choice().why()), "", List.of()));
    }

    private static String ended(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
