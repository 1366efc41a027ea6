package dev.ichor.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.json.Json;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.handoff.HandoffDesk;
import dev.ichor.server.admin.Plane.Answer;
import dev.ichor.server.admin.api.BundleView;
import dev.ichor.server.admin.api.HandoffPlanView;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.admin.api.RunView;
import dev.ichor.server.admin.api.TimelineList;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hand-off over the API, before a desk that does what the test says. */
@Timeout(60)
class HandoffRoutesTest {
    private static final String HANDOFF = "/api/v1/clusters/prod/handoff/";

    @TempDir
    static Path folder;
    private static Plane plane;

    @BeforeAll
    static void start() {
        plane = new Plane(folder);
        Metal.declare(plane.bench, Metal.cluster(5));
    }

    @BeforeEach
    void nothingHappenedYet() {
        plane.handoffs.reset();
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private static <T> T read(Answer answer, Class<T> type) throws Malformed {
        assertTrue(answer.status() < 300, answer.toString());
        return Json.read(answer.body(), type);
    }

    private Answer post(String path, String body) {
        return plane.json(Role.OPERATOR, "POST", HANDOFF + path, body);
    }

    @Test
    void aPlanIsToldWithAllFindingsEvenIfItIsRefused() throws Malformed {
        HandoffPlanView plan = read(plane.get(HANDOFF + "plan"), HandoffPlanView.class);
        assertEquals(HandoffPlanView.of(SomePlan.of(Metal.cluster(5), plane.handoffs.findings)), plan);
        assertTrue(!plan.refused() && plan.costs().orElseThrow().total().equals("10500.50"));
        plane.handoffs.findings = List.of(Finding.error("worker-2/SER2", "it is gone", "Look for it"),
                Finding.error("worker-3", "it has no storage address", ""));
        plan = read(plane.get(HANDOFF + "plan"), HandoffPlanView.class);
        assertTrue(plan.refused());
        assertEquals(List.of("error", "error"), plan.findings().stream().map(HandoffPlanView.Finding::severity)
                .toList());
    }

    @Test
    void whatKeepsABundleFromBeingMadeIsToldAllAtOnce() throws Malformed {
        plane.handoffs.refusals = List.of(new Problem("worker-2/SER2", "it is gone", "Look for it"),
                new Problem("worker-3", "no address", ""), new Problem("#/mayastor/replicas", "5 of 3", "Say 3"),
                new Problem("#/mayastor/chart", "unknown", "Say 4.5.1"));
        for (Answer answer : List.of(plane.get(HANDOFF + "bundle"), post("bundles", "{}"), plane.get(HANDOFF + "diff"),
                plane.get(HANDOFF + "bundle/file?path=README.md"))) {
            assertEquals(409, answer.status());
            assertEquals(plane.handoffs.refusals.stream().map(one -> new ProblemBody.Fault(one.where(), one.what(),
                    one.mend())).toList(), Json.read(answer.body(), ProblemBody.class).errors());
        }
        assertTrue(plane.handoffs.given.isEmpty());
    }

    @Test
    void handsFreeIsForThoseWhoseGatesAreOpen() throws Malformed {
        assertEquals(200, plane.get(HANDOFF + "bundle").status());
        Answer unknown = plane.get(HANDOFF + "bundle?hands-free=true");
        assertEquals(409, unknown.status());
        assertTrue(unknown.body().contains("\"pointer\":\"jumbo\""), unknown.body());
        BundleView bundle = read(plane.get(HANDOFF + "bundle?hands-free=true&allow=jumbo"), BundleView.class);
        assertEquals(List.of("README.md", "bundle.json", "chart/values.yaml", "hands-free/job.yaml", "install.sh"),
                bundle.files().stream().map(BundleView.File::path).toList());
        assertTrue(bundle.files().stream().allMatch(file -> file.text().isEmpty() && file.bytes() > 0));
        Answer stranger = plane.get(HANDOFF + "bundle?hands-free=true&allow=jumbo&allow=jmbo");
        assertTrue(stranger.status() == 400 && stranger.body().contains("no gate 'jmbo'"), stranger.body());
        plane.handoffs.gates = List.of(FakeHandoffs.RED);
        for (String path : List.of("bundle?hands-free=true&allow=hugepages",
                "bundle/file?path=README.md&hands-free=true")) {
            assertEquals(409, plane.get(HANDOFF + path).status(), path);
        }
    }

    @Test
    void filesHaveTheirOwnMediaTypesAndExactlyTheirBytes() {
        Map<String, String> types = Map.of("README.md", "text/markdown; charset=utf-8", "bundle.json",
                "application/json", "chart/values.yaml", "application/yaml", "install.sh",
                "text/x-shellscript; charset=utf-8");
        types.forEach((path, type) -> {
            Answer answer = plane.get(HANDOFF + "bundle/file?path=" + path);
            assertEquals(type, answer.header("Content-Type"));
            assertTrue(answer.body().endsWith("\n") && !answer.body().endsWith("\n\n"), answer.body());
            assertEquals(304, plane.ask("GET", HANDOFF + "bundle/file?path=" + path, plane.secret(Role.VIEWER),
                    Map.of("If-None-Match", answer.header("ETag")), null).status());
        });
        assertEquals(404, plane.get(HANDOFF + "bundle/file?path=nothing").status());
        assertEquals(404, plane.get(HANDOFF + "bundle/file?path=../README.md").status());
    }

    @Test
    void aRunIsBegunReportedAndEnded() throws Malformed {
        Answer closed = post("runs", "{}");
        assertTrue(closed.status() == 409 && closed.body().contains("nobody has measured it"), closed.body());
        Answer begun = post("runs", "{\"overrides\":[\"jumbo\"]}");
        assertEquals(201, begun.status());
        assertEquals("/api/v1/clusters/prod/handoff/runs", begun.header("Location"));
        String run = "runs/" + read(begun, RunView.class).id();
        String step = "{\"number\":9,\"name\":\"fio\",\"state\":\"done\",\"results\":{\"a MB/s\":2710.5,\"b\":3}}";
        RunView.Step said = read(post(run + "/steps", step), RunView.class).steps().getFirst();
        assertEquals(Map.of("a MB/s", 2710.5, "b", 3.0), said.results());
        for (String bad : List.of(step.replace("done", "well"), step.replace("9", "0"), step.replace("3}", "\"3\"}"),
                "{}")) {
            assertEquals(422, post(run + "/steps", bad).status(), bad);
        }
        assertEquals("done", read(post(run + "/end", "{\"outcome\":\"done\"}"), RunView.class).outcome());
        assertEquals(409, post(run + "/end", "{\"outcome\":\"done\"}").status());
        assertEquals(409, post(run + "/steps", step).status());
        assertEquals(404, post("runs/r-99/end", "{\"outcome\":\"done\"}").status());
        assertEquals(422, post(run + "/end", "{\"outcome\":\"running\"}").status());
    }

    @Test
    void aRunOfAnotherClusterIsNotFound() {
        post("runs", "{\"overrides\":[\"jumbo\"]}");
        Probe.furnish(plane);
        Answer other = plane.json(Role.OPERATOR, "POST", "/api/v1/clusters/c1/handoff/runs/r-1/end",
                "{\"outcome\":\"stopped\"}");
        assertEquals(404, other.status());
        assertEquals("running", plane.handoffs.runs.getFirst().outcome());
    }

    @Test
    void theSameKeyGivesTheSameBundleOnce() {
        Map<String, String> key = Map.of("Idempotency-Key", "k1");
        String secret = plane.secret(Role.OPERATOR);
        Answer first = plane.ask("POST", HANDOFF + "bundles", secret, key, null);
        Answer second = plane.ask("POST", HANDOFF + "bundles", secret, key, null);
        assertEquals(first.body(), second.body());
        assertEquals(1, plane.handoffs.given.size());
    }

    @Test
    void proofsCountFromWhenTheyAreTold() {
        String items = "{\"items\":[{\"kind\":\"jumbo\",\"subject\":\"w1 to w2\",\"good\":true,\"detail\":\"9000\"}]}";
        assertEquals("{\"kept\":1}\n", post("proofs", items).body());
        Proof kept = plane.handoffs.proofs.getFirst();
        assertTrue(kept.kind().equals("jumbo") && kept.good() && kept.at().isAfter(FakeHandoffs.THEN), kept.toString());
        assertEquals(422, post("proofs", "{\"items\":[]}").status());
        assertEquals(422, post("proofs", items.replace("\"jumbo\"", "\"rumour\"")).status());
        Answer nowhere = post("proofs", items.replace("w1 to", "nowhere to"));
        assertTrue(nowhere.status() == 422 && nowhere.body().contains("/items/0/subject"), nowhere.body());
    }

    @Test
    void theTimelineIsReadOnFromWhereOneStopped() throws Malformed {
        for (int i = 1; i <= 5; i++) {
            plane.handoffs.lines.add(new HandoffDesk.Line(i, FakeHandoffs.THEN, "gate", "jumbo", "green", "line " + i));
        }
        TimelineList newest = read(plane.get(HANDOFF + "timeline?limit=2"), TimelineList.class);
        assertEquals(List.of("line 4", "line 5"), newest.items().stream().map(TimelineList.Line::text).toList());
        assertEquals(5, newest.next());
        TimelineList none = read(plane.get(HANDOFF + "timeline?after=5"), TimelineList.class);
        assertTrue(none.items().isEmpty() && none.next() == 5);
        assertEquals(404, plane.get("/api/v1/clusters/none/handoff/timeline").status());
    }

    @Test
    void theArchiveIsNamedByItsHashAndNotSentTwice() throws Exception {
        HttpResponse<byte[]> archive = archive("");
        String hash = read(plane.get(HANDOFF + "bundle"), BundleView.class).hash().hex();
        assertEquals(200, archive.statusCode());
        assertEquals("application/gzip", archive.headers().firstValue("Content-Type").orElse(""));
        assertEquals("\"" + hash + "\"", archive.headers().firstValue("ETag").orElse(""));
        assertEquals("attachment; filename=\"prod-mayastor-" + hash.substring(0, 12) + ".tar.gz\"",
                archive.headers().firstValue("Content-Disposition").orElse(""));
        assertTrue(archive.body()[0] == 0x1F && archive.body()[1] == (byte) 0x8B);
        assertEquals(304, archive("\"" + hash + "\"").statusCode());
        plane.handoffs.values = "else: true\n";
        assertEquals(200, archive("\"" + hash + "\"").statusCode());
    }

    private HttpResponse<byte[]> archive(String known) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(plane.uri(HANDOFF + "bundle"))
                .header("Authorization", "Bearer " + plane.secret(Role.VIEWER)).header("Accept", "application/gzip");
        if (!known.isEmpty()) {
            request.header("If-None-Match", known);
        }
        return plane.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
