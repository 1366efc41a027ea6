package dev.ichor.kube;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the stand-in says of itself. */
final class KubeDiscovery {
    private static final List<String> VERBS = List.of("create", "delete", "deletecollection", "get", "list", "patch",
            "update", "watch");
    private static final List<String> STATUS = List.of("get", "patch", "update");
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private KubeDiscovery() {
    }

    /** @param type the content type */
    record Page(String type, Map<String, Object> body) {
        static Page json(Object... pairs) {
            return new Page("application/json", Tree.of(pairs));
        }
    }

    /** The page at a path, if it is one of discovery. */
    static Optional<Page> page(String path, String accept, List<KubeType> types, String version) {
        return Optional.ofNullable(switch (path) {
            case "/version" -> Page.json("major", "1", "minor", version.split("\\.")[1], "gitVersion", "v" + version,
                    "gitCommit", "0", "gitTreeState", "clean", "buildDate", "2026-01-01T00:00:00Z",
                    "goVersion", "go1.25", "compiler", "gc", "platform", "linux/amd64");
            case "/api" -> accept.contains("g=apidiscovery.k8s.io") ? aggregated(types, true)
                    : Page.json("kind", "APIVersions", "versions", List.of("v1"));
            case "/apis" -> accept.contains("g=apidiscovery.k8s.io") ? aggregated(types, false)
                    : Page.json("kind", "APIGroupList", "apiVersion", "v1", "groups", groups(types).keySet().stream()
                            .filter(name -> !name.isEmpty()).map(name -> group(name, groups(types).get(name)))
                            .toList());
            case "/openapi/v3" -> openapi(types);
            default -> path.startsWith("/openapi/v3/") ? schema(path.substring("/openapi/v3/".length()), types)
                    : version(path.substring(1), types);
        });
    }

    /** A document of OpenAPI 2 that describes nothing: swagger, title and version in protocol buffers. */
    static KubeAnswer openapi2() {
        return new KubeAnswer(200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
                "\n\u00032.0\u0012\u0006\n\u0001s\u0012\u00011".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Map<String, List<KubeType>> groups(List<KubeType> types) {
        Map<String, List<KubeType>> groups = new LinkedHashMap<>();
        types.forEach(type -> groups.computeIfAbsent(type.group(), name -> new ArrayList<>()).add(type));
        return groups;
    }

    private static Map<String, Object> group(String name, List<KubeType> types) {
        List<Map<String, Object>> versions = types.stream().map(KubeType::version).distinct()
                .map(version -> Tree.of("groupVersion", name + "/" + version, "version", version)).toList();
        return Tree.of("name", name, "versions", versions, "preferredVersion", versions.getFirst());
    }

    private static Page aggregated(List<KubeType> types, boolean core) {
        List<Object> items = new ArrayList<>();
        groups(types).forEach((name, all) -> {
            if (name.isEmpty() == core) {
                List<Map<String, Object>> versions = all.stream().map(KubeType::version).distinct()
                        .map(version -> Tree.of("version", version, "freshness", "Current", "resources", all.stream()
                                .filter(type -> type.version().equals(version)).map(KubeDiscovery::resource).toList()))
                        .toList();
                items.add(Tree.of("metadata", core ? Tree.of() : Tree.of("name", name), "versions", versions));
            }
        });
        return new Page(AGGREGATED, Tree.of("kind", "APIGroupDiscoveryList", "apiVersion", "apidiscovery.k8s.io/v2",
                "metadata", Tree.of(), "items", items));
    }

    private static Map<String, Object> resource(KubeType type) {
        return Tree.of("resource", type.plural(), "responseKind", type.gvk(), "scope",
                type.namespaced() ? "Namespaced" : "Cluster", "singularResource", type.kind().toLowerCase(), "verbs",
                VERBS, "shortNames", type.shortNames(), "subresources", List.of(Tree.of("subresource", "status",
                        "responseKind", type.gvk(), "verbs", STATUS)));
    }

    private static Page version(String root, List<KubeType> types) {
        List<KubeType> served = types.stream().filter(type -> type.root().equals(root)).toList();
        if (served.isEmpty()) {
            return types.stream().anyMatch(type -> ("apis/" + type.group()).equals(root)) && !root.equals("apis/")
                    ? new Page("application/json", group(root.substring(5), groups(types).get(root.substring(5))))
                    : null;
        }
        return Page.json("kind", "APIResourceList", "apiVersion", "v1", "groupVersion", served.getFirst().apiVersion(),
                "resources", served.stream().map(type -> Tree.of("name", type.plural(), "singularName",
                        type.kind().toLowerCase(), "namespaced", type.namespaced(), "kind", type.kind(), "verbs", VERBS,
                        "shortNames", type.shortNames())).toList());
    }

    private static Page openapi(List<KubeType> types) {
        Map<String, Object> paths = new LinkedHashMap<>();
        types.forEach(type -> paths.put(type.root(), Tree.of("serverRelativeURL", "/openapi/v3/" + type.root()
                + "?hash=" + types.size())));
        return Page.json("paths", paths);
    }

    /** Only as much as clients need to leave checks of fields to the server. */
    private static Page schema(String root, List<KubeType> types) {
        Map<String, Object> paths = new LinkedHashMap<>();
        Map<String, Object> schemas = new LinkedHashMap<>();
        types.stream().filter(type -> type.root().equals(root)).forEach(type -> {
            List<Object> parameters = List.of(parameter("dryRun"), parameter("fieldManager"),
                    parameter("fieldValidation"), parameter("force"));
            String path = "/" + root + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural()
                    + "/{name}";
            paths.put(path, Tree.of("patch", Tree.of("operationId", "patch" + type.kind(), "parameters", parameters,
                    "responses", Tree.of("200", Tree.of("description", "OK")), "x-kubernetes-action", "patch",
                    "x-kubernetes-group-version-kind", type.gvk())));
            schemas.put("standin." + type.kind(), Tree.of("type", "object", "x-kubernetes-group-version-kind",
                    List.of(type.gvk())));
        });
        return paths.isEmpty() ? null : Page.json("openapi", "3.0.0",
                "info", Tree.of("title", "Stand-in", "version", "1"), "paths", paths,
                "components", Tree.of("schemas", schemas));
    }

    private static Map<String, Object> parameter(String name) {
        return Tree.of("name", name, "in", "query", "schema", Tree.of("type", "string"));
    }
}
