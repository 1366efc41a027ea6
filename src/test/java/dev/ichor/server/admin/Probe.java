package dev.ichor.server.admin;

import dev.ichor.base.Problem;
import dev.ichor.base.Sha256;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane.Answer;
import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Requests that a route refuses with a given status, and a small world in which they are. */
final class Probe {
    static final String CLUSTER = "kind: Cluster\nname: c1\nendpoint: https://10.0.0.5:6443\ntalos: v1.13.9\n"
            + "kubernetes: v1.36.3\nstorage: {subnet: 10.3.0.0/24, pool: 10.3.0.10-10.3.0.99}\nzones: [x, y]\n";
    static final String NODE = "kind: Node\nname: n1\ncluster: c1\ntype: worker\n";
    static final String POLICY = "kind: Policy\nname: p1\nselector: {vendor: Nobody}\ncluster: c1\ntype: worker\n"
            + "node: w{n}\n";
    /** Bodies that are right as far as they can be read. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("assignMachine", "{\"node\":\"n1\"}"), Map.entry("orderMachine", "{\"order\":\"wait\"}"),
            Map.entry("setRoles", "{\"disks\":[]}"),
            Map.entry("armMachine", "{\"purpose\":\"wipe\",\"disks\":[\"SN1-nvme\"],\"fingerprint\":\"" + "0".repeat(64)
                    + "\"}"),
            Map.entry("pushConfig", "{\"address\":\"10.0.0.9\"}"),
            Map.entry("setBootMethod", "{\"scope\":\"machine\",\"key\":\"none\",\"firmware\":\"bios\",\"method\":"
                    + "\"exit\"}"),
            Map.entry("planInventory", "{\"files\":[]}"), Map.entry("applyInventory", "{\"files\":[]}"),
            Map.entry("createToken", "{\"name\":\"x\",\"role\":\"viewer\"}"),
            Map.entry("createWebhook", "{\"url\":\"http://127.0.0.1:9/x\"}"),
            Map.entry("createSecrets", "{}"), Map.entry("createTalosconfig", "{}"),
            Map.entry("createKubeconfig", "{}"), Map.entry("beginRun", "{\"overrides\":[\"jumbo\"]}"),
            Map.entry("reportStep", "{\"number\":1,\"name\":\"pools\",\"state\":\"done\"}"),
            Map.entry("endRun", "{\"outcome\":\"done\"}"), Map.entry("proveNodes", "{\"items\":[{\"kind\":\"ready\","
                    + "\"subject\":\"n1\",\"good\":true,\"detail\":\"\"}]}"),
            Map.entry("putCluster", CLUSTER), Map.entry("putNode", NODE), Map.entry("putPolicy", POLICY));

    private final Plane plane;
    /** Its lists are full, and whoever knocks is locked out. */
    private final Plane tight;

    Probe(Plane plane, Plane tight) {
        this.plane = plane;
        this.tight = tight;
    }

    /** A cluster with a node that is a machine, a policy, and a free machine. */
    static void furnish(Plane plane) {
        plane.bench.discover(Bench.Box.of("", "SN1", "52:54:00:00:00:01"));
        plane.bench.discover(Bench.Box.of("", "SN2", "52:54:00:00:00:02"));
        String files = java.util.stream.Stream.of(CLUSTER, NODE, POLICY, NODE.replace("n1", "n2"))
                .map(text -> "{\"path\":\"f" + Integer.toHexString(text.hashCode()) + ".yaml\",\"text\":"
                        + dev.ichor.json.Json.write(text) + "}").collect(java.util.stream.Collectors.joining(","));
        must(200, plane.json(Role.OPERATOR, "POST", "/api/v1/inventory/apply", "{\"files\":[" + files + "]}"));
    }

    static Answer must(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer);
        }
        return answer;
    }

    private static String path(Route route, Map<String, String> values) {
        String path = route.path();
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        return path + query(route);
    }

    private static String query(Route route) {
        return switch (route.operation()) {
            case "previewArm" -> "?purpose=wipe";
            case "diffFingerprints" -> "?from=" + "0".repeat(64);
            case "getBundleFile" -> "?path=README.md";
            case "forgetBootMethod" -> "?scope=site&firmware=bios";
            default -> "";
        };
    }

    /** The path of things that are there. */
    private static String there(Route route) {
        return path(route, Map.of("key", "SN1", "hash", "0".repeat(64), "id", "t-0000000000", "run", "r-1", "name",
                route.path().contains("/clusters/") ? "c1" : route.tag().substring(0, 1) + "1"));
    }

    /** What of a route needs a higher role than the route. */
    private static String more(Route route) {
        return switch (route.operation()) {
            case "previewConfig" -> "?clear=true";
            case "checkConfig" -> "?talosctl=true";
            default -> "";
        };
    }

    private static String nowhere(Route route) {
        return List.of("listArms", "listBootMethods").contains(route.operation()) ? route.path() + "?machine=none"
                : path(route, Map.of("key", "none", "hash", "0".repeat(64), "id", "none", "run", "none", "name",
                "none"));
    }

    private Answer send(Route route, String path, Role role, Map<String, String> more, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!(route.body() instanceof Body.None)) {
            headers.put("Content-Type", route.body() instanceof Body.Declaration ? "application/yaml"
                    : "application/json");
        }
        headers.putAll(more);
        return plane.ask(route.method(), path, plane.secret(role), headers, body);
    }

    private static String body(Route route) {
        return BODIES.get(route.operation());
    }

    /** What the route answers to a request that should be refused so; empty if nobody knows how to be refused so. */
    Optional<Answer> provoke(Route route, int status) {
        Map<String, String> none = Map.of();
        return switch (status) {
            case 400 -> Optional.of(send(route, route.path().replaceAll("[{].*?[}]", "x") + "?bogus=1", Role.ADMIN,
                    none, body(route)));
            case 401 -> Optional.of(plane.ask(route.method(), there(route), "", none, null));
            case 403 -> Optional.of(send(route, there(route) + more(route), route.role().orElseThrow() == Role.ADMIN
                    ? Role.OPERATOR : Role.VIEWER, none, body(route)));
            case 404 -> Optional.of(send(route, nowhere(route), Role.ADMIN, none, body(route)));
            case 409 -> Optional.of(route.method().equals("POST") ? pending(route) : conflict(route));
            case 412 -> Optional.of(send(route, there(route), Role.ADMIN, route.condition()
                    ? Map.of("If-Match", "\"999999\"") : none, body(route)));
            case 413 -> Optional.of(send(route, there(route), Role.ADMIN, none, "x".repeat(limit(route) + 1)));
            case 415 -> Optional.of(send(route, there(route), Role.ADMIN, Map.of("Content-Type", "text/plain"), "x"));
            case 422 -> Optional.of(route.body() instanceof Body.None ? other(route)
                    : send(route, there(route), Role.ADMIN, Map.of("If-Match", "*"), "{\"bogus\":1}"));
            case 428 -> Optional.of(send(route, there(route), Role.ADMIN, none, body(route)));
            case 429 -> Optional.of(tight.ask(route.method(), there(route), "ichor_x", none, null));
            case 503 -> Optional.of(full(route));
            default -> Optional.empty();
        };
    }

    private static int limit(Route route) {
        return switch (route.body()) {
            case Body.None() -> Body.LARGE;
            case Body.Of(Class<?> _, int limit) -> limit;
            case Body.Declaration(int limit) -> limit;
        };
    }

    private String admin() {
        return plane.access.tokens().list().stream().filter(token -> token.name().equals("admin")).findFirst()
                .orElseThrow().id();
    }

    /** The same request is under way. */
    private Answer pending(Route route) {
        String key = UUID.randomUUID().toString();
        String body = Optional.ofNullable(body(route)).orElse("");
        plane.access.repeats().begin(admin(), key, Sha256.of((route.method() + " " + there(route) + "?\n" + body)
                .getBytes(StandardCharsets.UTF_8)));
        return send(route, there(route), Role.ADMIN, Map.of("Idempotency-Key", key), body(route));
    }

    /** The key was used for another request. */
    private Answer other(Route route) {
        String key = UUID.randomUUID().toString();
        plane.access.repeats().begin(admin(), key, Sha256.of(new byte[0]));
        return send(route, there(route), Role.ADMIN, Map.of("Idempotency-Key", key), body(route));
    }

    private Answer full(Route route) {
        return tight.ask("GET", route.path(), tight.secret(Role.VIEWER), Map.of(), null);
    }

    /** Things that stand in each other's way. */
    private Answer conflict(Route route) {
        Map<String, String> any = Map.of("If-Match", "*");
        return switch (route.operation()) {
            case "forgetMachine", "assignMachine" -> {
                assign();
                yield send(route, there(route), Role.ADMIN, any, "assignMachine".equals(route.operation())
                        ? "{\"node\":\"n2\"}" : null);
            }
            case "setRoles" -> {
                arm();
                Answer answer = send(route, there(route), Role.ADMIN, any, body(route));
                must(200, plane.json(Role.ADMIN, "DELETE", "/api/v1/machines/SN1/arm", null));
                yield answer;
            }
            case "disarmMachine" -> send(route, there(route), Role.ADMIN, any, null);
            case "deleteNode" -> {
                assign();
                yield send(route, there(route), Role.ADMIN, any, null);
            }
            case "deleteCluster", "forgetSecrets" -> send(route, there(route), Role.ADMIN, any, null);
            case "previewConfig", "diffConfig", "checkConfig", "getSchematic" -> send(route, path(route, Map.of("key",
                    "SN2")), Role.ADMIN, any, null);
            case "planHandoff", "checkHandoff", "getBundle", "getBundleFile", "diffBundle" -> {
                plane.handoffs.refusals = List.of(new Problem("worker-2/SER2", "it is gone", "Look for it"));
                Answer answer = send(route, there(route), Role.ADMIN, any, null);
                plane.handoffs.refusals = List.of();
                yield answer;
            }
            case "revokeToken" -> send(route, route.path().replace("{id}", admin()), Role.ADMIN, Map.of(), null);
            default -> throw new AssertionError("nobody knows how " + route.operation() + " conflicts");
        };
    }

    /** Makes SN1 the node n1. */
    private void assign() {
        if (plane.get("/api/v1/machines/SN1").body().contains("\"place\":null")) {
            must(200, plane.ask("PUT", "/api/v1/machines/SN1/node", plane.secret(Role.OPERATOR), new HashMap<>(Map.of(
                    "If-Match", "*", "Content-Type", "application/json")), "{\"node\":\"n1\"}"));
        }
    }

    /** Arms SN1's blank disk to be wiped. */
    private void arm() {
        String print = plane.get("/api/v1/machines/SN1/disks").body()
                .replaceAll("(?s).*\"fingerprint\":\"([0-9a-f]{64})\".*", "$1");
        must(201, plane.json(Role.ADMIN, "POST", "/api/v1/machines/SN1/arm", "{\"purpose\":\"wipe\",\"disks\":"
                + "[\"SN1-nvme\"],\"fingerprint\":\"" + print + "\"}"));
    }
}
