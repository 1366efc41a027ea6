package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds claims to volumes, and tells of Mayastor's volumes as its REST API does. */
final class Claims {
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String MAYASTOR = "io.openebs.csi-mayastor";
    private final KubeObjects objects;
    private final Rack rack;

    Claims(KubeObjects objects, Rack rack) {
        this.objects = objects;
        this.rack = rack;
    }

    void step() {
        for (Map.Entry<Key, Map<String, Object>> entry : objects.entries(CLAIMS)) {
            if (Tree.at(entry.getValue(), "metadata", "deletionTimestamp") != null) {
                release(entry.getKey(), entry.getValue());
            } else if (!Tree.text(entry.getValue(), "status", "phase").equals("Bound")
                    && objects.age(entry.getKey()) > 0) {
                bind(entry.getKey(), entry.getValue());
            }
        }
    }

    private void release(Key key, Map<String, Object> claim) {
        if (users(key).isEmpty()) {
            objects.remove(key);
            Key volume = new Key("persistentvolumes", "", Tree.text(claim, "spec", "volumeName"));
            if (objects.get(volume).isPresent()) {
                objects.remove(volume);
            }
        }
    }

    private List<Map<String, Object>> users(Key claim) {
        return objects.in("pods", claim.namespace()).filter(pod -> !PodLife.isOver(pod) && Tree.listAt(pod, "spec",
                "volumes").stream().anyMatch(volume -> Tree.text(volume, "persistentVolumeClaim", "claimName")
                        .equals(claim.name()))).toList();
    }

    private void bind(Key key, Map<String, Object> claim) {
        String name = Tree.text(claim, "spec", "storageClassName");
        Optional<Map<String, Object>> found = objects.get("storageclasses.storage.k8s.io", "", name);
        if (found.isEmpty()) {
            objects.say(key, "PersistentVolumeClaim", "Warning", "ProvisioningFailed", "storageclass.storage.k8s.io \""
                    + name + "\" not found");
            return;
        }
        boolean mayastor = Tree.text(found.get(), "provisioner").equals(MAYASTOR);
        if (mayastor && Tree.text(found.get(), "volumeBindingMode").equals("WaitForFirstConsumer")
                && users(key).isEmpty()) {
            return;
        }
        int replicas = mayastor ? Integer.parseInt(Tree.mapAt(found.get(), "parameters").getOrDefault("repl", "1")
                .toString()) : 0;
        if (mayastor && (rack.has(Trouble.CLAIM_PENDING) || pools().size() < replicas || controller().isEmpty())) {
            objects.say(key, "PersistentVolumeClaim", "Warning", "ProvisioningFailed", "failed to provision volume with"
                    + " StorageClass \"" + name + "\": Not enough suitable pools available, " + Math.min(replicas - 1,
                            pools().size()) + "/" + replicas);
            return;
        }
        volume(key, claim, found.get(), mayastor, replicas);
    }

    private Optional<Map<String, Object>> controller() {
        return objects.all("pods").filter(pod -> PodLife.role(pod).equals("csi-controller") && PodLife.isReady(pod))
                .findFirst();
    }

    private void volume(Key key, Map<String, Object> claim, Map<String, Object> type, boolean mayastor, int replicas) {
        String uid = Tree.text(claim, "metadata", "uid");
        Object size = Tree.at(claim, "spec", "resources", "requests");
        Map<String, Object> spec = Tree.of("capacity", size, "accessModes", Tree.at(claim, "spec", "accessModes"),
                "claimRef", Tree.of("kind", "PersistentVolumeClaim", "namespace", key.namespace(), "name", key.name(),
                        "uid", uid), "storageClassName", Tree.text(type, "metadata", "name"),
                "persistentVolumeReclaimPolicy", Tree.text(type, "reclaimPolicy"));
        if (mayastor) {
            spec.put("csi", Tree.of("driver", MAYASTOR, "volumeHandle", uid, "volumeAttributes", Tree.of("repl",
                    String.valueOf(replicas))));
        }
        objects.create(new Key("persistentvolumes", "", "pvc-" + uid), Tree.of("spec", spec, "status", Tree.of("phase",
                "Bound")));
        objects.change(key, object -> {
            Tree.child(object, "spec").put("volumeName", "pvc-" + uid);
            object.put("status", Tree.of("phase", "Bound", "capacity", size, "accessModes", Tree.at(claim, "spec",
                    "accessModes")));
            return object;
        });
    }

    /** The first Online pool of each node. */
    private Map<String, String> pools() {
        Map<String, String> first = new LinkedHashMap<>();
        objects.all(PoolOperator.POOLS).filter(pool -> Tree.text(pool, "status", "status").equals("Online"))
                .forEach(pool -> first.putIfAbsent(Tree.text(pool, "spec", "node"),
                        Tree.text(pool, "metadata", "name")));
        return first;
    }

    /** What Mayastor's REST API says at a path, e.g. {@code v0/volumes}; empty: it does not know that. */
    Optional<Object> rest(String path) {
        if (path.equals("v0/volumes")) {
            return Optional.of(Tree.of("entries", volumes().values().stream().toList()));
        }
        if (path.startsWith("v0/volumes/")) {
            return Optional.ofNullable(volumes().get(path.substring("v0/volumes/".length())));
        }
        return switch (path) {
            case "v0/nodes" -> Optional.of(rack.machines().stream().filter(Machine::storage).map(machine -> Tree.of(
                    "id", machine.name(), "state", Tree.of("id", machine.name(), "status", "Online"))).toList());
            case "v0/pools" -> Optional.of(objects.all(PoolOperator.POOLS).map(pool -> Tree.of(
                    "id", Tree.text(pool, "metadata", "name"), "state", Tree.of("node", Tree.text(pool, "spec", "node"),
                            "status", Tree.text(pool, "status", "status")))).toList());
            default -> Optional.empty();
        };
    }

    private Map<String, Object> volumes() {
        Map<String, Object> volumes = new LinkedHashMap<>();
        objects.all("persistentvolumes").filter(volume -> Tree.at(volume, "spec", "csi") != null).forEach(volume -> {
            String id = Tree.text(volume, "spec", "csi", "volumeHandle");
            int wanted = Integer.parseInt(Tree.text(volume, "spec", "csi", "volumeAttributes", "repl"));
            Map<String, Object> replicas = new LinkedHashMap<>();
            pools().entrySet().stream().limit(wanted).forEach(pool -> replicas.put("replica-" + (replicas.size() + 1),
                    Tree.of("node", pool.getKey(), "pool", pool.getValue(), "state", replicas.isEmpty()
                            && rack.has(Trouble.REPLICA_FAULTED) ? "Faulted" : "Online")));
            boolean whole = !rack.has(Trouble.REPLICA_FAULTED);
            volumes.put(id, Tree.of("spec", Tree.of("uuid", id, "num_replicas", wanted, "status", "Created",
                    "thin", true, "size", 1L << 30), "state", Tree.of("uuid", id, "size", 1L << 30,
                    "status", whole ? "Online" : "Degraded", "replica_topology", replicas)));
        });
        return volumes;
    }
}
