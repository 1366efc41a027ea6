package dev.ichor.mayastor.bundle.watch;

import static dev.ichor.mayastor.bundle.watch.Alert.Case.fires;
import static dev.ichor.mayastor.bundle.watch.Alert.Case.silent;
import static dev.ichor.mayastor.bundle.watch.Alert.Severity.CRITICAL;
import static dev.ichor.mayastor.bundle.watch.Alert.Severity.WARNING;

import dev.ichor.mayastor.bundle.watch.Alert.Fired;
import java.util.List;
import java.util.Map;

/** Alerts about what serves all nodes: etcd, Mayastor's control plane, the parts that mount volumes. */
final class ControlAlerts {
    static final String QUORUM = "runbooks/quorum-lost.md";

    private ControlAlerts() {
    }

    static List<Alert> of(Ground ground) {
        return List.of(etcdLost(ground), etcdMember(ground), control(ground), mounts(ground), blind(ground));
    }

    private static String ready(Ground ground) {
        return ground.kube("kube_statefulset_status_replicas_ready", "statefulset", "etcd");
    }

    private static String wanted(Ground ground) {
        return ground.kube("kube_statefulset_replicas", "statefulset", "etcd");
    }

    private static Alert etcdLost(Ground ground) {
        return new Alert("MayastorEtcdQuorumLost", "max(" + ready(ground) + ") * 2 <= max(" + wanted(ground) + ")",
                "2m", CRITICAL, "Mayastor's etcd has no majority",
                "No volume can be made, attached or rebuilt. A volume that loses a replica now stops after some "
                        + "minutes, because nobody can write down which replica is good.", QUORUM,
                List.of(fires("one of three", Map.of(ready(ground), "1"), 5, new Fired(Map.of(), "")),
                        fires("the only one is gone", Map.of(ready(ground), "0", wanted(ground), "1"), 5,
                                new Fired(Map.of(), "")),
                        silent("two of three", Map.of(ready(ground), "2"), 5),
                        silent("the only one is there", Map.of(ready(ground), "1", wanted(ground), "1"), 5),
                        silent("three of three", Map.of(), 5)));
    }

    private static Alert etcdMember(Ground ground) {
        return new Alert("MayastorEtcdMemberMissing", "max(" + ready(ground) + ") < max(" + wanted(ground) + ")",
                "10m", WARNING, "Mayastor's etcd has only {{ $value }} members that are ready",
                "One more that fails may take the majority away.", QUORUM,
                List.of(fires("two of three", Map.of(ready(ground), "2"), 15, new Fired(Map.of(), "2")),
                        silent("one restarted", Map.of(ready(ground), "3x5 2x3 3x20"), 15),
                        silent("three of three", Map.of(), 15)));
    }

    private static Alert control(Ground ground) {
        String release = ground.names().release();
        String expr = "max by (deployment) (kube_deployment_status_replicas_available{namespace=\""
                + ground.names().namespace() + "\",deployment=~\"" + release
                + "-(agent-core|api-rest|csi-controller|operator-diskpool)\"}) == 0";
        String core = ground.kube("kube_deployment_status_replicas_available", "deployment", "agent-core");
        String other = ground.kube("kube_deployment_status_replicas_available", "deployment", "obs-callhome");
        return new Alert("MayastorControlPlaneDown", expr, "10m", CRITICAL, "{{ $labels.deployment }} does not run",
                "Volumes that are mounted work on. None is made, moved or rebuilt until it runs again.", QUORUM,
                List.of(fires("the core agent is gone", Map.of(core, "0"), 15,
                                new Fired(Map.of("deployment", release + "-agent-core"), "")),
                        silent("something else is gone", Map.of(other, "0"), 15),
                        silent("all run", Map.of(), 15)));
    }

    private static Alert mounts(Ground ground) {
        String release = ground.names().release();
        String of = "{namespace=\"" + ground.names().namespace() + "\",daemonset=~\"" + release
                + "-(csi-node|agent-ha-node)\"})";
        String csi = ground.kube("kube_daemonset_status_number_ready", "daemonset", "csi-node");
        String engine = ground.kube("kube_daemonset_status_number_ready", "daemonset", "io-engine");
        return new Alert("MayastorMountsMissing", "max by (daemonset) (kube_daemonset_status_number_ready" + of
                + " < max by (daemonset) (kube_daemonset_status_desired_number_scheduled" + of, "15m", WARNING,
                "{{ $labels.daemonset }} does not run on every node",
                "Only {{ $value }} are ready. On the other nodes volumes cannot be mounted, or their paths not be "
                        + "switched.", PoolAlerts.INDEX,
                List.of(fires("one does not mount", Map.of(csi, "1"), 20,
                                new Fired(Map.of("daemonset", release + "-csi-node"), "1")),
                        silent("an io-engine is missing, which is another alert", Map.of(engine, "0"), 20),
                        silent("all mount", Map.of(), 20)));
    }

    private static Alert blind(Ground ground) {
        String wanted = ground.kube("kube_daemonset_status_desired_number_scheduled", "daemonset", "io-engine");
        return new Alert("MayastorKubeStateAbsent", "absent(" + wanted + ")", "15m", WARNING,
                "kube-state-metrics says nothing of Mayastor",
                "No alert about pods, etcd and nodes' readiness can fire. kube-state-metrics is not there, or the "
                        + "chart is not installed.", PoolAlerts.INDEX,
                List.of(fires("nothing is said", Map.of(wanted, ""), 20, new Fired(Map.of("namespace",
                                ground.names().namespace(), "daemonset", ground.names().release() + "-io-engine"), "")),
                        silent("it is said", Map.of(), 20)));
    }
}
