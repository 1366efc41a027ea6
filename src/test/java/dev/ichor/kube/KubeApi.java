package dev.ichor.kube;

import dev.ichor.kube.KubeAnswer.Refused;
import dev.ichor.kube.KubeObjects.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads and writes objects as an API server does. Callers hold the lock of the objects. */
final class KubeApi {
    private final KubeObjects objects;
    private final KubeRules rules;
    private final Map<Key, Map<String, Map<String, Object>>> applied = new HashMap<>();

    KubeApi(KubeObjects objects, KubeRules rules) {
        this.objects = objects;
        this.rules = rules;
    }

    /** All kinds that are served now. */
    List<KubeType> types() {
        return Stream.concat(KubeType.BUILT_IN.stream(), objects.all("customresourcedefinitions.apiextensions.k8s.io")
                .filter(KubeApi::isEstablished).flatMap(crd -> KubeType.of(crd).stream())).toList();
    }

    private static boolean isEstablished(Map<String, Object> crd) {
        return Tree.listAt(crd, "status", "conditions").stream().anyMatch(condition -> Tree.text(condition, "type")
                .equals("Established") && Tree.text(condition, "status").equals("True"));
    }

    KubeAnswer answer(KubeAsk ask, KubeTarget target) {
        return switch (ask.method()) {
            case "GET" -> target.name().isEmpty() ? KubeAnswer.json(200, list(ask, target))
                    : KubeAnswer.json(200, shown(target, existing(target)));
            case "POST" -> post(ask, target);
            case "PUT" -> put(ask, target);
            case "PATCH" -> patch(ask, target);
            case "DELETE" -> delete(ask, target);
            default -> throw new Refused(405, "MethodNotAllowed", ask.method() + " is not served");
        };
    }

    Map<String, Object> list(KubeAsk ask, KubeTarget target) {
        return Tree.of("kind", target.type().kind() + "List", "apiVersion", target.type().apiVersion(), "metadata",
                Tree.of("resourceVersion", String.valueOf(objects.version())), "items", selected(ask, target)
                        .map(object -> shown(target, object)).toList());
    }

    Stream<Map<String, Object>> selected(KubeAsk ask, KubeTarget target) {
        String type = target.type().key();
        return (target.namespace().isEmpty() ? objects.all(type) : objects.in(type, target.namespace()))
                .filter(ask.selector()::selects);
    }

    /** The object in the version that was asked for. */
    static Map<String, Object> shown(KubeTarget target, Map<String, Object> object) {
        Map<String, Object> shown = Tree.of("apiVersion", target.type().apiVersion(), "kind", target.type().kind());
        object.forEach(shown::putIfAbsent);
        return shown;
    }

    private Map<String, Object> existing(KubeTarget target) {
        return objects.get(target.key()).orElseThrow(() -> Refused.notFound(target));
    }

    private KubeAnswer post(KubeAsk ask, KubeTarget target) {
        Map<String, Object> object = Tree.parse(ask.body());
        String name = Tree.text(object, "metadata", "name");
        if (name.isEmpty()) {
            name = Tree.text(object, "metadata", "generateName") + objects.version();
        }
        KubeTarget own = new KubeTarget(target.type(), target.namespace(), name, "");
        if (objects.get(own.key()).isPresent()) {
            throw new Refused(409, "AlreadyExists", target.type().key() + " \"" + name + "\" already exists");
        }
        return create(ask, own, object);
    }

    private KubeAnswer create(KubeAsk ask, KubeTarget target, Map<String, Object> object) {
        rules.create(target, object);
        if (ask.isDry()) {
            Tree.child(object, "metadata").put("uid", "dry-run");
            return KubeAnswer.json(201, shown(target, object));
        }
        applied.remove(target.key());
        return KubeAnswer.json(201, shown(target, objects.create(target.key(), rules.defaults(target, object))));
    }

    private KubeAnswer put(KubeAsk ask, KubeTarget target) {
        Map<String, Object> object = Tree.parse(ask.body());
        String version = Tree.text(object, "metadata", "resourceVersion");
        Map<String, Object> old = existing(target);
        if (!version.isEmpty() && !version.equals(Tree.text(old, "metadata", "resourceVersion"))) {
            throw new Refused(409, "Conflict", "the object has been modified; please apply your changes to the latest"
                    + " version and try again");
        }
        return change(ask, target, now -> {
            Map<String, Object> edited = target.sub().equals("status") ? Tree.copyMap(now) : Tree.copyMap(object);
            edited.put("status", target.sub().equals("status") ? object.get("status") : now.get("status"));
            edited.values().removeIf(value -> value == null);
            Map<String, Object> metadata = Tree.child(edited, "metadata");
            Tree.mapAt(now, "metadata").forEach((key, value) -> {
                if (List.of("uid", "creationTimestamp", "generation", "resourceVersion").contains(key)) {
                    metadata.put(key, value);
                }
            });
            return edited;
        });
    }

    private KubeAnswer patch(KubeAsk ask, KubeTarget target) {
        if (!ask.type().startsWith("application/apply-patch")) {
            existing(target);
            return change(ask, target, now -> KubePatches.patch(now, ask.type(), ask.body()));
        }
        Map<String, Object> object = Tree.parse(ask.body());
        Map<String, Map<String, Object>> managers = new HashMap<>(applied.getOrDefault(target.key(), Map.of()));
        Optional<Map<String, Object>> before = Optional.ofNullable(managers.put(ask.query("fieldManager"), object));
        KubeAnswer answer = objects.get(target.key()).isEmpty() ? create(ask, target, Tree.copyMap(object))
                : change(ask, target, now -> KubePatches.apply(now, object, before));
        if (!ask.isDry()) {
            applied.put(target.key(), managers);
        }
        return answer;
    }

    private KubeAnswer change(KubeAsk ask, KubeTarget target, UnaryOperator<Map<String, Object>> edit) {
        Map<String, Object> old = existing(target);
        Map<String, Object> edited = edit.apply(old);
        rules.change(target, old, edited);
        return KubeAnswer.json(200, shown(target, ask.isDry() ? edited : objects.change(target.key(), now -> edited)));
    }

    private KubeAnswer delete(KubeAsk ask, KubeTarget target) {
        if (target.name().isEmpty()) {
            selected(ask, target).toList().forEach(object -> delete(new KubeTarget(target.type(),
                    Tree.text(object, "metadata", "namespace"), Tree.text(object, "metadata", "name"), "")));
            return KubeAnswer.json(200, list(ask, target));
        }
        Map<String, Object> old = existing(target);
        if (!ask.isDry()) {
            delete(target);
        }
        return KubeAnswer.json(200, Tree.of("kind", "Status", "apiVersion", "v1", "metadata", Tree.of(), "status",
                "Success", "details", Tree.of("name", target.name(), "kind", target.type().plural(), "uid",
                        Tree.text(old, "metadata", "uid"))));
    }

    private void delete(KubeTarget target) {
        if (!Tree.listAt(existing(target), "metadata", "finalizers").isEmpty()) {
            objects.change(target.key(), object -> {
                Tree.child(object, "metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
                return object;
            });
            return;
        }
        if (target.type().kind().equals("Namespace")) {
            objects.keys().stream().filter(key -> key.namespace().equals(target.name())).forEach(objects::remove);
        }
        objects.remove(target.key());
    }
}
