package dev.ichor.mayastor.bundle.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard is of the structure that Grafana imports, and asks for metrics that exist. */
@Timeout(60)
class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("\\b[A-Za-z][A-Za-z0-9_:]*(?=\\{)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)}?");

    static JsonNode dashboard(HandoffPlan plan) {
        return JsonMapper.builder().build().readTree(Monitoring.of(plan).stream()
                .filter(file -> file.path().equals("monitoring/dashboard.json")).map(BundleFile::text).findFirst()
                .orElseThrow());
    }

    /** All queries of panels. */
    static List<String> queries(JsonNode dashboard) {
        List<String> queries = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> panel.path("targets").forEach(target ->
                queries.add(target.get("expr").asString())));
        return queries;
    }

    @Test
    void panelsHaveTheirOwnIdsAndPlaces() throws Exception {
        for (HandoffPlan plan : MonitoringTest.plans()) {
            Set<Integer> ids = new HashSet<>();
            Set<Integer> cells = new HashSet<>();
            for (JsonNode panel : dashboard(plan).get("panels")) {
                assertTrue(ids.add(panel.get("id").asInt()), panel.toString());
                JsonNode place = panel.get("gridPos");
                int right = place.get("x").asInt() + place.get("w").asInt();
                assertTrue(place.get("x").asInt() >= 0 && right <= 24 && place.get("h").asInt() > 0, panel.toString());
                for (int x = place.get("x").asInt(); x < right; x++) {
                    for (int y = 0; y < place.get("h").asInt(); y++) {
                        assertTrue(cells.add((place.get("y").asInt() + y) * 24 + x), "overlaps: " + panel);
                    }
                }
            }
            assertTrue(ids.size() > 25);
        }
    }

    @Test
    void everyPanelIsOneThatGrafanaKnowsAndAsksTheChosenPrometheus() throws Exception {
        Set<String> types = Set.of("row", "stat", "timeseries", "bargauge", "text");
        for (HandoffPlan plan : MonitoringTest.plans()) {
            JsonNode dashboard = dashboard(plan);
            List<JsonNode> variables = new ArrayList<>();
            dashboard.at("/templating/list").forEach(variables::add);
            assertEquals("datasource prometheus", variables.getFirst().get("type").asString() + " "
                    + variables.getFirst().get("query").asString());
            variables.stream().skip(1).forEach(one -> assertEquals("${datasource}",
                    one.at("/datasource/uid").asString()));
            for (JsonNode panel : dashboard.get("panels")) {
                assertTrue(types.contains(panel.get("type").asString()), panel.toString());
                boolean asks = !Set.of("row", "text").contains(panel.get("type").asString());
                assertEquals(asks, !panel.path("targets").isEmpty(), panel.toString());
                assertFalse(asks && panel.get("title").asString().isEmpty(), panel.toString());
                if (asks) {
                    assertEquals("${datasource}", panel.at("/datasource/uid").asString());
                }
                panel.path("targets").forEach(target -> assertEquals("prometheus ${datasource}",
                        target.at("/datasource/type").asString() + " " + target.at("/datasource/uid").asString()));
            }
            assertFalse(dashboard.path("title").asString().isEmpty() || dashboard.path("uid").asString().isEmpty());
            assertTrue(dashboard.path("uid").asString().length() <= 40);
            assertTrue(dashboard.get("schemaVersion").asInt() >= 36);
        }
    }

    @Test
    void onlyKnownMetricsAndDeclaredVariablesAreAskedFor() throws Exception {
        for (HandoffPlan plan : MonitoringTest.plans()) {
            JsonNode dashboard = dashboard(plan);
            Set<String> declared = new HashSet<>();
            dashboard.at("/templating/list").forEach(one -> declared.add(one.get("name").asString()));
            List<String> texts = new ArrayList<>(queries(dashboard));
            dashboard.at("/templating/list").forEach(one -> texts.add(one.get("query").asString()));
            for (String text : texts) {
                Set<String> metrics = METRIC.matcher(text).results().map(MatchResult::group)
                        .collect(Collectors.toSet());
                assertTrue(!metrics.isEmpty() || text.equals("prometheus"), text);
                assertTrue(MonitoringTest.KNOWN.containsAll(metrics), text);
                VARIABLE.matcher(text).results().forEach(found -> assertTrue(declared.contains(found.group(1)), text));
            }
            assertEquals(MonitoringTest.isNew(plan), String.join(" ", texts).contains("diskpool_io_error_count"));
        }
    }

    @Test
    void itSaysWhatThePlanExpectsAndWhatNoMetricTells() throws Exception {
        for (HandoffPlan plan : MonitoringTest.plans()) {
            String text = dashboard(plan).toString();
            assertTrue(text.contains("Pools online, of " + plan.pools().size() + "\""));
            plan.nodes().forEach(node -> assertTrue(text.contains("**" + node.name() + "**")));
            assertTrue(text.contains("runbooks/volumes-degraded.md"));
        }
    }
}
