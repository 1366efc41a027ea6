package dev.ichor.kube;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the path of a request means.
 *
 * @param namespace empty: none, or all
 * @param name      empty: the collection
 * @param sub       the subresource with what follows it, e.g. {@code proxy/v0/volumes}; empty: none
 */
record KubeTarget(KubeType type, String namespace, String name, String sub) {
    static Optional<KubeTarget> of(String path, List<KubeType> types) {
        List<String> parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/")));
        boolean core = parts.getFirst().equals("api");
        int root = core ? 2 : 3;
        if (!core && !parts.getFirst().equals("apis") || parts.size() <= root) {
            return Optional.empty();
        }
        String base = String.join("/", parts.subList(0, root));
        List<String> rest = parts.subList(root, parts.size());
        String namespace = "";
        if (rest.getFirst().equals("namespaces") && rest.size() > 2 && !rest.get(2).equals("status")
                && !rest.get(2).equals("finalize")) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String plural = rest.getFirst();
        String name = rest.size() > 1 ? rest.get(1) : "";
        String sub = rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : "";
        String space = namespace;
        return types.stream().filter(type -> type.root().equals(base) && type.plural().equals(plural)).findFirst()
                .map(type -> new KubeTarget(type, space, name, sub));
    }

    KubeObjects.Key key() {
        return new KubeObjects.Key(type.key(), namespace, name);
    }
}
