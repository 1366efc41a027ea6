package dev.ichor.kube;

import dev.ichor.kube.KubeObjects.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of pods. */
final class PodLife {
    private final KubeObjects objects;
    private final Rack rack;
    private final CheckPods checks;
    private final Map<String, String> logs = new HashMap<>();

    PodLife(KubeObjects objects, Rack rack) {
        this.objects = objects;
        this.rack = rack;
        checks = new CheckPods(objects, rack);
    }

    private sealed interface Life {
        record Unschedulable(String why) implements Life {
        }

        /** @param init whether it is an init container that does not end */
        record Waiting(String reason, String message, boolean init) implements Life {
        }

        record Crashing(String log) implements Life {
        }

        record Running() implements Life {
        }

        record Ended(int exit, String log) implements Life {
        }
    }

    static boolean isReady(Map<String, Object> pod) {
        return Tree.listAt(pod, "status", "conditions").stream().anyMatch(condition -> Tree.text(condition, "type")
                .equals("Ready") && Tree.text(condition, "status").equals("True"));
    }

    static boolean isOver(Map<String, Object> pod) {
        String phase = Tree.text(pod, "status", "phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** What the containers wrote so far; refused in words while none has begun. */
    String log(Key key, Map<String, Object> pod) {
        String uid = Tree.text(pod, "metadata", "uid");
        if (!logs.containsKey(uid) && Tree.text(pod, "status", "phase").equals("Pending")) {
            throw new KubeAnswer.Refused(400, "BadRequest", "container in pod \"" + key.name()
                    + "\" is waiting to start: " + Tree.listAt(pod, "status", "containerStatuses").stream().findFirst()
                    .map(one -> Tree.text(one, "state", "waiting", "reason")).orElse("ContainerCreating"));
        }
        return logs.getOrDefault(uid, "");
    }

    void step() {
        for (Map.Entry<Key, Map<String, Object>> entry : objects.entries("pods")) {
            if (!isOver(entry.getValue())) {
                Life life = life(entry.getKey(), entry.getValue());
                tell(entry.getKey(), life);
                objects.status(entry.getKey(), status(entry.getValue(), life));
            }
        }
    }

    private Life life(Key key, Map<String, Object> pod) {
        int age = objects.age(key);
        String node = Tree.text(pod, "spec", "nodeName");
        if (node.isEmpty()) {
            Optional<String> place = place(pod);
            if (place.isEmpty()) {
                return new Life.Unschedulable(why(pod));
            }
            node = place.get();
            String there = node;
            objects.change(key, object -> {
                Tree.child(object, "spec").put("nodeName", there);
                return object;
            });
        }
        if (objects.get("nodes", "", node).isEmpty()) {
            return new Life.Unschedulable("node \"" + node + "\" does not exist");
        }
        if (age < 1) {
            return new Life.Waiting("ContainerCreating", "", false);
        }
        return obstacle(key, pod, node).orElseGet(() -> {
            boolean once = !Tree.text(pod, "spec", "restartPolicy").equals("Always");
            return once && age >= 2 ? ended(key, pod) : new Life.Running();
        });
    }

    private Life ended(Key key, Map<String, Object> pod) {
        CheckPods.Result result = checks.run(key, pod);
        return new Life.Ended(result.exit(), result.log());
    }

    private Optional<Life> obstacle(Key key, Map<String, Object> pod, String node) {
        String role = role(pod);
        boolean struck = rack.isFirst(node);
        Trouble image = key.name().startsWith("ichor-network-") ? Trouble.NETWORK_IMAGE_NOT_PULLED
                : key.name().startsWith("ichor-disks-") ? Trouble.DISKS_IMAGE_NOT_PULLED
                : key.name().startsWith("ichor-check-fio") ? Trouble.FIO_IMAGE_NOT_PULLED
                : role.equals("io-engine") ? Trouble.ENGINE_IMAGE_NOT_PULLED : null;
        if (image != null && rack.has(image)) {
            return Optional.of(new Life.Waiting("ImagePullBackOff", "Back-off pulling image \"" + Tree.text(
                    Tree.listAt(pod, "spec", "containers").getFirst(), "image") + "\": not found", false));
        }
        Optional<String> claim = unbound(key, pod);
        if (claim.isPresent()) {
            return Optional.of(new Life.Unschedulable("0/" + rack.machines().size() + " nodes are available: pod has"
                    + " unbound immediate PersistentVolumeClaims " + claim.get()));
        }
        if (needsEtcd(role) && !etcdReady(key.namespace())) {
            return Optional.of(new Life.Waiting("PodInitializing", "", true));
        }
        return role.equals("io-engine") && struck ? engine()
                : role.equals("csi-node") && struck && rack.has(Trouble.MODULE_MISSING)
                ? Optional.of(new Life.Crashing(
                        "Error: NVMe TCP module is not loaded: /sys/module/nvme_tcp is missing"))
                : Optional.empty();
    }

    private Optional<Life> engine() {
        if (rack.has(Trouble.ENGINE_HUGEPAGES)) {
            return Optional.of(new Life.Crashing("[ERROR io_engine:io-engine.rs:235] insufficient free pages available,"
                    + " needed >= 1024, got: 512 (total: 1024)"));
        }
        return rack.has(Trouble.ENGINE_CORES) ? Optional.of(new Life.Crashing(
                "EAL: Cannot set affinity\nEAL: lcore 3 unavailable")) : Optional.empty();
    }

    /** What the pod's workload is, without the release's name. */
    static String role(Map<String, Object> pod) {
        String owner = Tree.listAt(pod, "metadata", "ownerReferences").stream().findFirst().map(one -> Tree.text(one,
                "name")).orElse("");
        return List.of("io-engine", "csi-node", "csi-controller", "agent-core", "api-rest", "operator-diskpool", "etcd")
                .stream().filter(role -> owner.endsWith("-" + role)).findFirst().orElse("");
    }

    private static boolean needsEtcd(String role) {
        return !role.isEmpty() && !role.equals("etcd") && !role.equals("csi-node");
    }

    private boolean etcdReady(String namespace) {
        List<Map<String, Object>> sets = objects.in("statefulsets.apps", namespace)
                .filter(one -> Tree.text(one, "metadata", "name").endsWith("-etcd")).toList();
        return sets.stream().allMatch(one -> Tree.number(one, 0, "status", "readyReplicas") * 2
                > Tree.number(one, 1, "spec", "replicas"));
    }

    private Optional<String> unbound(Key key, Map<String, Object> pod) {
        return Tree.listAt(pod, "spec", "volumes").stream().map(one -> Tree.text(one, "persistentVolumeClaim",
                "claimName")).filter(claim -> !claim.isEmpty() && objects.get("persistentvolumeclaims", key.namespace(),
                        claim).filter(one -> Tree.text(one, "status", "phase").equals("Bound")).isEmpty()).findFirst();
    }

    private Optional<String> place(Map<String, Object> pod) {
        String wanted = Workloads.wanted(pod);
        boolean alone = Tree.at(pod, "spec", "affinity", "podAntiAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution") != null;
        if (role(pod).equals("etcd") && rack.has(Trouble.ETCD_PENDING)) {
            return Optional.empty();
        }
        return objects.all("nodes")
                .filter(node -> wanted.isEmpty() || Tree.text(node, "metadata", "name").equals(wanted))
                .filter(node -> Workloads.fits(node, Tree.mapAt(pod, "spec")) && pages(pod) <= free(node))
                .map(node -> Tree.text(node, "metadata", "name"))
                .filter(node -> !alone || objects.all("pods").noneMatch(other ->
                        Tree.text(other, "spec", "nodeName").equals(node) && Tree.listAt(other, "metadata",
                                "ownerReferences").equals(Tree.listAt(pod, "metadata", "ownerReferences"))))
                .findFirst();
    }

    private static long pages(Map<String, Object> pod) {
        return Tree.listAt(pod, "spec", "containers").stream().mapToLong(one -> mebibytes(Tree.text(one, "resources",
                "limits", "hugepages-2Mi"))).sum();
    }

    private static long free(Map<String, Object> node) {
        return mebibytes(Tree.text(node, "status", "allocatable", "hugepages-2Mi"));
    }

    private static long mebibytes(String quantity) {
        String digits = quantity.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) * (quantity.endsWith("Gi") ? 1_024 : 1);
    }

    private String why(Map<String, Object> pod) {
        int all = rack.machines().size();
        return "0/" + all + " nodes are available: " + (pages(pod) > 0 ? all + " Insufficient hugepages-2Mi."
                : all + " node(s) didn't match Pod's node affinity/selector or pod anti-affinity rules.");
    }

    private void tell(Key key, Life life) {
        switch (life) {
            case Life.Unschedulable held -> objects.say(key, "Pod", "Warning", "FailedScheduling", held.why());
            case Life.Waiting waiting when !waiting.message().isEmpty() -> objects.say(key, "Pod", "Warning", "Failed",
                    waiting.message());
            case Life.Waiting waiting -> { }
            case Life.Crashing crash -> {
                objects.say(key, "Pod", "Warning", "BackOff", "Back-off restarting failed container");
                keep(key, crash.log());
            }
            case Life.Running running -> { }
            case Life.Ended ended -> keep(key, ended.log());
        }
    }

    private void keep(Key key, String log) {
        logs.put(Tree.text(objects.get(key).orElseThrow(), "metadata", "uid"), log);
    }

    private static Map<String, Object> status(Map<String, Object> pod, Life life) {
        return switch (life) {
            case Life.Unschedulable held -> Tree.of("phase", "Pending", "conditions", List.of(Tree.of("type",
                    "PodScheduled", "status", "False", "reason", "Unschedulable", "message", held.why())));
            case Life.Waiting waiting -> of(pod, "Pending", false, waiting.init(), Tree.of("waiting", Tree.of("reason",
                    waiting.reason(), "message", waiting.message())), 0);
            case Life.Crashing crash -> of(pod, "Running", false, false, Tree.of("waiting", Tree.of("reason",
                    "CrashLoopBackOff", "message", "back-off 5m0s restarting failed container")), 6);
            case Life.Running running -> of(pod, "Running", true, false, Tree.of("running", Tree.of("startedAt",
                    "2026-01-01T00:00:00Z")), 0);
            case Life.Ended ended -> of(pod, ended.exit() == 0 ? "Succeeded" : "Failed", false, false, Tree.of(
                    "terminated", Tree.of("exitCode", ended.exit(),
                            "reason", ended.exit() == 0 ? "Completed" : "Error")), 0);
        };
    }

    private static Map<String, Object> of(Map<String, Object> pod, String phase, boolean ready, boolean init,
                                          Map<String, Object> state, int restarts) {
        List<Object> inits = new ArrayList<>();
        Tree.listAt(pod, "spec", "initContainers").forEach(one -> inits.add(Tree.of("name", Tree.text(one, "name"),
                "image", Tree.text(one, "image"), "ready", !init, "restartCount", 0, "state", init ? Tree.of("running",
                        Tree.of()) : Tree.of("terminated", Tree.of("exitCode", 0, "reason", "Completed")))));
        List<Object> containers = Tree.listAt(pod, "spec", "containers").stream().map(one -> (Object) Tree.of("name",
                Tree.text(one, "name"), "image", Tree.text(one, "image"), "ready", ready, "started", ready,
                "restartCount", restarts, "state", state)).toList();
        return Tree.of("phase", phase, "podIP", "10.244.0.9", "conditions", List.of(condition("PodScheduled", true),
                condition("Initialized", !init), condition("ContainersReady", ready), condition("Ready", ready)),
                "initContainerStatuses", inits, "containerStatuses", containers);
    }

    private static Map<String, Object> condition(String type, boolean holds) {
        return Tree.of("type", type, "status", holds ? "True" : "False");
    }
}
