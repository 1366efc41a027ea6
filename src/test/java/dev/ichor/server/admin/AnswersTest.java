package dev.ichor.server.admin;

import static dev.ichor.server.admin.Probe.must;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.dhcp.lease.ClientKey;
import dev.ichor.dhcp.lease.Lease;
import dev.ichor.json.Json;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.server.admin.Plane.Answer;
import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Route;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.admin.openapi.SchemaCheck;
import dev.ichor.server.admin.openapi.Schemas;
import dev.ichor.server.admin.routes.Table;
import dev.ichor.server.admin.stream.EventStreams;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.SomeSecrets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract of good answers: every route is asked, and what it says has the schema that the document names. */
@Timeout(180)
class AnswersTest {
    private static final String V1 = "/api/v1/";

    @TempDir
    Path folder;
    private Plane plane;
    private List<Route> routes;
    private final TreeSet<String> done = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final Schemas schemas = new Schemas();
    private final SchemaCheck check = new SchemaCheck(schemas, true);

    @BeforeEach
    void start() {
        Lease lease = new Lease(new Ipv4(0x0A000007), new ClientKey("52:54:00:00:00:01"), "box", Instant.now(),
                Instant.now().plusSeconds(60), Lease.State.ACTIVE);
        plane = new Plane(folder, Plane.WIDE, EventStreams.Limits.DEFAULT, s -> new Services(s.machines(), s.arming(),
                s.declarations(), s.talos(), s.handoff(), s.tokens(), s.repeats(), s.audit(), s.webhooks(),
                s.flights(), () -> List.of(lease),
                s.assets(), s.health(), true, s.foreignServers(), s.clock()));
        Probe.furnish(plane);
        routes = Table.of(plane.services, new EventStreams(plane.services.machines(), plane.services.tokens(),
                plane.services.clock(), EventStreams.Limits.DEFAULT), new Metrics("x"));
        routes.forEach(route -> {
            if (route.body() instanceof Body.Of(Class<?> type, int _)) {
                schemas.request(type);
            }
        });
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    /** Asks as an admin; any version will do. */
    private Answer ask(String operation, int status, String path, String body, String... headers) {
        Route route = routes.stream().filter(one -> one.operation().equals(operation)).findFirst().orElseThrow();
        Map<String, String> all = new LinkedHashMap<>();
        if (route.condition()) {
            all.put("If-Match", "*");
        }
        if (body != null) {
            all.put("Content-Type", route.body() instanceof Body.Declaration ? "application/yaml" : "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        all.values().removeIf(String::isEmpty);
        Answer answer = plane.ask(route.method(), path, route.role().isEmpty() ? "" : plane.secret(Role.ADMIN), all,
                body);
        must(status, answer);
        done.add(operation);
        assertTrue(status == route.given().status() || route.given().also().contains(status), operation + status);
        assertTrue(route.given().mime().equals("*/*") || answer.header("Content-Type").startsWith(route.given().mime()),
                operation);
        route.given().type().ifPresent(type -> {
            try {
                List<Problem> found = check.check(schemas.answer(type), Json.tree(answer.body()));
                found.forEach(problem -> wrong.add(operation + ": " + problem));
            } catch (Malformed e) {
                wrong.add(operation + ": " + e.getMessage());
            }
        });
        return answer;
    }

    private static String find(Answer answer, String pattern) {
        var matcher = java.util.regex.Pattern.compile(pattern).matcher(answer.body());
        assertTrue(matcher.find(), pattern + " in " + answer.body());
        return matcher.group(1);
    }

    @Test
    void everyRouteAnswersAsTheDocumentSays() {
        machines();
        world();
        secrets();
        handoff();
        access();
        ask("getHealth", 200, "/healthz", null);
        ask("getReadiness", 200, "/readyz", null);
        ask("getMetrics", 200, "/metrics", null);
        ask("getOpenApi", 200, "/openapi.json", null);
        done.add("streamEvents"); // EventStreamsTest
        assertEquals("", String.join("\n", wrong));
        TreeSet<String> all = new TreeSet<>();
        routes.forEach(route -> all.add(route.operation()));
        assertEquals(all, done);
    }

    private void machines() {
        String sn1 = V1 + "machines/SN1";
        ask("listMachines", 200, V1 + "machines", null);
        ask("getMachine", 200, sn1, null);
        String hash = find(ask("listFingerprints", 200, sn1 + "/fingerprints", null), "\"hash\":\"([0-9a-f]{64})\"");
        ask("getFingerprint", 200, sn1 + "/fingerprints/" + hash, null);
        ask("getRawFingerprint", 200, sn1 + "/fingerprints/" + hash + "/raw", null);
        ask("diffFingerprints", 200, sn1 + "/fingerprints/" + hash + "/diff?from=" + hash, null);
        ask("explainMachine", 200, sn1 + "/explain", null);
        ask("testPolicies", 200, sn1 + "/policies", null);
        ask("orderMachine", 200, sn1 + "/orders", "{\"order\":\"read\"}");
        ask("listDisks", 200, V1 + "disks?q=SN1-nvme", null);
        ask("getDiskSheet", 200, sn1 + "/disks", null);
        ask("setRoles", 200, sn1 + "/roles", "{\"disks\":[{\"serial\":\"SN1-nvme\",\"role\":\"system\"}]}");
        ask("previewArm", 200, sn1 + "/arm/preview?purpose=wipe&disk=SN1-nvme", null);
        ask("armMachine", 201, sn1 + "/arm", "{\"purpose\":\"wipe\",\"disks\":[\"SN1-nvme\"],\"fingerprint\":\"" + hash
                + "\",\"minutes\":5,\"confirm\":[]}");
        assertFalse(ask("getMachine", 200, sn1, null).body().contains("\"arm\":null"));
        ask("disarmMachine", 200, sn1 + "/arm", null);
        ask("listArms", 200, V1 + "arms?machine=SN1", null);
        ask("unassignMachine", 200, sn1 + "/unassign", null);
        ask("listMachineEvents", 200, sn1 + "/events", null);
        ask("listEvents", 200, V1 + "events?limit=2", null);
        ask("assignMachine", 200, sn1 + "/node", "{\"node\":\"n1\"}");
        assertTrue(ask("getNode", 200, V1 + "nodes/n1", null).body().contains("\"address\":\"10.3.0.10\""));
        assertTrue(ask("getMachine", 200, sn1, null).body().contains("\"address\":\"10.3.0.10\""));
        ask("unassignMachine", 200, sn1 + "/unassign", null);
        String uuid = "11111111-2222-3333-4444-555555555555";
        plane.bench.discover(Bench.Box.of(uuid, "SN3", "52:54:00:00:00:03"));
        plane.bench.discover(Bench.Box.of(uuid, "SN4", "52:54:00:00:00:04"));
        ask("releaseMachine", 200, V1 + "machines/SN4/release", null);
        ask("adoptMachine", 200, V1 + "machines/SN4/adopt", null);
        ask("forgetMachine", 204, V1 + "machines/SN2", null);
        assertEquals(404, plane.get(V1 + "machines/SN2").status());
        ask("previewConfig", 200, sn1 + "/config", null);
        ask("diffConfig", 200, sn1 + "/config/diff", null);
        ask("checkConfig", 200, sn1 + "/config/findings?talosctl=true", null);
        ask("getSchematic", 200, sn1 + "/schematic", null);
        ask("getNodeLog", 200, sn1 + "/log?after=1&limit=2", null);
        ask("listRefusals", 200, V1 + "refusals", null);
        ask("listMachineRefusals", 200, sn1 + "/refusals", null);
        ask("pushConfig", 200, sn1 + "/push", "{\"address\":\"10.0.0.9\",\"dryRun\":true}");
        ask("setBootMethod", 200, V1 + "boot-methods", "{\"scope\":\"machine\",\"key\":\"SN1\",\"firmware\":"
                + "\"uefi\",\"method\":\"exit-failed\"}");
        ask("listBootMethods", 200, V1 + "boot-methods?machine=SN1", null);
        ask("forgetBootMethod", 200, V1 + "boot-methods?scope=machine&key=SN1&firmware=uefi", null);
        ask("listLeases", 200, V1 + "leases?q=box&state=active", null);
        ask("listAssets", 200, V1 + "assets", null);
    }

    private void world() {
        ask("listClusters", 200, V1 + "clusters", null);
        ask("listNodes", 200, V1 + "nodes?limit=1", null);
        ask("listPolicies", 200, V1 + "policies?q=p", null);
        Answer cluster = ask("getCluster", 200, V1 + "clusters/c1", null);
        ask("getPolicy", 200, V1 + "policies/p1", null);
        ask("putCluster", 200, V1 + "clusters/c1", Probe.CLUSTER.replace("[x, y]", "[x, y, z]"), "If-Match",
                cluster.header("ETag"));
        ask("putCluster", 201, V1 + "clusters/c2", Probe.CLUSTER.replace("c1", "c2").replace("10.3.0", "10.4.0")
                .replace("10.0.0.5", "10.0.0.6"), "If-Match", "", "If-None-Match", "*");
        ask("putNode", 201, V1 + "nodes/n3", Probe.NODE.replace("n1", "n3"), "If-Match", "");
        ask("putPolicy", 200, V1 + "policies/p1", Probe.POLICY.replace("Nobody", "No*"));
        ask("planInventory", 200, V1 + "inventory/plan", "{\"files\":[],\"prune\":true}");
        ask("exportInventory", 200, V1 + "inventory/export", null);
        ask("applyInventory", 200, V1 + "inventory/apply", "{\"files\":[]}");
        ask("deletePolicy", 204, V1 + "policies/p1", null);
        ask("deleteNode", 204, V1 + "nodes/n3", null);
        ask("deleteCluster", 204, V1 + "clusters/c2", null);
    }

    private void secrets() {
        String c1 = V1 + "clusters/c1/";
        assertTrue(ask("getSecrets", 200, c1 + "secrets", null).body().contains("\"secrets\":null"));
        String yaml = SecretsYaml.write(SomeSecrets.BUNDLE);
        ask("createSecrets", 201, c1 + "secrets", Json.write(Map.of("file", yaml)));
        assertTrue(ask("getSecrets", 200, c1 + "secrets", null).body().contains("\"openable\":true"));
        assertTrue(ask("exportSecrets", 200, c1 + "secrets/export", null).body().contains(Json.write(yaml)));
        ask("createTalosconfig", 201, c1 + "talosconfig", "{\"roles\":[\"os:reader\"],\"minutes\":5}");
        ask("createKubeconfig", 201, c1 + "kubeconfig", "{}");
        assertTrue(ask("listMinted", 200, c1 + "minted", null).body().contains("\"who\":\"admin\""));
        String c2 = V1 + "clusters/c2";
        ask("putCluster", 201, c2, Probe.CLUSTER.replace("c1", "c2").replace("10.3.0", "10.4.0")
                .replace("10.0.0.5", "10.0.0.6"), "If-Match", "", "If-None-Match", "*");
        ask("createSecrets", 201, c2 + "/secrets", Json.write(Map.of("file", yaml)));
        ask("deleteCluster", 204, c2, null);
        ask("forgetSecrets", 204, c2 + "/secrets", null);
    }

    private void handoff() {
        String c1 = V1 + "clusters/c1/handoff/";
        assertTrue(ask("planHandoff", 200, c1 + "plan", null).body().contains("\"serial\":\"SER2\""));
        ask("checkHandoff", 200, c1 + "gates", null);
        ask("getBundle", 200, c1 + "bundle", null);
        assertTrue(ask("getBundle", 200, c1 + "bundle?hands-free=true&allow=jumbo&texts=true", null).body()
                .contains("\"text\":\"kind: Job\\n\""));
        assertEquals(plane.handoffs.values, ask("getBundleFile", 200, c1 + "bundle/file?path=chart/values.yaml", null)
                .body());
        ask("diffBundle", 200, c1 + "diff", null);
        ask("giveBundle", 201, c1 + "bundles", null);
        ask("diffBundle", 200, c1 + "diff", null);
        ask("listBundles", 200, c1 + "bundles", null);
        String run = find(ask("beginRun", 201, c1 + "runs", "{\"overrides\":[\"jumbo\"]}"), "\"id\":\"(r-[0-9]+)\"");
        ask("reportStep", 200, c1 + "runs/" + run + "/steps", "{\"number\":1,\"name\":\"fio\",\"state\":\"done\","
                + "\"detail\":\"as fast as its disks\",\"results\":{\"worker-1/SER1 read MB/s\":2710.5,\"x\":1}}");
        ask("listRuns", 200, c1 + "runs", null);
        ask("endRun", 200, c1 + "runs/" + run + "/end", "{\"outcome\":\"done\"}");
        ask("listRuns", 200, c1 + "runs?limit=1", null);
        ask("proveNodes", 200, c1 + "proofs", "{\"items\":[{\"kind\":\"jumbo\",\"subject\":\"worker-1 to worker-2\","
                + "\"good\":true,\"detail\":\"9000 bytes\"}]}");
        plane.handoffs.lines.add(new HandoffDesk.Line(7, FakeHandoffs.THEN, "gate", "jumbo", "green", "measured"));
        ask("getHandoffTimeline", 200, c1 + "timeline?after=1", null);
    }

    private void access() {
        ask("whoami", 200, V1 + "whoami", null);
        String token = find(ask("createToken", 201, V1 + "tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"hours\":1}"),
                "\"id\":\"(t-[0-9a-f]{10})\"");
        ask("listTokens", 200, V1 + "tokens", null);
        ask("revokeToken", 204, V1 + "tokens/" + token, null);
        String hook = find(ask("createWebhook", 201, V1 + "webhooks", "{\"url\":\"http://127.0.0.1:9/x\",\"kinds\":"
                + "[\"held\"]}"), "\"id\":\"([^\"]+)\"");
        ask("listWebhooks", 200, V1 + "webhooks", null);
        ask("deleteWebhook", 204, V1 + "webhooks/" + hook, null);
        ask("listAudit", 200, V1 + "audit?limit=3", null);
    }

    @Test
    void pagesLeadToOneAnother() {
        for (int i = 5; i < 10; i++) {
            plane.bench.discover(Bench.Box.of("", "SN" + i, "52:54:00:00:00:0" + i));
        }
        TreeSet<String> seen = new TreeSet<>();
        String path = V1 + "machines?sort=serial&limit=3&total=true";
        int pages = 0;
        while (!path.isEmpty()) {
            Answer page = must(200, plane.get(path));
            java.util.regex.Pattern.compile("\"serial\":\"(SN[0-9])\"").matcher(page.body()).results()
                    .forEach(found -> seen.add(found.group(1)));
            assertTrue(page.body().contains("\"total\":7"), page.body());
            path = page.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(7, seen.size());
        String uncounted = must(200, plane.get(V1 + "machines?limit=1")).body();
        assertTrue(uncounted.contains("\"total\":null"), uncounted);
    }
}
