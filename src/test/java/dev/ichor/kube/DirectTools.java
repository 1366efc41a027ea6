package dev.ichor.kube;

import dev.ichor.client.handoff.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A stand-in of helm and kubectl that knows what a run asks of them, and starts no process: so a test can run a hundred
 * times what the real programs run once. It goes the same way through the stand-in of the cluster.
 */
public final class DirectTools implements Tools {
    private static final String APPLY = "application/apply-patch+yaml";
    private final KubeWorld world;
    private final Path folder;
    private final String namespace;
    private final String rendered;

    /**
     * @param folder   of the bundle
     * @param rendered what {@code helm template} makes of the chart
     */
    public DirectTools(KubeWorld world, Path folder, String namespace, String rendered) {
        this.world = world;
        this.folder = folder;
        this.namespace = namespace;
        this.rendered = rendered;
    }

    /** A program that ends with an error. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message);
        }
    }

    @Override
    public Said helm(List<String> arguments, Duration patience) {
        return said(() -> switch (arguments.getFirst()) {
            case "version" -> "v4.1.4+g05fa379\n";
            case "upgrade" -> {
                if (world.isStruck(Trouble.REPOSITORY_DOWN)) {
                    throw new Failed("Error: looks like \"http://127.0.0.1\" is not a valid chart repository or cannot "
                            + "be reached: Get \"http://127.0.0.1/index.yaml\": EOF");
                }
                apply("Helm/4.1.4", "helm", rendered);
                yield "deployed\n";
            }
            default -> throw new Failed("unknown command " + arguments);
        });
    }

    @Override
    public Said kubectl(List<String> arguments, Duration patience) {
        return said(() -> switch (arguments.getFirst()) {
            case "version" -> Tree.json(Tree.of("clientVersion", Tree.of("gitVersion", "v1.33.9"), "serverVersion",
                    Tree.parse(get("/version"))));
            case "get" -> arguments.get(1).equals("--raw") ? new String(get(arguments.get(2)), StandardCharsets.UTF_8)
                    : get(arguments);
            case "logs" -> new String(get(path("pods", arguments.get(1)) + "/log"), StandardCharsets.UTF_8);
            case "apply" -> {
                apply("kubectl", "ichor", read(arguments.get(arguments.indexOf("-f") + 1)));
                yield "";
            }
            case "replace" -> new String(ask("kubectl", "PUT", arguments.get(2), Map.of(), "", new byte[0]).body(),
                    StandardCharsets.UTF_8);
            case "delete" -> delete(arguments);
            default -> throw new Failed("unknown command " + arguments);
        });
    }

    private static Said said(Supplier<String> program) {
        try {
            return Said.ok(program.get());
        } catch (Failed e) {
            return new Said(1, "", e.getMessage(), true);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] get(String path) {
        return ask("kubectl", "GET", path, Map.of(), "", new byte[0]).body();
    }

    private KubeAnswer ask(String agent, String method, String path, Map<String, String> query, String type,
                           byte[] body) {
        KubeAnswer answer = world.ask(new KubeAsk(method, path, query, type, "application/json", agent, body))
                .orElseThrow(() -> new Failed("error: EOF"));
        if (answer.status() >= 300) {
            Map<String, Object> status = Tree.parse(answer.body());
            throw new Failed("Error from server (" + Tree.text(status, "reason") + "): "
                    + Tree.text(status, "message"));
        }
        return answer;
    }

    private String path(String kind, String name) {
        KubeType type = world.types().stream().filter(one -> one.plural().equals(kind) || one.key().equals(kind))
                .findFirst().orElseThrow(() -> new Failed("error: the server doesn't have a resource type \"" + kind
                        + "\""));
        return path(type, name);
    }

    private String path(KubeType type, String name) {
        return "/" + type.root() + (type.namespaced() ? "/namespaces/" + namespace : "") + "/" + type.plural()
                + (name.isEmpty() ? "" : "/" + name);
    }

    private String get(List<String> arguments) {
        boolean named = arguments.size() > 2 && !arguments.get(2).startsWith("-");
        try {
            byte[] found = get(path(arguments.get(1), named ? arguments.get(2) : ""));
            return arguments.contains("name") ? arguments.get(1) + "/" + arguments.get(2) + "\n"
                    : new String(found, StandardCharsets.UTF_8);
        } catch (Failed e) {
            if (arguments.contains("--ignore-not-found") && e.getMessage().contains("(NotFound)")) {
                return "";
            }
            throw e;
        }
    }

    private String delete(List<String> arguments) {
        for (String name : arguments.subList(2, arguments.size()).stream().filter(one -> !one.startsWith("-"))
                .toList()) {
            String path = path(arguments.get(1), name);
            try {
                ask("kubectl", "DELETE", path, Map.of(), "", new byte[0]);
                for (int looks = 0; looks < 20; looks++) {
                    get(path);
                }
                throw new Failed("error: timed out waiting for the condition on " + name);
            } catch (Failed e) {
                if (!e.getMessage().contains("(NotFound)")) {
                    throw e;
                }
            }
        }
        return "";
    }

    private void apply(String agent, String manager, String text) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String document : text.split("(?m)^---.*$")) {
            Map<String, Object> object = Tree.parse(document.getBytes(StandardCharsets.UTF_8));
            if (!object.isEmpty()) {
                objects.add(object);
            }
        }
        for (Map<String, Object> object : objects) {
            KubeType type = world.types().stream()
                    .filter(one -> one.apiVersion().equals(Tree.text(object, "apiVersion"))
                            && one.kind().equals(Tree.text(object, "kind")))
                    .findFirst().orElseThrow(() -> new Failed(
                            "error: no matches for kind \"" + Tree.text(object, "kind") + "\" in version \""
                                    + Tree.text(object, "apiVersion") + "\""));
            Map<String, String> query = new LinkedHashMap<>(Map.of("fieldManager", manager));
            ask(agent, "PATCH", path(type, Tree.text(object, "metadata", "name")), query, APPLY,
                    Tree.json(object).getBytes(StandardCharsets.UTF_8));
        }
    }
}
