package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.cli.FakePlane.Said;
import dev.ichor.cli.Typed.Ended;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ExportAnswer;
import dev.ichor.server.admin.api.FileBody;
import dev.ichor.server.admin.api.FreshToken;
import dev.ichor.server.admin.api.FreshWebhook;
import dev.ichor.server.admin.api.PlanAnswer;
import dev.ichor.server.admin.api.PlanRequest;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.admin.api.TokenRequest;
import dev.ichor.server.admin.api.TokenView;
import dev.ichor.server.admin.api.WebhookRequest;
import dev.ichor.server.admin.api.WebhookView;
import dev.ichor.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change what is declared, and who may. */
@Timeout(120)
class DeclaringCommandsTest {
    private static final String PLAN = "/api/v1/inventory/plan";
    private static final String APPLY = "/api/v1/inventory/apply";
    private static final String EXPORT = "/api/v1/inventory/export";
    private static final String CLUSTER = """
            kind: Cluster
            name: prod
            endpoint: https://10.1.0.1:6443
            talos: v1.11.3
            kubernetes: v1.34.1
            """;
    private static final PlanAnswer CHANGES = new PlanAnswer(List.of(new PlanAnswer.Item("create", "cluster", "prod",
            List.of()), new PlanAnswer.Item("update", "node", "worker-1", List.of(new PlanAnswer.Field("/zone", "a", "b"),
                    new PlanAnswer.Field("/storage", "", "10.1.0.5"))), new PlanAnswer.Item("leave", "policy", "old",
                    List.of())));
    private static final PlanAnswer NONE = new PlanAnswer(List.of());
    private static final String PLANNED = """
            + create cluster prod
            ~ update node worker-1
                /zone: a -> b
                /storage: (none) -> 10.1.0.5
              leave policy old (not in the files; stays)
            """;

    @TempDir
    Path home;

    private FakePlane plane;
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        plane = new FakePlane(home);
        folder = Files.createDirectories(home.resolve("inventory/clusters")).getParent();
        Files.writeString(folder.resolve("clusters/prod.yaml"), CLUSTER);
        plane.on("POST", PLAN, Said.ok(CHANGES)).on("POST", APPLY, Said.ok(CHANGES));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private Ended run(String... words) {
        return Typed.byProgram(plane, home).run(words);
    }

    private List<String> changes() {
        return plane.changes().stream().map(one -> one.method() + " " + one.path()).toList();
    }

    @Test
    void aPlanShowsEveryFieldAndItsExitCode() throws Malformed {
        Ended ended = run("plan", "-f", folder.toString(), "--prune");
        assertEquals(new Ended(ExitCode.OK, PLANNED + "1 to create, 1 to update, 0 to delete.\n", ""), ended);
        assertEquals(new PlanRequest(List.of(new FileBody("clusters/prod.yaml", CLUSTER)), Optional.of(true)),
                Json.read(plane.changes().getFirst().body(), PlanRequest.class));
        assertEquals(ExitCode.CHANGES, run("plan", "-f", folder.toString(), "--exit-code").code());
        assertEquals(Json.write(CHANGES) + "\n", run("plan", "-f", folder.toString(), "-o", "json").out());
        plane.on("POST", PLAN, Said.ok(NONE));
        assertEquals(new Ended(ExitCode.OK, "Nothing changes.\n", ""), run("plan", "-f", folder.toString(),
                "--exit-code"));
    }

    @Test
    void applyAsksFirst() {
        assertEquals(ExitCode.FAILED, run("apply", "-f", folder.toString()).code());
        assertEquals(ExitCode.FAILED, Typed.byPerson(plane, home, "n").run("apply", "-f", folder.toString()).code());
        assertFalse(changes().contains("POST " + APPLY), changes().toString());
        Ended ended = Typed.byPerson(plane, home, "y").run("apply", "-f", folder.toString());
        assertEquals(new Ended(ExitCode.OK, PLANNED + "1 created, 1 updated, 0 deleted.\n", PLANNED
                + "1 to create, 1 to update, 0 to delete.\n"), ended);
        assertEquals(ExitCode.OK, run("apply", "-f", folder.toString(), "--yes").code());
        plane.on("POST", PLAN, Said.ok(NONE));
        long before = changes().stream().filter(("POST " + APPLY)::equals).count();
        assertEquals(new Ended(ExitCode.OK, "Nothing changes.\n", ""), run("apply", "-f", folder.toString()));
        assertEquals(before, changes().stream().filter(("POST " + APPLY)::equals).count());
    }

    @Test
    void everythingThatIsWrongInTheFilesIsSaidBeforeAnybodyIsAsked() throws IOException {
        Files.writeString(folder.resolve("clusters/prod.yaml"), CLUSTER.replace("https://", "") + "colour: red\n");
        Files.createDirectories(folder.resolve("nodes"));
        Files.writeString(folder.resolve("nodes/w.yaml"), "kind: Node\nname: W 1\ncluster: prod\ntype: king\n");
        for (String command : List.of("plan", "apply")) {
            Ended ended = run(command, "-f", folder.toString());
            assertEquals(ExitCode.FAILED, ended.code());
            for (String place : List.of("clusters/prod.yaml:3", "clusters/prod.yaml:6", "nodes/w.yaml:2",
                    "nodes/w.yaml:4")) {
                assertTrue(ended.err().contains(place), place + " in " + ended.err());
            }
            assertTrue(ended.err().contains("nothing was changed"), ended.err());
        }
        assertEquals(List.of(), plane.asked());
        assertTrue(run("plan", "-f", folder.resolve("gone").toString()).err().contains("is not a folder"));
    }

    @Test
    void whatTheApplianceRefusesIsListed() {
        plane.on("POST", PLAN, Said.problem(422, "a. b.", new ProblemBody.Fault("clusters/prod.yaml:3:1", "a", "do"),
                new ProblemBody.Fault("nodes/w.yaml:2:1", "b", "")));
        Ended ended = run("plan", "-f", folder.toString());
        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.err().contains("\n  clusters/prod.yaml:3:1: a. do\n  nodes/w.yaml:2:1: b"), ended.err());
    }

    @Test
    void setTakesTheVersionThatIsThere() throws IOException {
        Path file = Files.writeString(home.resolve("c.yaml"), CLUSTER);
        String path = "/api/v1/clusters/prod";
        Said item = Said.ok(new dev.ichor.server.admin.api.DeclaredItem("cluster", "prod", 8, Optional.empty(),
                Optional.empty(), Optional.empty(), Map.of(), CLUSTER));
        plane.on("PUT", path, item);
        assertEquals(ExitCode.OK, run("clusters", "set", "-f", file.toString()).code());
        assertEquals("*", plane.changes().getLast().headers().get("if-none-match"));
        assertEquals(CLUSTER, plane.changes().getLast().body());
        plane.on("GET", path, item);
        assertEquals("cluster prod is declared, version 8.\n", run("clusters", "set", "-f", file.toString()).out());
        assertEquals("\"7\"", plane.changes().getLast().headers().get("if-match"));
        plane.on("PUT", path, Said.problem(412, "It is at version 9."));
        Ended stale = run("clusters", "set", "-f", file.toString());
        assertTrue(stale.code() == ExitCode.FAILED && stale.err().contains("Nothing was changed"), stale.err());
        int before = plane.changes().size();
        Ended wrong = run("nodes", "set", "-f", file.toString());
        assertTrue(wrong.code() == ExitCode.FAILED && wrong.err().contains("ichor clusters set"), wrong.err());
        Files.writeString(file, CLUSTER + "x: y\n");
        assertTrue(run("clusters", "set", "-f", file.toString()).err().contains("c.yaml:6"));
        assertEquals(before, plane.changes().size());
    }

    @Test
    void deletingAsksAndNamesTheVersion() {
        plane.on("GET", "/api/v1/nodes/w", Said.ok(Bodies.node("w", "a", Optional.empty())));
        plane.on("DELETE", "/api/v1/nodes/w", new Said(204, Map.of(), ""));
        assertEquals(ExitCode.FAILED, run("nodes", "delete", "w").code());
        assertEquals(List.of(), changes());
        assertEquals("node w is deleted.\n", Typed.byPerson(plane, home, "yes").run("nodes", "delete", "w").out());
        assertEquals("\"7\"", plane.changes().getLast().headers().get("if-match"));
    }

    @Test
    void machinesAreAssignedAndForgotten() {
        String path = "/api/v1/machines/SN1";
        plane.on("GET", path, Said.ok(Bodies.detail(Bodies.ID, "assigned")));
        plane.on("PUT", path + "/node", Said.ok(Bodies.detail(Bodies.ID, "assigned")));
        plane.on("POST", path + "/release", Said.ok(Bodies.detail(Bodies.ID, "discovered")));
        plane.on("DELETE", "/api/v1/machines/m-abcdefgh", new Said(204, Map.of(), ""));
        assertEquals("m-abcdefgh is worker-1 now: m-abcdefgh is a node and is not armed: nothing is written to its "
                + "disks.\n", run("machines", "assign", "SN1", "worker-1").out());
        assertEquals("\"7\"", plane.changes().getFirst().headers().get("if-match"));
        assertTrue(run("machines", "release", "SN1").out().startsWith("m-abcdefgh is released: "));
        assertEquals("m-abcdefgh is forgotten.\n", run("machines", "forget", "SN1", "--yes").out());
    }

    @Test
    void exportWritesWhatIsMissingAndNeverOverOtherWords() throws IOException {
        plane.on("GET", EXPORT, Said.ok(new ExportAnswer(List.of(new FileBody("clusters/prod.yaml", CLUSTER),
                new FileBody("nodes/a b.yaml", "kind: Node\n")))));
        Ended ended = run("export", folder.toString());
        assertEquals(new Ended(ExitCode.OK, "1 file written to " + folder + ", 1 as they were.\n", ""), ended);
        assertEquals("kind: Node\n", Files.readString(folder.resolve("nodes/a b.yaml")));
        Files.writeString(folder.resolve("clusters/prod.yaml"), "mine");
        Files.delete(folder.resolve("nodes/a b.yaml"));
        Ended refused = run("export", folder.toString());
        assertEquals(ExitCode.FAILED, refused.code());
        assertTrue(refused.err().contains("clusters/prod.yaml") && refused.err().contains("--force"), refused.err());
        assertFalse(Files.exists(folder.resolve("nodes/a b.yaml")));
        assertEquals("mine", Files.readString(folder.resolve("clusters/prod.yaml")));
        assertEquals(ExitCode.OK, run("export", folder.toString(), "--force").code());
        assertEquals(CLUSTER, Files.readString(folder.resolve("clusters/prod.yaml")));
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(List.of(), files.filter(file -> file.toString().contains(".ichor-")).toList());
        }
    }

    @Test
    void exportStaysInItsFolder() throws IOException {
        for (String path : List.of("../out.yaml", "/etc/out.yaml", "a/../../out.yaml", ".git/x.yaml", "a//b.yaml",
                "nodes/x", "a\\b.yaml", "")) {
            plane.on("GET", EXPORT, Said.ok(new ExportAnswer(List.of(new FileBody("ok.yaml", "x"), new FileBody(path,
                    "x")))));
            assertEquals(ExitCode.FAILED, run("export", folder.toString(), "--force").code(), path);
            assertFalse(Files.exists(folder.resolve("ok.yaml")), path);
        }
    }

    @Test
    void secretsAreOnStandardOutputAlone() throws Malformed {
        TokenView token = new TokenView("t-0123456789", "grafana", "viewer", Bodies.NOW, Optional.empty(),
                Optional.empty(), Optional.empty());
        plane.on("POST", "/api/v1/tokens", Said.ok(new FreshToken(token, "ichor_t-0123456789_S")));
        Ended ended = run("tokens", "create", "grafana", "--role", "viewer", "--for", "90d");
        assertEquals("ichor_t-0123456789_S\n", ended.out());
        assertFalse(ended.err().contains("_S"), ended.err());
        assertEquals(new TokenRequest("grafana", "viewer", Optional.of(2160)), Json.read(plane.changes().getFirst()
                .body(), TokenRequest.class));
        assertEquals(ExitCode.USAGE, run("tokens", "create", "grafana", "--role", "viewer", "--for", "1y").code());
        plane.on("POST", "/api/v1/webhooks", Said.ok(new FreshWebhook(new WebhookView("w-1", "https://h/x", List.of(
                "armed"), Bodies.NOW, 0, Optional.empty()), "key")));
        assertEquals("key\n", run("webhooks", "create", "https://h/x", "--kind", "armed").out());
        assertEquals(new WebhookRequest("https://h/x", Optional.of(List.of("armed"))), Json.read(plane.changes().getLast()
                .body(), WebhookRequest.class));
        plane.on("DELETE", "/api/v1/tokens/t-0123456789", new Said(204, Map.of(), ""));
        assertEquals("t-0123456789 is revoked.\n", run("tokens", "revoke", "t-0123456789").out());
    }

    @Test
    void aTokenIsRecoveredOnlyWhileTheApplianceIsStopped() {
        Ended nothing = run("tokens", "recover");
        assertTrue(nothing.code() == ExitCode.FAILED && nothing.err().contains("holds no database"), nothing.err());
        try (Database running = Database.open(home)) {
            assertEquals(home, running.folder());
            Ended refused = run("tokens", "recover");
            assertTrue(refused.code() == ExitCode.FAILED && refused.err().contains("in use by another ichor process"),
                    refused.err());
            assertEquals("", refused.out());
        }
        Ended ended = run("tokens", "recover");
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        assertTrue(ended.out().matches("ichor_\\S+_\\S+\n"), ended.out());
        assertFalse(ended.err().contains(ended.out().strip()), ended.err());
    }
}
