package dev.ichor.kube;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A kind of objects that the stand-in serves.
 *
 * @param group empty for the core
 */
record KubeType(String group, String version, String plural, String kind, boolean namespaced, List<String> shortNames) {
    private static final List<String> NAMESPACED = List.of(
            " v1 pods Pod po", " v1 events Event ev", " v1 services Service svc", " v1 configmaps ConfigMap cm",
            " v1 secrets Secret", " v1 serviceaccounts ServiceAccount sa", " v1 endpoints Endpoints ep",
            " v1 persistentvolumeclaims PersistentVolumeClaim pvc", " v1 resourcequotas ResourceQuota quota",
            " v1 limitranges LimitRange limits",
            "apps v1 deployments Deployment deploy", "apps v1 daemonsets DaemonSet ds",
            "apps v1 statefulsets StatefulSet sts", "apps v1 replicasets ReplicaSet rs",
            "apps v1 controllerrevisions ControllerRevision",
            "batch v1 jobs Job", "batch v1 cronjobs CronJob cj",
            "rbac.authorization.k8s.io v1 roles Role", "rbac.authorization.k8s.io v1 rolebindings RoleBinding",
            "policy v1 poddisruptionbudgets PodDisruptionBudget pdb",
            "networking.k8s.io v1 networkpolicies NetworkPolicy netpol", "networking.k8s.io v1 ingresses Ingress ing",
            "coordination.k8s.io v1 leases Lease", "discovery.k8s.io v1 endpointslices EndpointSlice");
    private static final List<String> CLUSTER = List.of(
            " v1 namespaces Namespace ns", " v1 nodes Node no", " v1 persistentvolumes PersistentVolume pv",
            "rbac.authorization.k8s.io v1 clusterroles ClusterRole",
            "rbac.authorization.k8s.io v1 clusterrolebindings ClusterRoleBinding",
            "storage.k8s.io v1 storageclasses StorageClass sc", "storage.k8s.io v1 csidrivers CSIDriver",
            "storage.k8s.io v1 csinodes CSINode", "scheduling.k8s.io v1 priorityclasses PriorityClass pc",
            "apiextensions.k8s.io v1 customresourcedefinitions CustomResourceDefinition crd",
            "admissionregistration.k8s.io v1 validatingwebhookconfigurations ValidatingWebhookConfiguration",
            "admissionregistration.k8s.io v1 mutatingwebhookconfigurations MutatingWebhookConfiguration");
    /** What a bare cluster serves. */
    static final List<KubeType> BUILT_IN = Stream.concat(NAMESPACED.stream().map(line -> read(line, true)),
            CLUSTER.stream().map(line -> read(line, false))).toList();

    private static KubeType read(String line, boolean namespaced) {
        String[] words = line.split(" ");
        return new KubeType(words[0], words[1], words[2], words[3], namespaced,
                words.length > 4 ? List.of(words[4]) : List.of());
    }

    /** The versions that an established CustomResourceDefinition serves. */
    static List<KubeType> of(Map<String, Object> crd) {
        Map<String, Object> spec = Tree.mapAt(crd, "spec");
        return Tree.listAt(spec, "versions").stream().filter(version -> Boolean.TRUE.equals(Tree.at(version, "served")))
                .map(version -> new KubeType(Tree.text(spec, "group"), Tree.text(version, "name"),
                        Tree.text(spec, "names", "plural"), Tree.text(spec, "names", "kind"),
                        Tree.text(spec, "scope").equals("Namespaced"),
                        Tree.listAt(spec, "names", "shortNames").stream().map(Object::toString).toList())).toList();
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The same for all versions. */
    String key() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** The path of the group's version. */
    String root() {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }

    Map<String, Object> gvk() {
        return Tree.of("group", group, "version", version, "kind", kind);
    }
}
