package dev.ichor.mayastor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges what kubectl printed. */
public final class Wishes {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String ENGINE_LABEL = "openebs.io/engine";

    private Wishes() {
    }

    /** JSON as a tree; empty if it is none. */
    static Optional<JsonNode> tree(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node == null || node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The items of a list, or the thing itself. */
    static List<JsonNode> items(JsonNode list) {
        JsonNode items = list.path("items");
        return items.isArray() ? StreamSupport.stream(items.spliterator(), false).toList() : List.of(list);
    }

    static String name(JsonNode thing) {
        return text(thing.at("/metadata/name"));
    }

    /** A text, or an empty one. */
    static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    /** Judges; text that is no JSON is waited over, for the API server may be restarting. */
    public static Standing judge(Wish wish, String json) {
        if (json.isBlank()) {
            return new Standing.Waiting(switch (wish) {
                case Wish.Established _ -> "Kubernetes does not know " + Calls.POOLS + " yet; the operator of Mayastor "
                        + "creates it when etcd and the agents are up";
                case Wish.ClaimBound _ -> "there is no such claim";
                case Wish.NodesFit _, Wish.EngineReady _, Wish.PoolsOnline _, Wish.PodsEnded _, Wish.PodsSucceeded _,
                     Wish.ReplicasOnline _, Wish.GroupServed _ -> "Kubernetes said nothing";
            });
        }
        return tree(json).map(tree -> judge(wish, tree))
                .orElseGet(() -> new Standing.Waiting("what came is no JSON"));
    }

    private static Standing judge(Wish wish, JsonNode tree) {
        return switch (wish) {
            case Wish.NodesFit fit -> nodes(fit, tree);
            case Wish.Established established -> established(established, tree);
            case Wish.EngineReady ready -> PodWishes.engine(ready, tree);
            case Wish.PoolsOnline online -> PoolWishes.online(online, tree);
            case Wish.ClaimBound _ -> claim(tree);
            case Wish.PodsEnded ended -> PodWishes.ended(ended, tree);
            case Wish.PodsSucceeded succeeded -> PodWishes.succeeded(succeeded, tree);
            case Wish.ReplicasOnline online -> VolumeWishes.online(online, tree);
            case Wish.GroupServed served -> served(served, tree);
        };
    }

    private static Standing nodes(Wish.NodesFit wish, JsonNode tree) {
        List<String> open = new ArrayList<>();
        for (String name : wish.nodes()) {
            Optional<JsonNode> node = items(tree).stream().filter(item -> name(item).equals(name)).findFirst();
            if (node.isEmpty()) {
                open.add(name + " is not in the cluster");
            } else {
                open.addAll(lacks(name, node.get(), wish.hugepages()));
            }
        }
        return open.isEmpty() ? new Standing.Done(wish.nodes().size() + " storage nodes are Ready, labelled, and have "
                + wish.hugepages() + " hugepages each") : new Standing.Waiting(String.join("; ", open));
    }

    private static List<String> lacks(String name, JsonNode node, int hugepages) {
        List<String> lacks = new ArrayList<>();
        if (!condition(node, "Ready")) {
            lacks.add(name + " is not Ready");
        }
        if (!isLabelled(node)) {
            lacks.add(name + " has no label " + ENGINE_LABEL + "=mayastor");
        }
        long pages = pages(node);
        if (pages < hugepages) {
            lacks.add(name + " has " + pages + " hugepages of 2 MiB for pods, " + hugepages + " are needed");
        }
        return lacks;
    }

    static boolean isLabelled(JsonNode node) {
        return text(node.path("metadata").path("labels").path(ENGINE_LABEL)).equals("mayastor");
    }

    /** 2-MiB pages that pods of the node may have. */
    static long pages(JsonNode node) {
        return Quantity.bytes(text(node.path("status").path("allocatable").path("hugepages-2Mi"))) >> 21;
    }

    /** Whether a condition of that type is true. */
    static boolean condition(JsonNode thing, String type) {
        return items(thing.path("status").path("conditions"), type);
    }

    private static boolean items(JsonNode conditions, String type) {
        return StreamSupport.stream(conditions.spliterator(), false)
                .anyMatch(item -> text(item.path("type")).equals(type) && text(item.path("status")).equals("True"));
    }

    private static Standing established(Wish.Established wish, JsonNode tree) {
        if (!condition(tree, "Established")) {
            return new Standing.Waiting(name(tree) + " is not established yet");
        }
        List<String> served = StreamSupport.stream(tree.at("/spec/versions").spliterator(), false)
                .filter(version -> version.path("served").booleanValue(false))
                .map(version -> text(version.path("name"))).toList();
        return served.contains(wish.version()) ? new Standing.Done("DiskPools are served as " + wish.version())
                : new Standing.Waiting("DiskPools are served as " + (served.isEmpty() ? "nothing"
                : String.join(", ", served)) + ", the bundle has them as " + wish.version());
    }

    /** The nodes on which a pod of the io-engine is, however it fares. */
    public static Set<String> engineNodes(String release, String pods) {
        return tree(pods).map(tree -> items(tree).stream().filter(pod -> PodWishes.isPart(pod, release, "io-engine"))
                .map(PodWishes::nodeOf).collect(Collectors.toSet())).orElse(Set.of());
    }

    /** The name of the volume that a claim is bound to; empty if it is not. */
    public static String volumeOf(String claim) {
        return tree(claim).map(tree -> text(tree.at("/spec/volumeName"))).orElse("");
    }

    private static Standing claim(JsonNode tree) {
        String phase = text(tree.at("/status/phase"));
        return switch (phase) {
            case "Bound" -> new Standing.Done("the claim is bound to " + text(tree.at("/spec/volumeName")));
            case "Lost" -> new Standing.Never("the claim has lost its volume " + text(tree.at("/spec/volumeName")));
            default -> new Standing.Waiting("the claim is " + (phase.isEmpty() ? "new" : phase));
        };
    }

    private static Standing served(Wish.GroupServed wish, JsonNode tree) {
        return StreamSupport.stream(tree.path("groups").spliterator(), false)
                .anyMatch(group -> text(group.path("name")).equals(wish.group()))
                ? new Standing.Done(wish.group() + " is served") : new Standing.Waiting(wish.group()
                + " is not served");
    }
}
