package dev.ichor.mayastor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Judges pods. */
final class PodWishes {
    /** So many restarts are no start-up any more. */
    static final int TOO_MANY_RESTARTS = 5;
    /** Of these at least the first two must be there; whichever is there must be ready. */
    private static final List<String> PARTS = List.of("etcd", "io-engine", "agent-core", "api-rest", "csi-controller",
            "operator-diskpool");

    private PodWishes() {
    }

    static Standing engine(Wish.EngineReady wish, JsonNode tree) {
        List<JsonNode> pods = Wishes.items(tree).stream().filter(pod -> !isLeaving(pod)).toList();
        List<String> open = new ArrayList<>();
        for (String part : PARTS) {
            List<JsonNode> own = pods.stream().filter(pod -> isPart(pod, wish.release(), part)).toList();
            if (part.equals("io-engine")) {
                wish.nodes().forEach(node -> onNode(own, node, "io-engine").ifPresent(open::add));
            } else if (own.isEmpty() && part.equals("etcd")) {
                open.add("there is no etcd pod yet");
            } else {
                own.stream().filter(pod -> !isReady(pod)).map(PodWishes::words).forEach(open::add);
            }
        }
        List<JsonNode> mounters = pods.stream().filter(pod -> isPart(pod, wish.release(), "csi-node")).toList();
        mounters.stream().filter(pod -> wish.nodes().contains(nodeOf(pod)) && !isReady(pod)).map(PodWishes::words)
                .forEach(open::add);
        if (open.isEmpty()) {
            return new Standing.Done("the io-engine is ready on " + String.join(", ", wish.nodes()) + ", etcd too");
        }
        String text = String.join("; ", open);
        boolean hopeless = pods.stream().filter(pod -> !isReady(pod)).anyMatch(pod -> restarts(pod)
                >= TOO_MANY_RESTARTS && waits(pod).contains("CrashLoopBackOff"));
        return hopeless ? new Standing.Never(text) : new Standing.Waiting(text);
    }

    private static Optional<String> onNode(List<JsonNode> pods, String node, String part) {
        List<JsonNode> here = pods.stream().filter(pod -> nodeOf(pod).equals(node)).toList();
        if (here.stream().anyMatch(PodWishes::isReady)) {
            return Optional.empty();
        }
        return Optional.of(here.isEmpty() ? "no " + part + " pod on " + node : words(here.getFirst()));
    }

    /** The node it runs on, or the one it is meant for while it waits. */
    static String nodeOf(JsonNode pod) {
        String bound = Wishes.text(pod.at("/spec/nodeName"));
        return !bound.isEmpty() ? bound : Wishes.text(pod.at("/spec/affinity/nodeAffinity"
                + "/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values/0"));
    }

    /** Whether the pod belongs to that part of the release. */
    static boolean isPart(JsonNode pod, String release, String part) {
        JsonNode labels = pod.path("metadata").path("labels");
        return Wishes.text(labels.path("app")).equals(part)
                || Wishes.text(labels.path("app.kubernetes.io/name")).equals(part)
                || Wishes.name(pod).startsWith(release + "-" + part + "-");
    }

    private static boolean isLeaving(JsonNode pod) {
        return pod.path("metadata").has("deletionTimestamp");
    }

    static boolean isReady(JsonNode pod) {
        return Wishes.condition(pod, "Ready");
    }

    /** Its containers' states, those that run before the others too. */
    static List<JsonNode> statuses(JsonNode pod) {
        return Stream.of("initContainerStatuses", "containerStatuses").flatMap(key -> StreamSupport.stream(
                pod.path("status").path(key).spliterator(), false)).toList();
    }

    static int restarts(JsonNode pod) {
        return statuses(pod).stream().mapToInt(status -> status.path("restartCount").intValue(0)).max().orElse(0);
    }

    /** Why containers wait. */
    static List<String> waits(JsonNode pod) {
        return statuses(pod).stream().map(status -> Wishes.text(status.at("/state/waiting/reason")))
                .filter(reason -> !reason.isEmpty() && !reason.equals("PodInitializing")).distinct().toList();
    }

    /** How it is, on one line. */
    static String words(JsonNode pod) {
        String phase = Wishes.text(pod.at("/status/phase"));
        List<String> waits = waits(pod);
        int restarts = restarts(pod);
        String init = statuses(pod).stream().filter(status -> pod.at("/status/initContainerStatuses").isArray()
                && !status.at("/state/running").isMissingNode() && isInit(pod, status)).map(status -> "waits in "
                + Wishes.text(status.path("name"))).findFirst().orElse("");
        String node = nodeOf(pod);
        return Wishes.name(pod) + (node.isEmpty() ? "" : " on " + node) + " is " + (waits.isEmpty()
                ? phase.isEmpty() ? "new" : phase + (isReady(pod) ? "" : ", not ready") : String.join(", ", waits))
                + (init.isEmpty() ? "" : ", " + init) + (restarts > 0 ? ", " + restarts + " restarts" : "");
    }

    private static boolean isInit(JsonNode pod, JsonNode status) {
        return StreamSupport.stream(pod.path("status").path("initContainerStatuses").spliterator(), false)
                .anyMatch(init -> init.path("name").equals(status.path("name")));
    }

    static Standing ended(Wish.PodsEnded wish, JsonNode tree) {
        return judge(wish.pods(), tree, false);
    }

    static Standing succeeded(Wish.PodsSucceeded wish, JsonNode tree) {
        return judge(wish.pods(), tree, true);
    }

    private static Standing judge(List<String> names, JsonNode tree, boolean well) {
        List<String> open = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (String name : names) {
            Optional<JsonNode> pod = Wishes.items(tree).stream().filter(item -> Wishes.name(item).equals(name))
                    .findFirst();
            String phase = pod.map(found -> Wishes.text(found.at("/status/phase"))).orElse("");
            if (pod.isEmpty()) {
                open.add(name + " is not there");
            } else if (phase.equals("Failed")) {
                failed.add(name + " failed" + ended(pod.get()));
            } else if (!phase.equals("Succeeded")) {
                open.add(words(pod.get()));
            }
        }
        if (well && !failed.isEmpty()) {
            return new Standing.Never(String.join("; ", failed));
        }
        return open.isEmpty() ? new Standing.Done(names.size() == 1 ? names.getFirst() + " has ended"
                : names.size() + " pods have ended") : new Standing.Waiting(String.join("; ", open));
    }

    private static String ended(JsonNode pod) {
        String why = Wishes.text(pod.at("/status/reason"));
        return statuses(pod).stream().map(status -> status.at("/state/terminated")).filter(state ->
                state.path("exitCode").intValue(0) != 0).map(state -> " with exit code " + state.path("exitCode")
                .intValue(0)).findFirst().orElse(why.isEmpty() ? "" : ": " + why);
    }
}
