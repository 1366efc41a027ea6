package dev.ichor.mayastor.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Tells from what was found why a step failed. */
public final class Diagnosis {
    private static final int MOST_EVIDENCE = 4;
    private static final int LONGEST = 240;

    private Diagnosis() {
    }

    /** The likeliest first; never empty: what is not known is said so. */
    public static List<Cause> of(Install install, Evidence evidence) {
        List<String> lines = lines(install, evidence);
        List<Cause> causes = new ArrayList<>();
        for (Symptom symptom : Symptoms.all(install)) {
            if (!symptom.fits(evidence.step())) {
                continue;
            }
            List<String> said = lines.stream().filter(line -> symptom.said().matcher(line).find()).distinct()
                    .limit(MOST_EVIDENCE).toList();
            if (!said.isEmpty()) {
                causes.add(new Cause(symptom.name(), symptom.what(), said, symptom.mend()));
            }
        }
        return causes.isEmpty() ? List.of(unknown(install, lines)) : List.copyOf(causes);
    }

    private static Cause unknown(Install install, List<String> lines) {
        return new Cause("unknown", "nothing that is known to go wrong was found", lines.stream().limit(MOST_EVIDENCE)
                .toList(), "Look at `kubectl -n " + install.namespace() + " get pods,events`. When it is mended, run "
                + "again: what is done stays done.");
    }

    /** Everything that was found, as lines that say where they come from; those nearest to the failure first. */
    static List<String> lines(Install install, Evidence evidence) {
        Set<String> lines = new LinkedHashSet<>();
        evidence.words().lines().map(Diagnosis::cut).filter(line -> !line.isEmpty()).forEach(lines::add);
        lines.addAll(pools(evidence.pools()));
        lines.addAll(nodes(install, evidence.nodes()));
        lines.addAll(pods(evidence.pods()));
        lines.addAll(events(evidence.events(), well(evidence.pods())));
        new TreeMap<>(evidence.logs()).forEach((pod, log) -> log.lines().map(line -> cut("log of " + pod + ": " + line))
                .forEach(lines::add));
        return List.copyOf(lines);
    }

    private static String cut(String line) {
        String plain = line.replaceAll("\\x1B\\[[0-9;]*[A-Za-z]", "").replaceAll("\\p{Cntrl}", " ").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }

    private static List<String> pools(String json) {
        return Wishes.tree(json).stream().flatMap(tree -> Wishes.items(tree).stream())
                .filter(pool -> !Wishes.name(pool).isEmpty() && !PoolWishes.isOnline(pool))
                .map(pool -> cut("pool " + PoolWishes.words(pool))).toList();
    }

    private static List<String> nodes(Install install, String json) {
        List<String> lines = new ArrayList<>();
        Wishes.tree(json).ifPresent(tree -> Wishes.items(tree).stream().filter(node -> install.nodes().stream()
                .anyMatch(own -> own.name().equals(Wishes.name(node)))).forEach(node -> {
                    if (Wishes.pages(node) < install.hugepages()) {
                        lines.add("node " + Wishes.name(node) + " offers " + Wishes.pages(node) + " hugepages to pods, "
                                + install.hugepages() + " are needed");
                    }
                    if (!Wishes.isLabelled(node)) {
                        lines.add("node " + Wishes.name(node) + " lacks the label openebs.io/engine=mayastor");
                    }
                    if (!Wishes.condition(node, "Ready")) {
                        lines.add("node " + Wishes.name(node) + " is not Ready");
                    }
                }));
        return lines;
    }

    private static List<String> pods(String json) {
        return Wishes.tree(json).stream().flatMap(tree -> Wishes.items(tree).stream())
                .filter(pod -> !Wishes.name(pod).isEmpty() && !PodWishes.isReady(pod)
                        && !Wishes.text(pod.at("/status/phase")).equals("Succeeded"))
                .flatMap(pod -> Stream.concat(Stream.of("pod " + PodWishes.words(pod)), reasons(pod)))
                .map(Diagnosis::cut).toList();
    }

    private static Stream<String> reasons(JsonNode pod) {
        String name = "pod " + Wishes.name(pod) + ": ";
        Stream<String> scheduled = StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
                .filter(condition -> Wishes.text(condition.path("type")).equals("PodScheduled"))
                .map(condition -> Wishes.text(condition.path("message")));
        Stream<String> states = PodWishes.statuses(pod).stream().flatMap(status -> Stream.of("/state/waiting",
                "/state/terminated", "/lastState/terminated").map(status::at)).filter(state -> !state.isMissingNode())
                .map(state -> Wishes.text(state.path("reason")) + (state.has("exitCode") ? " exit code "
                        + state.path("exitCode").intValue(0) : "") + " " + Wishes.text(state.path("message")));
        return Stream.concat(scheduled, states).filter(text -> !text.isBlank()).map(text -> name + text);
    }

    /** Pods that are as they should be: what was said of them before is over. */
    private static Set<String> well(String pods) {
        return Wishes.tree(pods).stream().flatMap(tree -> Wishes.items(tree).stream())
                .filter(pod -> PodWishes.isReady(pod) || Wishes.text(pod.at("/status/phase")).equals("Succeeded"))
                .map(Wishes::name).collect(Collectors.toSet());
    }

    private static List<String> events(String json, Set<String> well) {
        return Wishes.tree(json).stream().flatMap(tree -> Wishes.items(tree).stream())
                .filter(event -> Wishes.text(event.path("type")).equals("Warning")
                        && !(Wishes.text(event.at("/involvedObject/kind")).equals("Pod")
                        && well.contains(Wishes.text(event.at("/involvedObject/name")))))
                .map(event -> cut("event of " + Wishes.text(event.at("/involvedObject/kind")).toLowerCase(Locale.ROOT)
                        + " " + Wishes.text(event.at("/involvedObject/name")) + ": "
                        + Wishes.text(event.path("reason")) + ": " + Wishes.text(event.path("message")))).toList();
    }

    /**
     * Something that is known to go wrong.
     *
     * @param steps in which it shows; empty: any
     * @param said  in a line of the evidence
     */
    record Symptom(String name, Set<String> steps, Pattern said, String what, String mend) {
        boolean fits(String step) {
            return steps.isEmpty() || steps.contains(step);
        }
    }

    /** Words for people, on lines. */
    public static String text(List<Cause> causes) {
        StringBuilder out = new StringBuilder();
        for (Cause cause : causes) {
            out.append("Cause: ").append(cause.what()).append('\n');
            cause.evidence().forEach(line -> out.append("  | ").append(line).append('\n'));
            out.append("Mend: ").append(cause.mend()).append('\n');
        }
        return out.toString();
    }

    /** The pods whose last lines are worth reading, by name, with whether they were restarted. */
    public static Map<String, Boolean> unwell(String pods) {
        Map<String, Boolean> unwell = new TreeMap<>();
        Wishes.tree(pods).ifPresent(tree -> Wishes.items(tree).stream()
                .filter(pod -> !Wishes.name(pod).isEmpty() && !PodWishes.isReady(pod)
                        && !Wishes.text(pod.at("/status/phase")).equals("Succeeded"))
                .forEach(pod -> unwell.put(Wishes.name(pod), PodWishes.restarts(pod) > 0)));
        return unwell;
    }
}
