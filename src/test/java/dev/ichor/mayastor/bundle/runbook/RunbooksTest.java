package dev.ichor.mayastor.bundle.runbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.HandPlans;
import dev.ichor.mayastor.bundle.watch.Monitoring;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runbooks name the cluster as it is, in commands that exist, and leave nothing to fill in. */
@Timeout(60)
class RunbooksTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```\n(.*?)```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(#[^)]*)?\\)");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[a-zA-Z]|TODO|FIXME|\\{\\{|@[A-Z]+@|%s|\\bXXX|null");
    private static final Pattern POOL = Pattern.compile("\\b[a-z0-9]+-worker-\\d+-[0-9a-f]{8}\\b");
    private static final Pattern NODE = Pattern.compile("\\b[a-z0-9]+-worker-\\d+\\b");
    private static final Pattern SERIAL = Pattern.compile("\\bS6CK\\d+\\b");
    /** What a command is about that has no namespace, or that says its own. */
    private static final Pattern NO_NAMESPACE = Pattern.compile(
            "kubectl (get|cordon|uncordon|drain|label|wait|delete) "
                    + "(node|nodes|node/\\S+|pv|storageclass|--raw|[a-z0-9]+-worker).*"
                    + "|kubectl (cordon|uncordon|drain) .*|kubectl .* -A.*"
                    + "|kubectl (apply|delete) -f .*|kubectl .*-n \"\\$SPACE\".*");

    static List<HandoffPlan> plans() throws Malformed {
        return List.of(HandPlans.of("rack1", HandPlans.UMBRELLA, 3, 2, 2, 1),
                HandPlans.of("old", HandPlans.OLDER, 2, 1, 1, 1), HandPlans.of("lab", HandPlans.STANDALONE, 1, 1));
    }

    private static Map<String, String> texts(HandoffPlan plan) {
        return Runbooks.of(plan).stream().collect(Collectors.toMap(BundleFile::path, BundleFile::text, (one, _) -> one,
                LinkedHashMap::new));
    }

    private static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        BLOCK.matcher(text).results().forEach(block -> block.group(1).replace("\\\n", " ").lines()
                .map(String::strip).filter(line -> !line.isEmpty()).forEach(commands::add));
        return commands;
    }

    @Test
    void eachBeginsWithHowToSeeItAndEndsWithHowToSeeThatItIsOver() throws Exception {
        for (HandoffPlan plan : plans()) {
            Map<String, String> texts = texts(plan);
            assertEquals(13, texts.size());
            texts.forEach((path, text) -> {
                assertTrue(text.startsWith("# ") && text.endsWith("\n"), path);
                if (!path.endsWith("README.md")) {
                    List<String> headings = text.lines().filter(line -> line.startsWith("## ")).toList();
                    assertEquals("## It is this case if", headings.getFirst(), path);
                    assertEquals("## It is over if", headings.getLast(), path);
                    assertTrue(BLOCK.matcher(text.substring(text.indexOf("## It is over if"))).find(), path);
                }
                assertEquals(0, text.split("```", -1).length % 2 - 1, path + " has an open block");
            });
        }
    }

    @Test
    void nothingIsLeftToFillIn() throws Exception {
        for (HandoffPlan plan : plans()) {
            texts(plan).forEach((path, text) -> {
                List<String> left = PLACEHOLDER.matcher(text).results().map(MatchResult::group).toList();
                assertEquals(List.of(), left, path);
                assertFalse(text.contains("/dev/nvme"), path);
            });
        }
    }

    @Test
    void everyNameIsOfThePlanAndEveryNodeAndPoolIsNamed() throws Exception {
        for (HandoffPlan plan : plans()) {
            Set<String> nodes = plan.nodes().stream().map(HandoffPlan.StorageNode::name).collect(Collectors.toSet());
            Set<String> pools = plan.pools().stream().map(HandoffPlan.Pool::name).collect(Collectors.toSet());
            Set<String> serials = plan.pools().stream().map(HandoffPlan.Pool::serial).collect(Collectors.toSet());
            Map<String, String> texts = texts(plan);
            texts.forEach((path, text) -> {
                assertTrue(nodes.containsAll(found(NODE, POOL.matcher(text).replaceAll(""))), path);
                assertTrue(pools.containsAll(found(POOL, text)), path);
                assertTrue(serials.containsAll(found(SERIAL, text)), path);
            });
            for (String of : List.of("node-lost", "drain-and-reboot", "reinstall-node", "partition")) {
                assertEquals(nodes, found(NODE, POOL.matcher(texts.get("runbooks/" + of + ".md")).replaceAll("")), of);
            }
            for (String of : List.of("README", "replace-disk", "disk-lost")) {
                assertEquals(pools, found(POOL, texts.get("runbooks/" + of + ".md")), of);
                assertEquals(serials, found(SERIAL, texts.get("runbooks/" + of + ".md")), of);
            }
            plan.pools().forEach(pool -> assertTrue(texts.get("runbooks/README.md").contains(pool.link())));
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void everyKubectlCommandNamesTheNamespace() throws Exception {
        for (HandoffPlan plan : plans()) {
            String namespace = " -n " + plan.chart().name();
            int seen = 0;
            for (String text : texts(plan).values()) {
                for (String command : commands(text)) {
                    if (command.contains("kubectl ")) {
                        String own = command.substring(command.indexOf("kubectl "));
                        assertTrue(NO_NAMESPACE.matcher(own).matches() || own.contains(namespace), command);
                        seen++;
                    }
                }
            }
            assertTrue(seen > 80, "commands are found: " + seen);
        }
    }

    /** The plug-in of the umbrella since Mayastor 2.9 is another than that of the standalone chart. */
    @Test
    void commandsAreThoseOfTheRelease() throws Exception {
        for (HandoffPlan plan : plans()) {
            String all = String.join("\n", texts(plan).values());
            boolean umbrella = plan.chart().name().equals("openebs");
            assertEquals(umbrella, all.contains("kubectl openebs mayastor get"));
            assertEquals(!umbrella, all.contains("kubectl mayastor get"));
            assertEquals(plan.chart().mayastor().startsWith("2.11"), all.contains("--purge"));
            assertEquals(plan.nodes().size() > 1, all.contains("A member has lost its data\nOnly"));
        }
    }

    /** A block is copied as a whole: what only shows stands apart from what then does it. */
    @Test
    void noBlockBothAsksAndDestroys() throws Exception {
        for (HandoffPlan plan : plans()) {
            texts(plan).forEach((path, text) -> BLOCK.matcher(text).results().map(block -> block.group(1))
                    .forEach(block -> assertFalse(block.contains("--show-impact") && block.contains("--yes"), path)));
        }
    }

    @Test
    void everyAlertIsInTheIndexWithItsRunbook() throws Exception {
        for (HandoffPlan plan : plans()) {
            String index = texts(plan).get("runbooks/alerts.md");
            Monitoring.alerts(plan).forEach(alert -> {
                assertTrue(index.contains("| `" + alert.name() + "` |"), alert.name());
                assertTrue(index.contains("### " + alert.name() + "\n"), alert.name());
                assertTrue(index.contains(alert.expr()), alert.name());
            });
        }
    }

    @Test
    void everyLinkLeadsToARunbook() throws Exception {
        for (HandoffPlan plan : plans()) {
            Map<String, String> texts = texts(plan);
            Set<String> linked = new HashSet<>();
            texts.forEach((path, text) -> LINK.matcher(text).results().forEach(link -> {
                String target = link.group(1).isEmpty() ? path : "runbooks/" + link.group(1);
                assertTrue(texts.containsKey(target), path + ": " + link.group());
                linked.add(target);
                if (link.group(2) != null) {
                    assertTrue(texts.get(target).toLowerCase(java.util.Locale.ROOT).contains("# " + link.group(2)
                            .substring(1) + "\n"), path + ": " + link.group());
                }
            }));
            assertTrue(linked.containsAll(texts.keySet().stream()
                    .filter(path -> !path.endsWith("README.md")).toList()));
        }
    }

    @Test
    void theSamePlanGivesTheSameBytes() throws Exception {
        for (HandoffPlan plan : plans()) {
            assertEquals(Runbooks.of(plan), Runbooks.of(plan));
        }
    }
}
