package dev.ichor.mayastor.bundle.watch;

import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the expressions stand on: the selectors of one cluster's metrics, and the series of that cluster in health.
 * Metrics are those of the chart's exporter (2.6 and later; some 2.11) and of kube-state-metrics.
 */
record Ground(HandoffPlan plan, Names names) {
    /** A recorded series for each pool of the plan, and for each of its nodes. */
    static final String POOL = "ichor:mayastor_pool:expected";
    static final String NODE = "ichor:mayastor_node:expected";

    static Ground of(HandoffPlan plan) {
        return new Ground(plan, Names.of(plan));
    }

    /** Selects the series of the exporter. */
    String exporter(String metric) {
        return metric + "{" + job() + "}";
    }

    private String job() {
        return "job=\"" + names.exporter() + "\"";
    }

    /** One value for each pool, whatever pod told it. */
    String pools(String metric) {
        return "max by (node, name) (" + exporter(metric) + ")";
    }

    /** A metric of kube-state-metrics about an object of the chart, such as {@code io-engine}. */
    String kube(String metric, String kind, String object) {
        return metric + "{namespace=\"" + names.namespace() + "\"," + kind + "=\"" + names.release() + "-" + object
                + "\"}";
    }

    /** Whether Mayastor is of 2.11 or later, which counts I/O errors and tells of its nodes. */
    boolean isNew() {
        String[] parts = plan.chart().mayastor().split("[.-]");
        int major = Integer.parseInt(parts[0]);
        return major > 2 || major == 2 && Integer.parseInt(parts[1]) >= 11;
    }

    StorageNode node() {
        return plan.nodes().getFirst();
    }

    Pool pool() {
        return plan.pools().getFirst();
    }

    String seriesOf(String metric, Pool pool) {
        return seriesOf(metric, pool.node(), pool.name());
    }

    String seriesOf(String metric, String node, String pool) {
        return metric + "{" + job() + ",name=\"" + pool + "\",node=\"" + node + "\"," + pod(node) + "}";
    }

    String upOf(String node) {
        return "up{" + job() + "," + pod(node) + "}";
    }

    String mayastorNode(String metric, String node) {
        return metric + "{" + job() + ",node_id=\"" + node + "\"," + pod(node) + "}";
    }

    String readyOf(String node) {
        return "kube_node_status_condition{condition=\"Ready\",node=\"" + node + "\",status=\"true\"}";
    }

    String podOf(String node) {
        return names.release() + "-io-engine-" + node;
    }

    private String pod(String node) {
        return "namespace=\"" + names.namespace() + "\",pod=\"" + podOf(node) + "\"";
    }

    static String gib(int size) {
        return Long.toString((long) size << 30);
    }

    /** Every series that an expression may look at, with its value in health. */
    Map<String, String> healthy() {
        Map<String, String> all = new LinkedHashMap<>();
        for (StorageNode node : plan.nodes()) {
            all.put(upOf(node.name()), "1");
            all.put(readyOf(node.name()), "1");
            all.put(mayastorNode("mayastor_node_online", node.name()), "1");
            all.put(mayastorNode("mayastor_node_cordoned", node.name()), "0");
        }
        for (Pool pool : plan.pools()) {
            all.put(seriesOf("diskpool_status", pool), "1");
            all.put(seriesOf("diskpool_total_size_bytes", pool), gib(100));
            all.put(seriesOf("diskpool_used_size_bytes", pool), gib(1));
            all.put(seriesOf("diskpool_committed_size_bytes", pool), gib(20));
            all.put(seriesOf("diskpool_num_read_ops", pool), "0+60000x");
            all.put(seriesOf("diskpool_num_write_ops", pool), "0+60000x");
            all.put(seriesOf("diskpool_read_latency_us", pool), "0+9000000x");
            all.put(seriesOf("diskpool_write_latency_us", pool), "0+9000000x");
            all.put(seriesOf("diskpool_io_error_count", pool), "3");
            all.put(seriesOf("diskpool_io_stalled", pool), "0");
        }
        for (String set : List.of("io-engine", "csi-node", "agent-ha-node")) {
            String size = Integer.toString(plan.nodes().size() + (set.equals("io-engine") ? 0 : 1));
            all.put(kube("kube_daemonset_status_desired_number_scheduled", "daemonset", set), size);
            all.put(kube("kube_daemonset_status_number_ready", "daemonset", set), size);
        }
        for (String one : List.of("agent-core", "api-rest", "csi-controller", "operator-diskpool")) {
            all.put(kube("kube_deployment_status_replicas_available", "deployment", one), "1");
        }
        all.put(kube("kube_statefulset_replicas", "statefulset", "etcd"), "3");
        all.put(kube("kube_statefulset_status_replicas_ready", "statefulset", "etcd"), "3");
        return all;
    }
}
