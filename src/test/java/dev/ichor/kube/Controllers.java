package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import java.util.List;
import java.util.Map;

/** What a cluster does by itself, one small step at a time. No time, no chance, no threads: callers hold the lock. */
final class Controllers {
    static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";
    private final KubeObjects objects;
    private final Rack rack;
    private final Workloads workloads;
    private final PodLife pods;
    private final PoolOperator pools;
    private final Claims claims;

    Controllers(KubeObjects objects, Rack rack, KubeRules rules) {
        this.objects = objects;
        this.rack = rack;
        workloads = new Workloads(objects, rules);
        pods = new PodLife(objects, rack);
        pools = new PoolOperator(objects, rack);
        claims = new Claims(objects, rack);
        for (String space : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            objects.create(new Key("namespaces", "", space), Tree.of("metadata", Tree.of("labels", Tree.of(
                    "kubernetes.io/metadata.name", space)), "status", Tree.of("phase", "Active")));
        }
        nodes();
    }

    /** Everything comes a little further. */
    void step() {
        objects.advance();
        nodes();
        finalized();
        definitions();
        workloads.step();
        pods.step();
        workloads.report();
        pools.step();
        claims.step();
    }

    /** What a pod has written; with a refusal in words if it can't have written yet. */
    PodLife pods() {
        return pods;
    }

    private void nodes() {
        for (Machine machine : rack.machines()) {
            Key key = new Key("nodes", "", machine.name());
            if (objects.get(key).isEmpty()) {
                objects.create(key, Tree.of("metadata", Tree.of("labels", Tree.of(
                        "kubernetes.io/hostname", machine.name(), "kubernetes.io/arch", "amd64",
                        "kubernetes.io/os", "linux")), "spec", Tree.of()));
            }
            boolean struck = rack.isFirst(machine.name());
            boolean labelled = machine.storage() && !(struck && rack.has(Trouble.LABEL_MISSING));
            objects.change(key, node -> {
                Map<String, Object> labels = Tree.child(Tree.child(node, "metadata"), "labels");
                if (labelled) {
                    labels.put("openebs.io/engine", "mayastor");
                } else {
                    labels.remove("openebs.io/engine");
                }
                node.put("status", status(machine, !(struck && rack.has(Trouble.NODE_NOT_READY)),
                        struck && rack.has(Trouble.HUGEPAGES_MISSING) ? 0 : machine.hugepages()));
                return node;
            });
        }
    }

    private static Map<String, Object> status(Machine machine, boolean ready, int pages) {
        return Tree.of("capacity", machine.capacity(pages), "allocatable", machine.capacity(pages), "conditions",
                List.of(Tree.of("type", "Ready", "status", ready ? "True" : "Unknown", "reason", ready ? "KubeletReady"
                        : "NodeStatusUnknown", "message", ready ? "kubelet is posting ready status"
                        : "Kubelet stopped posting node status.")), "addresses", List.of(Tree.of("type", "InternalIP",
                                "address", machine.address())), "nodeInfo", Tree.of("kubeletVersion", "v1.33.9",
                                "osImage", "Talos (v1.11.0)", "kernelVersion", "6.12.38-talos", "architecture", "amd64",
                                "operatingSystem", "linux", "containerRuntimeVersion", "containerd://2.1.4"));
    }

    /** What was deleted goes when nothing holds it any more. */
    private void finalized() {
        objects.keys().forEach(key -> objects.get(key).ifPresent(object -> {
            if (Tree.at(object, "metadata", "deletionTimestamp") != null
                    && Tree.listAt(object, "metadata", "finalizers").isEmpty()) {
                objects.remove(key);
            }
        }));
    }

    private void definitions() {
        for (Map.Entry<Key, Map<String, Object>> entry : objects.entries(CRDS)) {
            if (objects.age(entry.getKey()) >= 1 && Tree.at(entry.getValue(), "status", "conditions") == null) {
                objects.status(entry.getKey(), Tree.of("conditions", List.of(Tree.of("type", "NamesAccepted", "status",
                        "True", "reason", "NoConflicts"), Tree.of("type", "Established", "status", "True", "reason",
                        "InitialNamesAccepted")), "acceptedNames", Tree.mapAt(entry.getValue(), "spec", "names"),
                        "storedVersions", Tree.listAt(entry.getValue(), "spec", "versions").stream().map(version ->
                                Tree.text(version, "name")).toList()));
            }
        }
    }

    /** A CustomResourceDefinition without a schema. */
    static Map<String, Object> definition(String group, String plural, String kind, List<String> versions,
                                          List<String> shortNames) {
        return Tree.of("apiVersion", "apiextensions.k8s.io/v1", "kind", "CustomResourceDefinition", "metadata",
                Tree.of("name", plural + "." + group), "spec", Tree.of("group", group, "scope", "Namespaced", "names",
                        Tree.of("plural", plural, "singular", kind.toLowerCase(), "kind", kind,
                                "listKind", kind + "List", "shortNames", shortNames),
                        "versions", versions.stream().map(version -> (Object) Tree.of("name", version, "served", true,
                                "storage", version.equals(versions.getFirst()), "schema", Tree.of("openAPIV3Schema",
                                        Tree.of("type", "object", "x-kubernetes-preserve-unknown-fields", true))))
                                .toList()));
    }
}
