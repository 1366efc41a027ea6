package dev.ichor.mayastor.bundle.script;

import static dev.ichor.mayastor.bundle.script.HandsFree.pairs;

import dev.ichor.mayastor.run.Install;
import java.util.List;
import java.util.Map;

/**
 * What the Job may do: what install.sh and Helm ask for, and no more. Charts create roles, which Kubernetes lets only
 * those create who hold the same rights or may {@code escalate} and {@code bind}: so this account is as mighty as an
 * administrator. That is why the Job is off by default, and why its rights should go when it is done.
 */
final class Rights {
    private static final List<String> LOOK = List.of("get", "list", "watch");
    private static final List<String> MAKE = List.of("get", "list", "watch", "create", "update", "patch");
    private static final List<String> ALL = List.of("get", "list", "watch", "create", "update", "patch", "delete");

    private Rights() {
    }

    static List<Map<String, Object>> of(Install install, String name) {
        Map<String, Object> here = pairs("name", name, "namespace", install.namespace());
        List<Object> subjects = List.of(pairs("kind", "ServiceAccount", "name", name, "namespace",
                install.namespace()));
        return List.of(
                pairs("apiVersion", "v1", "kind", "ServiceAccount", "metadata", here),
                pairs("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "ClusterRole", "metadata",
                        pairs("name", name), "rules", everywhere()),
                pairs("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "ClusterRoleBinding", "metadata",
                        pairs("name", name), "roleRef", role("ClusterRole", name), "subjects", subjects),
                pairs("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "Role", "metadata", here, "rules",
                        inNamespace()),
                pairs("apiVersion", "rbac.authorization.k8s.io/v1", "kind", "RoleBinding", "metadata", here, "roleRef",
                        role("Role", name), "subjects", subjects));
    }

    private static Map<String, Object> role(String kind, String name) {
        return pairs("apiGroup", "rbac.authorization.k8s.io", "kind", kind, "name", name);
    }

    private static List<Object> everywhere() {
        return List.of(
                rule("", List.of("nodes"), LOOK),
                rule("", List.of("namespaces"), MAKE),
                rule("apiextensions.k8s.io", List.of("customresourcedefinitions"), MAKE),
                rule("storage.k8s.io", List.of("storageclasses", "csidrivers"), MAKE),
                rule("snapshot.storage.k8s.io", List.of("volumesnapshotclasses"), MAKE),
                rule("scheduling.k8s.io", List.of("priorityclasses"), MAKE),
                rule("rbac.authorization.k8s.io", List.of("clusterroles", "clusterrolebindings", "roles",
                        "rolebindings"), List.of("get", "list", "watch", "create", "update", "patch", "delete",
                        "escalate", "bind")));
    }

    private static List<Object> inNamespace() {
        return List.of(
                rule("", List.of("pods", "persistentvolumeclaims", "secrets", "configmaps", "services",
                        "serviceaccounts"), ALL),
                rule("", List.of("pods/log", "events"), LOOK),
                rule("", List.of("services/proxy"), List.of("get", "update")),
                rule("apps", List.of("deployments", "daemonsets", "statefulsets", "replicasets",
                        "controllerrevisions"), MAKE),
                rule("batch", List.of("jobs", "cronjobs"), ALL),
                rule("policy", List.of("poddisruptionbudgets"), MAKE),
                rule("networking.k8s.io", List.of("networkpolicies"), MAKE),
                rule("openebs.io", List.of("diskpools"), MAKE),
                rule("monitoring.coreos.com", List.of("servicemonitors", "prometheusrules"), MAKE));
    }

    private static Map<String, Object> rule(String group, List<String> resources, List<String> verbs) {
        return pairs("apiGroups", List.of(group), "resources", resources, "verbs", verbs);
    }
}
