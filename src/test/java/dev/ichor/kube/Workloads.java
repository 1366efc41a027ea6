package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes pods of DaemonSets, Deployments, StatefulSets and Jobs, and tells how they stand. */
final class Workloads {
    private static final String TEMPLATE = "stand-in/template";
    private static final List<String> TYPES = List.of("daemonsets.apps", "deployments.apps", "statefulsets.apps",
            "jobs.batch");
    private final KubeObjects objects;
    private final KubeRules rules;

    Workloads(KubeObjects objects, KubeRules rules) {
        this.objects = objects;
        this.rules = rules;
    }

    void step() {
        orphans();
        for (String type : TYPES) {
            objects.entries(type).forEach(entry -> pods(entry.getKey(), entry.getValue()));
        }
    }

    /** Pods whose workload is gone go too. */
    private void orphans() {
        for (Map.Entry<Key, Map<String, Object>> pod : objects.entries("pods")) {
            Optional<Key> owner = owner(pod.getKey(), pod.getValue());
            if (owner.isPresent() && objects.get(owner.get()).isEmpty()) {
                objects.remove(pod.getKey());
            }
        }
    }

    private static Optional<Key> owner(Key pod, Map<String, Object> object) {
        return Tree.listAt(object, "metadata", "ownerReferences").stream().findFirst().map(reference -> new Key(
                TYPES.stream().filter(type -> type.startsWith(Tree.text(reference, "kind").toLowerCase())).findFirst()
                        .orElseThrow(), pod.namespace(), Tree.text(reference, "name")));
    }

    private void pods(Key key, Map<String, Object> workload) {
        Map<String, Object> template = Tree.mapAt(workload, "spec", "template");
        String hash = Integer.toHexString(template.hashCode());
        Map<String, String> wanted = wanted(key, workload, template, hash);
        for (Map<String, Object> pod : of(key)) {
            Key own = new Key("pods", key.namespace(), Tree.text(pod, "metadata", "name"));
            boolean old = !key.type().startsWith("daemonsets") && !key.type().startsWith("jobs")
                    && !Tree.text(pod, "metadata", "annotations", TEMPLATE).equals(hash);
            if (old || !wanted.containsKey(own.name())) {
                objects.remove(own);
            }
        }
        wanted.forEach((name, node) -> make(key, workload, template, new Key("pods", key.namespace(), name), node,
                hash));
    }

    /** Names of pods, and the node that each must run on; empty: any. */
    private Map<String, String> wanted(Key key, Map<String, Object> workload, Map<String, Object> template,
                                       String hash) {
        Map<String, String> names = new TreeMap<>();
        int replicas = Tree.number(workload, 1, "spec", "replicas");
        switch (key.type()) {
            case "daemonsets.apps" -> objects.all("nodes").filter(node -> fits(node, Tree.mapAt(template, "spec")))
                    .map(node -> Tree.text(node, "metadata", "name")).forEach(node -> names.put(key.name() + "-"
                            + Integer.toHexString(node.hashCode()), node));
            case "statefulsets.apps" -> {
                for (int i = 0; i < replicas; i++) {
                    names.put(key.name() + "-" + i, "");
                }
            }
            case "deployments.apps" -> {
                for (int i = 0; i < replicas; i++) {
                    names.put(key.name() + "-" + hash + "-" + i, "");
                }
            }
            default -> names.put(key.name() + "-0", "");
        }
        return names;
    }

    /** The one node that a pod of a DaemonSet is for; empty: any. */
    static String wanted(Map<String, Object> pod) {
        return Tree.listAt(pod, "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms").stream().flatMap(term -> Tree.listAt(term, "matchFields").stream())
                .flatMap(field -> Tree.listAt(field, "values").stream()).map(Object::toString).findFirst().orElse("");
    }

    /** Whether a node has the labels that a pod wants, and no taint that it does not bear. */
    static boolean fits(Map<String, Object> node, Map<String, Object> podSpec) {
        Map<String, Object> labels = Tree.mapAt(node, "metadata", "labels");
        boolean labelled = Tree.mapAt(podSpec, "nodeSelector").entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
        return labelled && Tree.listAt(node, "spec", "taints").stream().allMatch(taint ->
                Tree.listAt(podSpec, "tolerations").stream().anyMatch(one -> Tree.text(one, "key").isEmpty()
                        || Tree.text(one, "key").equals(Tree.text(taint, "key"))));
    }

    private void make(Key key, Map<String, Object> workload, Map<String, Object> template, Key pod, String node,
                      String hash) {
        if (objects.get(pod).isPresent()) {
            return;
        }
        Map<String, Object> spec = Tree.map(Tree.copy(Tree.mapAt(template, "spec")));
        Optional<String> refused = rules.podSecurity(key.namespace(), spec);
        if (refused.isPresent()) {
            objects.say(key, Tree.text(workload, "kind"), "Warning", "FailedCreate", "Error creating: pods \""
                    + pod.name() + "\" is forbidden: " + refused.get());
            return;
        }
        Map<String, Object> metadata = Tree.of("labels", Tree.mapAt(template, "metadata", "labels"), "annotations",
                Tree.of(TEMPLATE, hash), "ownerReferences", List.of(Tree.of("kind", kind(key), "name",
                        key.name(), "uid", Tree.text(workload, "metadata", "uid"), "controller", true)));
        claims(key, workload, pod, spec);
        if (!node.isEmpty()) {
            Tree.child(spec, "affinity").put("nodeAffinity", Tree.of("requiredDuringSchedulingIgnoredDuringExecution",
                    Tree.of("nodeSelectorTerms", List.of(Tree.of("matchFields", List.of(Tree.of("key", "metadata.name",
                            "operator", "In", "values", List.of(node))))))));
        }
        spec.putIfAbsent("restartPolicy", "Always");
        objects.create(pod, Tree.of("metadata", metadata, "spec", spec, "status", Tree.of("phase", "Pending")));
    }

    private static String kind(Key key) {
        return switch (key.type()) {
            case "daemonsets.apps" -> "DaemonSet";
            case "deployments.apps" -> "Deployment";
            case "statefulsets.apps" -> "StatefulSet";
            default -> "Job";
        };
    }

    private void claims(Key key, Map<String, Object> workload, Key pod, Map<String, Object> spec) {
        for (Object template : Tree.listAt(workload, "spec", "volumeClaimTemplates")) {
            String volume = Tree.text(template, "metadata", "name");
            Key claim = new Key("persistentvolumeclaims", key.namespace(), volume + "-" + pod.name());
            List<Object> volumes = new ArrayList<>(Tree.listAt(spec, "volumes"));
            volumes.add(Tree.of("name", volume, "persistentVolumeClaim", Tree.of("claimName", claim.name())));
            spec.put("volumes", volumes);
            if (objects.get(claim).isEmpty()) {
                objects.create(claim, Tree.of(
                        "metadata", Tree.of("finalizers", List.of("kubernetes.io/pvc-protection")),
                        "spec", Tree.mapAt(template, "spec"), "status", Tree.of("phase", "Pending")));
            }
        }
    }

    private List<Map<String, Object>> of(Key workload) {
        return objects.in("pods", workload.namespace()).filter(pod -> owner(workload, pod).filter(workload::equals)
                .isPresent()).toList();
    }

    /** Writes down how many pods are ready. */
    void report() {
        for (String type : TYPES) {
            objects.entries(type).forEach(entry -> {
                List<Map<String, Object>> pods = of(entry.getKey());
                int ready = (int) pods.stream().filter(PodLife::isReady).count();
                objects.status(entry.getKey(), status(type, entry.getValue(), pods, ready));
            });
        }
    }

    private static Map<String, Object> status(String type, Map<String, Object> workload, List<Map<String, Object>> pods,
                                              int ready) {
        int all = pods.size();
        Map<String, Object> status = Tree.of("observedGeneration", Tree.number(workload, 1, "metadata", "generation"));
        status.putAll(switch (type) {
            case "daemonsets.apps" -> Tree.of("desiredNumberScheduled", all, "currentNumberScheduled", all,
                    "numberReady", ready, "numberAvailable", ready, "numberUnavailable", all - ready,
                    "updatedNumberScheduled", all, "numberMisscheduled", 0);
            case "deployments.apps" -> Tree.of("replicas", all, "readyReplicas", ready, "availableReplicas", ready,
                    "updatedReplicas", all, "unavailableReplicas", all - ready, "conditions", List.of(
                            condition("Available", ready == all), Tree.of("type", "Progressing", "status", "True",
                                    "reason", ready == all ? "NewReplicaSetAvailable" : "ReplicaSetUpdated")));
            case "statefulsets.apps" -> Tree.of("replicas", all, "readyReplicas", ready, "availableReplicas", ready,
                    "currentReplicas", all, "updatedReplicas", all, "currentRevision", "one", "updateRevision", "one");
            default -> {
                boolean done = pods.stream().anyMatch(pod -> Tree.text(pod, "status", "phase").equals("Succeeded"));
                yield Tree.of("succeeded", done ? 1 : 0, "active", done ? 0 : 1, "conditions", done
                        ? List.of(condition("Complete", true)) : List.of());
            }
        });
        return status;
    }

    private static Map<String, Object> condition(String type, boolean holds) {
        return Tree.of("type", type, "status", holds ? "True" : "False");
    }
}
