package dev.ichor.mayastor.bundle.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.HandPlans;
import dev.ichor.mayastor.bundle.runbook.Runbooks;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a bundle brings for Prometheus and Velero; what promtool can judge is in {@link PromtoolTest}. */
@Timeout(120)
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\b[a-z][a-z0-9_:]*(?=\\{)");
    private static final Set<String> SINCE_2_11 = Set.of("diskpool_io_error_count", "diskpool_io_stalled",
            "mayastor_node_online", "mayastor_node_cordoned");
    static final Set<String> KNOWN = known();

    /** The metrics that exist: of the exporter, of Prometheus and of kube-state-metrics. */
    private static Set<String> known() {
        Set<String> all = new HashSet<>(SINCE_2_11);
        List.of("status", "total_size_bytes", "used_size_bytes", "committed_size_bytes")
                .forEach(name -> all.add("diskpool_" + name));
        for (String of : List.of("diskpool_", "volume_", "replica_")) {
            List.of("bytes_read", "bytes_written", "num_read_ops", "num_write_ops", "read_latency_us",
                    "write_latency_us").forEach(name -> all.add(of + name));
        }
        all.addAll(List.of("up", "ALERTS", "kube_daemonset_status_number_ready", "kube_node_status_condition",
                "kube_daemonset_status_desired_number_scheduled", "kube_deployment_status_replicas_available",
                "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready"));
        return all;
    }

    static List<HandoffPlan> plans() throws Malformed {
        return List.of(Sites.plan(), HandPlans.of("rack1", HandPlans.UMBRELLA, 3, 2, 2, 1),
                HandPlans.of("old", HandPlans.OLDER, 2, 1, 1, 1, 3), HandPlans.of("lab", HandPlans.STANDALONE, 1, 1),
                HandPlans.of("wide", HandPlans.UMBRELLA, 2, 1, 4, 2, 1, 1, 6));
    }

    static boolean isNew(HandoffPlan plan) {
        return plan.chart().mayastor().startsWith("2.11");
    }

    private static Map<String, String> texts(HandoffPlan plan) {
        return Monitoring.of(plan).stream().collect(Collectors.toMap(BundleFile::path, BundleFile::text,
                (one, _) -> one, LinkedHashMap::new));
    }

    @Test
    void theDocumentNamesEveryAlertWithItsUrgency() throws Exception {
        Set<String> told = Pattern.compile("\\| `(Mayastor\\w+)`( \\(2.11\\))? \\| (\\w+) \\| (\\w+) \\|")
                .matcher(Files.readString(Path.of("appliance/HANDOFF.md"))).results().map(found -> found.group(1)
                        + (found.group(2) == null ? "" : found.group(2)) + " " + found.group(3) + " " + found.group(4))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> older = Monitoring.alerts(HandPlans.of("old", HandPlans.OLDER, 2, 1, 1, 1)).stream()
                .map(Alert::name).collect(Collectors.toSet());
        Set<String> there = Monitoring.alerts(HandPlans.of("new", HandPlans.UMBRELLA, 2, 1, 1, 1)).stream()
                .map(alert -> alert.name() + (older.contains(alert.name()) ? "" : " (2.11)") + " "
                        + alert.severity().name().toLowerCase(Locale.ROOT) + " " + alert.hold())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(there, told);
    }

    @Test
    void everyAlertIsSeenFiringAndSilentAndHasARunbookOfTheBundle() throws Exception {
        for (HandoffPlan plan : plans()) {
            Set<String> runbooks = Runbooks.of(plan).stream().map(BundleFile::path).collect(Collectors.toSet());
            Set<String> names = new TreeSet<>();
            for (Alert alert : Monitoring.alerts(plan)) {
                assertTrue(names.add(alert.name()), alert.name());
                assertTrue(alert.cases().stream().anyMatch(one -> !one.fired().isEmpty()), alert.name());
                assertTrue(alert.cases().stream().anyMatch(one -> one.fired().isEmpty()), alert.name());
                assertTrue(runbooks.contains(alert.runbook()), alert.name() + ": " + alert.runbook());
            }
            Map<?, ?> tests = (Map<?, ?>) load(texts(plan).get("monitoring/rules_test.yaml"));
            Set<String> firing = new TreeSet<>();
            Set<String> silent = new TreeSet<>();
            for (Object test : (List<?>) tests.get("tests")) {
                for (Object one : (List<?>) ((Map<?, ?>) test).get("alert_rule_test")) {
                    Map<?, ?> look = (Map<?, ?>) one;
                    (((List<?>) look.get("exp_alerts")).isEmpty() ? silent : firing)
                            .add((String) look.get("alertname"));
                }
            }
            assertEquals(names, firing);
            assertEquals(names, silent);
        }
    }

    @Test
    void onlyMetricsThatTheChartHasAreAskedFor() throws Exception {
        for (HandoffPlan plan : plans()) {
            boolean isNew = isNew(plan);
            for (Alert alert : Monitoring.alerts(plan)) {
                METRIC.matcher(alert.expr()).results().map(found -> found.group()).forEach(metric -> {
                    assertTrue(KNOWN.contains(metric), alert.name() + ": " + metric);
                    assertTrue(isNew || !SINCE_2_11.contains(metric), alert.name() + ": " + metric);
                });
            }
            assertEquals(isNew, Monitoring.alerts(plan).stream().anyMatch(alert -> alert.name().equals(
                    "MayastorPoolIoErrors")));
        }
    }

    /** Series vanish with the engine that told them, so every pool and node is expected by name. */
    @Test
    void everyPoolAndNodeOfThePlanIsExpected() throws Exception {
        for (HandoffPlan plan : plans()) {
            Map<?, ?> groups = (Map<?, ?>) load(texts(plan).get("monitoring/rules.prometheus.yaml"));
            Map<?, ?> group = (Map<?, ?>) ((List<?>) groups.get("groups")).getFirst();
            Set<String> expected = new TreeSet<>();
            for (Object rule : (List<?>) group.get("rules")) {
                Map<?, ?> one = (Map<?, ?>) rule;
                if (one.containsKey("record")) {
                    expected.add(((Map<?, ?>) one.get("labels")).values().stream().map(Object::toString).sorted()
                            .collect(Collectors.joining(" ")));
                }
            }
            Set<String> planned = new TreeSet<>();
            plan.nodes().forEach(node -> planned.add(node.name()));
            plan.pools().forEach(pool -> planned.add(pool.node() + " " + pool.name()));
            assertEquals(planned, expected);
        }
    }

    @Test
    void objectsAreWhatTheirOperatorsTake() throws Exception {
        for (HandoffPlan plan : plans()) {
            Map<String, String> texts = texts(plan);
            String namespace = plan.chart().name();
            Map<?, ?> rules = (Map<?, ?>) load(texts.get(Monitoring.RULES));
            assertEquals("monitoring.coreos.com/v1 PrometheusRule ichor-mayastor " + namespace, head(rules));
            assertEquals(load(texts.get("monitoring/rules.prometheus.yaml")), rules.get("spec"));
            Map<?, ?> monitor = (Map<?, ?>) load(texts.get(Monitoring.MONITOR));
            assertEquals("monitoring.coreos.com/v1 ServiceMonitor ichor-mayastor " + namespace, head(monitor));
            assertEquals(Map.of("selector", Map.of("matchLabels", Map.of("app", "metrics-exporter-io-engine")),
                    "namespaceSelector", Map.of("matchNames", List.of(namespace)), "endpoints", List.of(Map.of("port",
                            "metrics", "path", "/metrics", "interval", "30s", "honorLabels", true))),
                    monitor.get("spec"));
            Map<?, ?> backup = (Map<?, ?>) load(texts.get("backup/velero-schedule.yaml"));
            assertEquals("velero.io/v1 Schedule ichor-" + plan.cluster().name() + " velero", head(backup));
            Map<?, ?> template = (Map<?, ?>) ((Map<?, ?>) backup.get("spec")).get("template");
            assertEquals(List.of("diskpools.openebs.io"), template.get("excludedResources"));
            assertTrue(((List<?>) template.get("excludedNamespaces")).contains(namespace));
        }
    }

    private static String head(Map<?, ?> object) {
        Map<?, ?> metadata = (Map<?, ?>) object.get("metadata");
        return object.get("apiVersion") + " " + object.get("kind") + " " + metadata.get("name") + " "
                + metadata.get("namespace");
    }

    @Test
    void theSamePlanGivesTheSameBytes() throws Exception {
        for (HandoffPlan plan : plans()) {
            assertEquals(texts(plan), texts(plan));
            texts(plan).values().forEach(text -> {
                assertTrue(text.endsWith("\n"));
                assertFalse(text.contains("/dev/nvme"));
            });
        }
    }

    private static Object load(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }
}
