package dev.ichor.mayastor.bundle.watch;

import static dev.ichor.mayastor.bundle.watch.Panels.map;
import static dev.ichor.mayastor.bundle.watch.Panels.steps;

import dev.ichor.mayastor.bundle.watch.Panels.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Grafana dashboard of a cluster; import it and choose the Prometheus that collects its metrics. */
final class Dashboard {
    private static final String POOL = "{{node}} {{name}}";
    private final Ground ground;
    private final Panels panels = new Panels();

    private Dashboard(Ground ground) {
        this.ground = ground;
    }

    static Map<String, Object> of(Ground ground) {
        String cluster = ground.plan().cluster().name();
        return map("uid", "ichor-" + Integer.toHexString(cluster.hashCode()), "title", "Mayastor of " + cluster,
                "description", "Storage of the cluster " + cluster + ", " + ground.plan().chart(),
                "tags", List.of("ichor", "mayastor"), "schemaVersion", 39, "version", 1, "editable", true,
                "graphTooltip", 1, "refresh", "1m", "timezone", "", "time", map("from", "now-6h", "to", "now"),
                "templating", map("list", variables(ground)), "annotations", map("list", List.of()),
                "links", List.of(), "panels", new Dashboard(ground).panels());
    }

    private static List<Object> variables(Ground ground) {
        return List.of(map("name", "datasource", "label", "Prometheus", "type", "datasource", "query", "prometheus",
                        "refresh", 1, "hide", 0, "includeAll", false, "multi", false),
                variable(ground, "node", "Node", "node"), variable(ground, "pool", "Pool", "name"));
    }

    private static Map<String, Object> variable(Ground ground, String name, String title, String label) {
        String selected = name.equals("pool") ? "diskpool_status{job=\"" + ground.names().exporter()
                + "\",node=~\"$node\"}" : ground.exporter("diskpool_status");
        return map("name", name, "label", title, "type", "query", "datasource", map("type", "prometheus", "uid",
                "${datasource}"), "query", "label_values(" + selected + ", " + label + ")", "refresh", 2, "sort", 1,
                "multi", true, "includeAll", true, "allValue", ".*", "hide", 0);
    }

    private List<Object> panels() {
        state();
        capacity();
        pools();
        volumes();
        if (ground.isNew()) {
            errors();
        }
        nodes();
        return panels.all();
    }

    private String chosen(String metric) {
        return metric + "{job=\"" + ground.names().exporter() + "\",node=~\"$node\",name=~\"$pool\"}";
    }

    private String rate(String metric) {
        return "rate(" + chosen(metric) + "[15m])";
    }

    private static Query sum(String expr) {
        return new Query(expr, "");
    }

    private void state() {
        int nodes = ground.plan().nodes().size();
        int pools = ground.plan().pools().size();
        String used = "sum(" + ground.exporter("diskpool_used_size_bytes") + ")";
        String committed = "sum(" + ground.exporter("diskpool_committed_size_bytes") + ")";
        String total = "sum(" + ground.exporter("diskpool_total_size_bytes") + ")";
        panels.row(ground.plan().cluster().name());
        panels.stat("Pools online, of " + pools, "short", steps("red", "green", pools),
                sum("count(" + ground.pools("diskpool_status") + " == 1) or vector(0)"));
        panels.stat("Exporters up, of " + nodes, "short", steps("red", "green", nodes),
                sum("count(" + ground.exporter("up") + " == 1) or vector(0)"));
        panels.stat("Capacity of all pools", "bytes", steps("text"), sum(total));
        panels.stat("Written", "percentunit", steps("green", "orange", 0.85, "red", 0.95), sum(used + " / " + total));
        panels.stat("Promised to volumes", "percentunit", steps("green", "orange", 2, "red", 2.4),
                sum(committed + " / " + total));
        panels.stat("Alerts", "short", steps("green", "red", 1),
                sum("count(ALERTS{alertname=~\"Mayastor.+\",alertstate=\"firing\"}) or vector(0)"));
        List<String> names = new ArrayList<>();
        ground.plan().nodes().forEach(node -> names.add("**" + node.name() + "** (" + node.pools().size()
                + (node.pools().size() == 1 ? " pool)" : " pools)")));
        panels.text("Nodes of the plan: " + String.join(", ", names) + ".\n\nWhether a volume is degraded is in no "
                + "metric: ask Mayastor itself, as `runbooks/volumes-degraded.md` of the bundle says.", 24);
    }

    private void capacity() {
        panels.row("Capacity");
        panels.bars("Written", "percentunit", 8, steps("green", "orange", 0.85, "red", 0.95),
                new Query(share("diskpool_used_size_bytes"), POOL));
        panels.bars("Promised to volumes", "percentunit", 8, steps("green", "orange", 2, "red", 2.4),
                new Query(share("diskpool_committed_size_bytes"), POOL));
        panels.graph("Written by node", "bytes", 8,
                new Query("sum by (node) (" + chosen("diskpool_used_size_bytes") + ")", "{{node}}"));
    }

    private String share(String metric) {
        return "max by (node, name) (" + chosen(metric) + ") / max by (node, name) ("
                + chosen("diskpool_total_size_bytes") + ")";
    }

    private void pools() {
        panels.row("Pools");
        panels.graph("State: 1 online, 0 unknown, 2 degraded, 3 faulted, 4 suspected", "short", 24,
                new Query("max by (node, name) (" + chosen("diskpool_status") + ")", POOL));
        panels.graph("Read", "Bps", 12, new Query(rate("diskpool_bytes_read"), POOL));
        panels.graph("Written", "Bps", 12, new Query(rate("diskpool_bytes_written"), POOL));
        panels.graph("Reads", "iops", 12, new Query(rate("diskpool_num_read_ops"), POOL));
        panels.graph("Writes", "iops", 12, new Query(rate("diskpool_num_write_ops"), POOL));
        panels.graph("Time of a read", "µs", 12, new Query(rate("diskpool_read_latency_us") + " / "
                + rate("diskpool_num_read_ops"), POOL));
        panels.graph("Time of a write", "µs", 12, new Query(rate("diskpool_write_latency_us") + " / "
                + rate("diskpool_num_write_ops"), POOL));
    }

    private String ofVolume(String metric) {
        return "sum by (pv_name) (rate(" + ground.exporter("volume_" + metric) + "[15m]))";
    }

    private void volumes() {
        panels.row("Volumes");
        panels.graph("The ten that move most", "Bps", 12, new Query("topk(10, " + ofVolume("bytes_read") + " + "
                + ofVolume("bytes_written") + ")", "{{pv_name}}"));
        panels.graph("The ten with most requests", "iops", 12, new Query("topk(10, " + ofVolume("num_read_ops") + " + "
                + ofVolume("num_write_ops") + ")", "{{pv_name}}"));
        panels.graph("Time of a read, the ten slowest", "µs", 12, new Query("topk(10, " + ofVolume("read_latency_us")
                + " / " + ofVolume("num_read_ops") + ")", "{{pv_name}}"));
        panels.graph("Time of a write, the ten slowest", "µs", 12, new Query("topk(10, "
                + ofVolume("write_latency_us") + " / " + ofVolume("num_write_ops") + ")", "{{pv_name}}"));
    }

    private void errors() {
        panels.row("Errors");
        panels.graph("I/O errors in 15 minutes", "short", 8,
                new Query("increase(" + chosen("diskpool_io_error_count") + "[15m])", POOL));
        panels.graph("Requests that wait for a disk", "short", 8, new Query(chosen("diskpool_io_stalled"), POOL));
        panels.graph("Nodes: 1 online", "short", 8,
                new Query("max by (node_id) (" + ground.exporter("mayastor_node_online") + ")", "{{node_id}}"),
                new Query("max by (node_id) (" + ground.exporter("mayastor_node_cordoned") + ") == 1",
                        "{{node_id}} is cordoned"));
    }

    private void nodes() {
        String condition = "max by (node) (kube_node_status_condition{condition=\"Ready\","
                + "status=\"true\",node=~\"$node\"})";
        panels.row("Nodes and pods");
        panels.graph("Nodes: 1 ready", "short", 8, new Query(condition, "{{node}}"));
        panels.graph("Pods that are ready", "short", 8,
                new Query("max(" + ground.kube("kube_daemonset_status_number_ready", "daemonset", "io-engine") + ")",
                        "io-engine"),
                new Query("max(" + ground.kube("kube_daemonset_status_number_ready", "daemonset", "csi-node") + ")",
                        "csi-node"),
                new Query("max(" + ground.kube("kube_statefulset_status_replicas_ready", "statefulset", "etcd") + ")",
                        "etcd"));
        panels.graph("Exporters: 1 up", "short", 8, new Query("max by (pod) (" + ground.exporter("up") + ")",
                "{{pod}}"));
    }
}
