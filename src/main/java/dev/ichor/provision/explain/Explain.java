package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Exchange;
import dev.ichor.provision.explain.Verdict.Code;
import dev.ichor.provision.explain.Verdict.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Turns the exchanges of one machine into a timeline and findings. */
public final class Explain {
    private Explain() {
    }

    /**
     * Explains how the machine's latest boot went.
     *
     * @param exchanges of one machine, in any order
     * @param situation what is known beside them
     */
    public static Explanation of(List<Exchange> exchanges, Situation situation) {
        List<Line> timeline = timeline(exchanges);
        if (timeline.isEmpty()) {
            return new Explanation(timeline, List.of(neverHeard()));
        }
        List<Attempt> attempts = attempts(timeline);
        List<Verdict> verdicts = new ArrayList<>(judge(attempts.getLast(), situation));
        boolean running = verdicts.stream().anyMatch(verdict -> verdict.code() == Code.IN_PROGRESS);
        if (attempts.size() > 1) {
            List<Verdict> before = problems(judge(attempts.get(attempts.size() - 2), situation));
            verdicts.addAll(running ? before : repeated(attempts, before, verdicts));
        }
        return new Explanation(timeline, verdicts);
    }

    private static List<Verdict> judge(Attempt attempt, Situation situation) {
        List<Verdict> chief = Stream.of(AgentRules.of(attempt, situation), LoaderRules.of(attempt, situation),
                DhcpRules.of(attempt, situation)).flatMap(List::stream).limit(1).toList();
        List<Verdict> all = new ArrayList<>(chief);
        all.addAll(LoaderRules.notes(attempt));
        return all;
    }

    private static List<Verdict> problems(List<Verdict> verdicts) {
        return verdicts.stream().filter(verdict -> verdict.code().weight() == Weight.PROBLEM).toList();
    }

    /** A machine that fails, restarts and fails again is in a loop, which the last attempt alone does not show. */
    private static List<Verdict> repeated(List<Attempt> attempts, List<Verdict> before, List<Verdict> now) {
        boolean same = before.stream().anyMatch(was -> now.stream().anyMatch(is -> is.code() == was.code()));
        if (!same) {
            return List.of();
        }
        List<Integer> starts = attempts.stream().map(attempt -> attempt.lines().getFirst().number()).toList();
        return List.of(new Verdict(Code.REPEATED_ATTEMPTS, "The machine has started over " + attempts.size()
                + " times and stopped at the same place.", "", starts));
    }

    private static Verdict neverHeard() {
        return new Verdict(Code.NEVER_HEARD, "Nothing was ever heard of this machine on the boot network.",
                "Check the cable and the link lights, that the switch port is in the boot VLAN untagged, that the port "
                        + "forwards at once (PortFast), that the firmware has network boot on for this NIC and before "
                        + "the disks, and that the MAC is the right one.", List.of());
    }

    private static List<Line> timeline(List<Exchange> exchanges) {
        List<Exchange> sorted = exchanges.stream().sorted(Comparator.comparing(Exchange::at)).toList();
        return PowerOns.of(sorted);
    }

    private static List<Attempt> attempts(List<Line> timeline) {
        List<Attempt> attempts = new ArrayList<>();
        for (int n = 1; n <= timeline.getLast().attempt(); n++) {
            int number = n;
            attempts.add(new Attempt(timeline.stream().filter(line -> line.attempt() == number).toList()));
        }
        return attempts;
    }
}
