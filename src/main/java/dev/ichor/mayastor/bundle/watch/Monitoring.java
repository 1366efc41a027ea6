package dev.ichor.mayastor.bundle.watch;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.text.JsonText;
import dev.ichor.mayastor.text.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What watches a cluster: the files below {@code monitoring/} and {@code backup/} of its bundle. */
public final class Monitoring {
    /** Path of the alerts, as an object of the Prometheus operator. */
    public static final String RULES = "monitoring/rules.yaml";
    /** Path of what tells the Prometheus operator where the metrics are. */
    public static final String MONITOR = "monitoring/service-monitor.yaml";
    private static final String HEAD = """
            # Prometheus must be told to take this: either its %s selects everything, or label this object as it wants,
            # e.g. kubectl label -n %s %s ichor-mayastor release=kube-prometheus-stack
            """;

    private Monitoring() {
    }

    /** Of a plan without errors. */
    public static List<BundleFile> of(HandoffPlan plan) {
        Ground ground = Ground.of(plan);
        List<Alert> alerts = Rules.alerts(ground);
        Map<String, Object> groups = Rules.groups(ground, alerts);
        String namespace = ground.names().namespace();
        return List.of(
                BundleFile.of(MONITOR, HEAD.formatted("serviceMonitorSelector", namespace, "servicemonitor")
                        + YamlText.of(monitor(ground))),
                BundleFile.of(RULES, HEAD.formatted("ruleSelector", namespace, "prometheusrule")
                        + YamlText.of(object("monitoring.coreos.com/v1", "PrometheusRule", "ichor-mayastor", namespace,
                                groups))),
                BundleFile.of("monitoring/rules.prometheus.yaml", "# The same rules for a Prometheus without "
                        + "operator.\n" + YamlText.of(groups)),
                BundleFile.of("monitoring/rules_test.yaml", "# promtool test rules rules_test.yaml\n"
                        + YamlText.of(Rules.tests(ground, alerts))),
                BundleFile.of("monitoring/dashboard.json", JsonText.of(Dashboard.of(ground))),
                BundleFile.of("backup/velero-schedule.yaml", Backup.schedule(plan)));
    }

    /** The alerts of a plan: those that its chart's version has metrics for. */
    public static List<Alert> alerts(HandoffPlan plan) {
        return Rules.alerts(Ground.of(plan));
    }

    private static Map<String, Object> monitor(Ground ground) {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("port", "metrics");
        endpoint.put("path", "/metrics");
        endpoint.put("interval", "30s");
        endpoint.put("honorLabels", true);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("selector", Map.of("matchLabels", Map.of("app", "metrics-exporter-io-engine")));
        spec.put("namespaceSelector", Map.of("matchNames", List.of(ground.names().namespace())));
        spec.put("endpoints", List.of(endpoint));
        return object("monitoring.coreos.com/v1", "ServiceMonitor", "ichor-mayastor", ground.names().namespace(), spec);
    }

    static Map<String, Object> object(String version, String kind, String name, String namespace,
                                      Map<String, Object> spec) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("labels", Map.of("app.kubernetes.io/managed-by", "ichor"));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", version);
        object.put("kind", kind);
        object.put("metadata", metadata);
        object.put("spec", spec);
        return object;
    }
}
