package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.watch.Alert;
import dev.ichor.mayastor.bundle.watch.Monitoring;
import java.util.List;
import java.util.Locale;

/** The index of the alerts: what each means and what to do. */
final class AlertBook {
    private static final String NAME = "alerts.md";

    private AlertBook() {
    }

    static BundleFile of(Setting setting) {
        List<Alert> alerts = Monitoring.alerts(setting.plan());
        StringBuilder table = new StringBuilder("| alert | urgent | after | what to do |\n|---|---|---|---|\n");
        StringBuilder texts = new StringBuilder();
        for (Alert alert : alerts) {
            String file = alert.runbook().substring(alert.runbook().lastIndexOf('/') + 1);
            String link = file.equals(NAME) ? "[below](#" + alert.name().toLowerCase(Locale.ROOT) + ")"
                    : "[" + file + "](" + file + ")";
            table.append("| `").append(alert.name()).append("` | ")
                    .append(alert.severity().name().toLowerCase(Locale.ROOT))
                    .append(" | ").append(alert.hold()).append(" | ").append(link).append(" |\n");
            texts.append("\n### ").append(alert.name()).append('\n').append(plain(alert.summary())).append(". ")
                    .append(plain(alert.description())).append("\n\nFires while this gives anything, for ")
                    .append(alert.hold()).append(":\n```\n").append(alert.expr()).append("\n```\n")
                    .append(mend(alert, link));
        }
        return setting.page(NAME, """
                # Alerts of the cluster @CLUSTER@
                ## It is this case if
                an alert whose name begins with `Mayastor` fires. If many fire at once, begin with the first of this \
                    table that does: the
                others often follow from it. An io-engine that dies takes its metrics with it, so what should be there \
                    is known by name; after a
                change of nodes or disks apply the rules of a new bundle, or these names are wrong.

                **No metric tells that a volume is degraded.** Ask, after every trouble: \
                    [volumes-degraded.md](volumes-degraded.md).

                """, table.toString(), texts.toString(), """

                ## It is over if
                the alert is gone from Prometheus, and
                ```
                @PLUGIN@ get nodes -n @NS@
                @PLUGIN@ get pools -n @NS@
                @PLUGIN@ get volumes -n @NS@
                ```
                all is `Online`.
                """);
    }

    private static String plain(String text) {
        return text.replaceAll("\\{\\{ \\$labels\\.(\\w+) }}", "($1)").replaceAll("\\{\\{ \\$value[^}]*}}", "(value)");
    }

    /** Those without a runbook of their own are told here. */
    private static String mend(Alert alert, String link) {
        return switch (alert.name()) {
            case "MayastorMetricsAbsent" -> """

                    Does Prometheus know where to ask, and does somebody answer?
                    ```
                    kubectl get servicemonitor -n @NS@ ichor-mayastor --show-labels
                    kubectl get prometheus -A -o jsonpath='{.items[*].spec.serviceMonitorSelector}'
                    kubectl get endpoints -n @NS@ @RELEASE@-metrics-exporter-io-engine
                    kubectl get pods -n @NS@ -o wide -l app=io-engine
                    ```
                    The selector wants a label that the ServiceMonitor lacks: add it, for example \
                    `release=kube-prometheus-stack`. No endpoints: no
                    io-engine is ready, take [node-lost.md](node-lost.md).
                    """;
            case "MayastorPoolUnplanned" -> """

                    See what differs, and take the new rules and runbooks:
                    ```
                    ichor handoff diff @CLUSTER@
                    ichor handoff bundle @CLUSTER@ --to @CLUSTER@-bundle
                    kubectl apply -f @CLUSTER@-bundle/monitoring/rules.yaml
                    ```
                    If the plan does not know the pool either, somebody made it by hand: ask who. Do not delete it \
                    while volumes are on it.
                    """;
            case "MayastorMountsMissing" -> """

                    Where does it not run, and why?
                    ```
                    kubectl get pods -n @NS@ -o wide -l app=csi-node
                    kubectl get pods -n @NS@ -o wide -l app=agent-ha-node
                    kubectl describe pods -n @NS@ -l app=csi-node
                    ```
                    A node that is not ready: [node-lost.md](node-lost.md). `Init` that waits for `nvme_tcp`: the \
                    kernel of that node lacks it.
                    """;
            case "MayastorKubeStateAbsent" -> """

                    Is it there?
                    ```
                    kubectl get pods -A -l app.kubernetes.io/name=kube-state-metrics
                    kubectl get daemonset -n @NS@ @RELEASE@-io-engine
                    ```
                    Install kube-state-metrics, or run the hand-off if the DaemonSet is missing: `ichor handoff run \
                    @CLUSTER@`.
                    """;
            default -> "\nTake " + link + ".\n";
        };
    }
}
