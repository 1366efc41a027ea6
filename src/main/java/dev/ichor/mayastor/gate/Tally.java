package dev.ichor.mayastor.gate;

import dev.ichor.mayastor.gate.Gate.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found for each node, disk or pair, until it makes a gate: the worst of them is the gate's state. */
final class Tally {
    private static final int MOST_TEXTS = 12;
    private static final int MOST_SUBJECTS = 6;
    private static final int MOST_MENDS = 6;

    private final List<Line> lines = new ArrayList<>();

    private record Line(State state, String subject, String text, String mend) {
    }

    void green(String subject, String text) {
        lines.add(new Line(State.GREEN, subject, text, ""));
    }

    void red(String subject, String text, String mend) {
        lines.add(new Line(State.RED, subject, text, mend));
    }

    void unknown(String subject, String text, String mend) {
        lines.add(new Line(State.UNKNOWN, subject, text, mend));
    }

    /** Unknown if nothing was looked at: then nothing was found to be well either. */
    Gate gate(String name) {
        if (lines.isEmpty()) {
            return new Gate(name, State.UNKNOWN, "no node of the cluster stores anything, so there was nothing to look"
                    + " at", "Give disks the role pool: ichor roles set MACHINE SERIAL=pool");
        }
        State state = has(State.RED) ? State.RED : has(State.UNKNOWN) ? State.UNKNOWN : State.GREEN;
        return new Gate(name, state, evidence(state), String.join("; ", lines.stream().map(Line::mend)
                .filter(mend -> !mend.isEmpty()).distinct().limit(MOST_MENDS).toList()));
    }

    private boolean has(State state) {
        return lines.stream().anyMatch(line -> line.state() == state);
    }

    private String evidence(State state) {
        if (state == State.GREEN) {
            return texts(State.GREEN);
        }
        long well = lines.stream().filter(line -> line.state() == State.GREEN).count();
        List<String> parts = new ArrayList<>(List.of(texts(State.RED), texts(State.UNKNOWN)));
        parts.add(well == 0 ? "" : well == 1 ? "1 other is well" : well + " others are well");
        return String.join("; ", parts.stream().filter(part -> !part.isEmpty()).toList());
    }

    /** Subjects of which the same is said share one text. */
    private String texts(State state) {
        Map<String, List<String>> bySaid = new LinkedHashMap<>();
        lines.stream().filter(line -> line.state() == state).forEach(line ->
                bySaid.computeIfAbsent(line.text(), _ -> new ArrayList<>()).add(line.subject()));
        List<String> out = new ArrayList<>();
        bySaid.entrySet().stream().limit(MOST_TEXTS).forEach(entry ->
                out.add(subjects(entry.getValue().stream().distinct().toList()) + entry.getKey()));
        if (bySaid.size() > MOST_TEXTS) {
            out.add("and " + (bySaid.size() - MOST_TEXTS) + " more of that kind");
        }
        return String.join("; ", out);
    }

    private static String subjects(List<String> all) {
        List<String> named = all.stream().filter(subject -> !subject.isEmpty()).toList();
        return named.isEmpty() ? "" : String.join(", ", named.stream().limit(MOST_SUBJECTS).toList())
                + (named.size() > MOST_SUBJECTS ? " and " + (named.size() - MOST_SUBJECTS) + " more" : "") + ": ";
    }

    /** A moment for people, in UTC. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
