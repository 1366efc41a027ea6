package dev.ichor.mayastor.bundle.watch;

import static dev.ichor.mayastor.bundle.watch.Alert.Case.fires;
import static dev.ichor.mayastor.bundle.watch.Alert.Case.silent;
import static dev.ichor.mayastor.bundle.watch.Alert.Severity.CRITICAL;
import static dev.ichor.mayastor.bundle.watch.Alert.Severity.WARNING;

import dev.ichor.mayastor.bundle.watch.Alert.Fired;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alerts about nodes and their io-engines. All that an engine tells vanishes with it, so what must be there is compared
 * with what is, by the names of the plan.
 */
final class EngineAlerts {
    static final String NODE = "runbooks/node-lost.md";
    static final String DRAIN = "runbooks/drain-and-reboot.md";

    private EngineAlerts() {
    }

    static List<Alert> of(Ground ground) {
        List<Alert> alerts = new ArrayList<>(List.of(absent(ground), silentNode(ground), notReady(ground),
                exporterDown(ground), pods(ground), unlabelled(ground)));
        if (ground.isNew()) {
            alerts.add(offline(ground));
            alerts.add(cordoned(ground));
        }
        return alerts;
    }

    private static Fired fired(Ground ground) {
        return new Fired(Map.of("node", ground.node().name()), "");
    }

    private static Map<String, String> without(Ground ground, List<StorageNode> nodes) {
        Map<String, String> series = new LinkedHashMap<>();
        nodes.forEach(node -> node.pools().forEach(pool -> series.put(ground.seriesOf("diskpool_status", pool), "")));
        return series;
    }

    private static Alert absent(Ground ground) {
        Map<String, String> none = new LinkedHashMap<>();
        ground.plan().nodes().forEach(node -> none.put(ground.upOf(node.name()), ""));
        return new Alert("MayastorMetricsAbsent", "absent(" + ground.exporter("up") + ")", "10m", CRITICAL,
                "Nobody collects Mayastor's metrics",
                "No alert about pools can fire. Prometheus does not take the ServiceMonitor, or no io-engine runs.",
                PoolAlerts.INDEX,
                List.of(fires("no exporter is asked", none, 15, new Fired(Map.of("job",
                                ground.names().exporter()), "")),
                        silent("exporters are asked", Map.of(), 15)));
    }

    private static Alert silentNode(Ground ground) {
        Map<String, String> nothing = without(ground, ground.plan().nodes());
        ground.plan().nodes().forEach(node -> nothing.put(ground.upOf(node.name()), ""));
        Map<String, String> one = without(ground, List.of(ground.node()));
        one.put(ground.upOf(ground.node().name()), "0");
        Map<String, String> brief = new LinkedHashMap<>();
        one.keySet().forEach(key -> brief.put(key, key.startsWith("up{") ? "1" : "1x4 _x8 1x20"));
        return new Alert("MayastorNodeSilent", "(" + Ground.NODE + " unless on (node) "
                + ground.exporter("diskpool_status") + ") and on () count(" + ground.exporter("up") + ")", "5m",
                CRITICAL, "No pool of node {{ $labels.node }} is reported",
                "The node, its io-engine or its disks are gone. Volumes with a replica there have one copy fewer; "
                        + "after ten minutes they are copied elsewhere, if there is room.", NODE,
                List.of(fires("a node reports nothing", one, 10, fired(ground)),
                        silent("it was restarted", brief, 12),
                        silent("nobody collects at all, which is another alert", nothing, 10),
                        silent("every node reports", Map.of(), 10)));
    }

    private static Alert notReady(Ground ground) {
        return new Alert("MayastorStorageNodeNotReady", "max by (node) (kube_node_status_condition{"
                + "condition=\"Ready\",status=\"true\"}) == 0 and on (node) " + Ground.NODE, "5m", CRITICAL,
                "Storage node {{ $labels.node }} is not ready",
                "Its kubelet does not answer. Its io-engine may run on; its volumes may be degraded.", NODE,
                List.of(fires("the first node is not ready", Map.of(ground.readyOf(ground.node().name()), "0"), 10,
                                fired(ground)),
                        silent("a node without pools is not ready", Map.of(ground.readyOf("other"), "0"), 10),
                        silent("all are ready", Map.of(), 10)));
    }

    private static Alert exporterDown(Ground ground) {
        String node = ground.node().name();
        return new Alert("MayastorExporterDown", "max by (pod) (" + ground.exporter("up") + ") == 0", "5m", WARNING,
                "The metrics of {{ $labels.pod }} cannot be fetched",
                "Its pod is broken, or port 9502 of its node is closed to Prometheus.", NODE,
                List.of(fires("one does not answer", Map.of(ground.upOf(node), "0"), 10,
                                new Fired(Map.of("pod", ground.podOf(node)), "")),
                        silent("it did not answer for two minutes", Map.of(ground.upOf(node), "1x4 0x1 1x20"), 10),
                        silent("all answer", Map.of(), 10)));
    }

    private static Alert pods(Ground ground) {
        String ready = ground.kube("kube_daemonset_status_number_ready", "daemonset", "io-engine");
        String wanted = ground.kube("kube_daemonset_status_desired_number_scheduled", "daemonset", "io-engine");
        return new Alert("MayastorEnginePodsMissing", "max(" + ready + ") < max(" + wanted + ")", "10m", WARNING,
                "Only {{ $value }} io-engine pods are ready",
                "Each storage node must have one. A pod that stays Pending lacks huge pages or cores; one that "
                        + "restarts says why in its log.", NODE,
                List.of(fires("none is ready", Map.of(ready, "0"), 15, new Fired(Map.of(), "0")),
                        silent("all are ready", Map.of(), 15)));
    }

    private static Alert unlabelled(Ground ground) {
        int nodes = ground.plan().nodes().size();
        String wanted = ground.kube("kube_daemonset_status_desired_number_scheduled", "daemonset", "io-engine");
        return new Alert("MayastorNodeUnlabelled", "max(" + wanted + ") < " + nodes, "15m", WARNING,
                "Only {{ $value }} of " + nodes + " storage nodes are to have an io-engine",
                "A node lost its label openebs.io/engine=mayastor, has a taint, or is no node of the cluster any more.",
                NODE, List.of(fires("one node fewer", Map.of(wanted, Integer.toString(nodes - 1)), 20,
                                new Fired(Map.of(), Integer.toString(nodes - 1))),
                        silent("a node more", Map.of(wanted, Integer.toString(nodes + 1)), 20),
                        silent("all of them", Map.of(), 20)));
    }

    private static Alert offline(Ground ground) {
        String node = ground.node().name();
        return new Alert("MayastorNodeOffline", "max by (node_id) (" + ground.exporter("mayastor_node_online")
                + ") == 0", "5m", CRITICAL, "Mayastor's control plane does not reach node {{ $labels.node_id }}",
                "Its io-engine does not register: it is stopped, or the two are parted.", "runbooks/partition.md",
                List.of(fires("one is offline", Map.of(ground.mayastorNode("mayastor_node_online", node), "0"), 10,
                                new Fired(Map.of("node_id", node), "")),
                        silent("all are online", Map.of(), 10)));
    }

    private static Alert cordoned(Ground ground) {
        String node = ground.node().name();
        String series = ground.mayastorNode("mayastor_node_cordoned", node);
        return new Alert("MayastorNodeCordoned", "max by (node_id) (" + ground.exporter("mayastor_node_cordoned")
                + ") == 1", "1h", WARNING, "Node {{ $labels.node_id }} has been cordoned in Mayastor for an hour",
                "It takes no new replicas. Did somebody forget to uncordon it after a drain?", DRAIN,
                List.of(fires("for more than an hour", Map.of(series, "1"), 62, new Fired(Map.of("node_id", node), "")),
                        silent("for half an hour", Map.of(series, "0x30 1x50"), 62),
                        silent("not at all", Map.of(), 5)));
    }
}
