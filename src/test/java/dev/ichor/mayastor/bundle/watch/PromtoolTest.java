package dev.ichor.mayastor.bundle.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.HandPlans;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.text.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules, their tests and the queries of the dashboards, judged by promtool; tests of broken rules fail. */
@Timeout(120)
class PromtoolTest {
    /** Those in which the plan's names and numbers stand. */
    private static final Set<String> OF_THE_PLAN = Set.of("MayastorNodeSilent", "MayastorStorageNodeNotReady",
            "MayastorNodeUnlabelled", "MayastorPoolMissing", "MayastorPoolUnplanned");

    @TempDir
    private Path folder;

    private Path write(String name, HandoffPlan plan) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name));
        for (BundleFile file : Monitoring.of(plan)) {
            Files.writeString(place.resolve(Path.of(file.path()).getFileName().toString()), file.text());
        }
        return place;
    }

    @Test
    void promtoolTakesTheRulesAndTheirTestsPass() throws Exception {
        List<Path> rules = new ArrayList<>();
        for (HandoffPlan plan : MonitoringTest.plans()) {
            rules.add(write(plan.cluster().name(), plan).resolve("rules.prometheus.yaml"));
        }
        assertEquals(0, Promtool.run("check", rules).status());
        List<Path> tests = new ArrayList<>(List.of(folder.resolve(Sites.CLUSTER + "/rules_test.yaml")));
        for (HandoffPlan plan : MonitoringTest.plans().subList(2, 4)) {
            Ground ground = Ground.of(plan);
            List<Alert> named = Rules.alerts(ground).stream().filter(alert -> OF_THE_PLAN.contains(alert.name()))
                    .toList();
            Path test = folder.resolve(plan.cluster().name()).resolve("rules_test.yaml");
            Files.writeString(test, YamlText.of(Rules.tests(ground, named)));
            tests.add(test);
        }
        Promtool.Ended ended = Promtool.run("test", tests);
        assertEquals(0, ended.status(), ended.text());
        assertEquals(tests.size(), ended.text().split("SUCCESS", -1).length - 1);
    }

    /** Each asks for its own metrics and names its cluster's objects, so what promtool parses is what Grafana sends. */
    @Test
    void promtoolTakesEveryQueryOfTheDashboards() throws Exception {
        List<Path> files = new ArrayList<>();
        for (HandoffPlan plan : MonitoringTest.plans()) {
            List<Object> rules = new ArrayList<>();
            for (String expr : DashboardTest.queries(DashboardTest.dashboard(plan))) {
                rules.add(Map.of("record", "panel:query:" + rules.size(), "expr", expr.replace("$node", ".*")
                        .replace("$pool", ".*")));
            }
            assertTrue(rules.size() > 20, "queries are found");
            Path file = folder.resolve(plan.cluster().name() + ".yaml");
            Files.writeString(file, YamlText.of(Map.of("groups", List.of(Map.of("name", "panels", "rules", rules)))));
            files.add(file);
        }
        Promtool.Ended ended = Promtool.run("check", files);
        assertEquals(0, ended.status(), ended.text());
    }

    /** Half of the alerts never fire, the other half always: for each of them a test fails. */
    @Test
    void theTestsFailForBrokenRules() throws Exception {
        HandoffPlan plan = HandPlans.of("small", HandPlans.UMBRELLA, 1, 1, 1);
        Path place = write("broken", plan);
        Path rules = place.resolve("rules.prometheus.yaml");
        String text = Files.readString(rules);
        boolean loud = false;
        Map<String, Boolean> broken = new LinkedHashMap<>();
        for (Alert alert : Monitoring.alerts(plan)) {
            String expr = "expr: \"" + alert.expr().replace("\"", "\\\"") + "\"";
            assertTrue(text.contains(expr), alert.name());
            text = text.replace(expr, loud ? "expr: \"vector(1)\"" : "expr: \"vector(1) == 0\"");
            broken.put(alert.name(), loud);
            loud = !loud;
        }
        Files.writeString(rules, text);
        Promtool.Ended ended = Promtool.run("test", List.of(place.resolve("rules_test.yaml")));
        assertNotEquals(0, ended.status());
        broken.forEach((name, always) -> assertTrue(Pattern.compile("alertname: " + name + ", time: \\w+, *\n +exp:\\["
                + (always ? "]" : "\n")).matcher(ended.text()).find(), name + " is not missed:\n" + ended.text()));
    }

    @Test
    void theTestsFailForATextThatNamesNoLabel() throws Exception {
        Ground ground = Ground.of(HandPlans.of("small", HandPlans.UMBRELLA, 1, 1, 1));
        List<Alert> alerts = Rules.alerts(ground).stream().filter(alert -> alert.name().equals("MayastorPoolNotOnline"))
                .toList();
        Path test = folder.resolve("rules_test.yaml");
        Files.writeString(test, YamlText.of(Rules.tests(ground, alerts)));
        Files.writeString(folder.resolve("rules.prometheus.yaml"), YamlText.of(Rules.groups(ground, alerts))
                .replace("$labels.name }}", "$labels.pool }}"));
        Promtool.Ended ended = Promtool.run("test", List.of(test));
        assertNotEquals(0, ended.status());
        assertTrue(ended.text().contains("Pool  of small-worker-1 is not online"), ended.text());
    }
}
