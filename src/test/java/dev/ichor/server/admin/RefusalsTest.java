package dev.ichor.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.json.Json;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Plane.Answer;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.admin.guard.GuardLimits;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Route;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.admin.openapi.SchemaCheck;
import dev.ichor.server.admin.openapi.Schemas;
import dev.ichor.server.admin.routes.Table;
import dev.ichor.server.admin.stream.EventStreams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract of refusals: each route with each role, and each status that the document names for it. */
@Timeout(180)
class RefusalsTest {
    private static final EventStreams.Limits NO_STREAMS = new EventStreams.Limits(0, Duration.ofSeconds(15),
            Duration.ofSeconds(60), Duration.ofSeconds(30));
    private static final GuardLimits ONE_BAD = new GuardLimits(Plane.WIDE.token(), Plane.WIDE.source(), 1,
            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), 4096, 1 << 20);

    @TempDir
    Path folder;
    private Plane plane;
    private List<Route> routes;

    @BeforeEach
    void start() {
        plane = new Plane(folder);
        Probe.furnish(plane);
        routes = Table.of(plane.services, new EventStreams(plane.services.machines(), plane.services.tokens(),
                plane.services.clock(), EventStreams.Limits.DEFAULT), new Metrics("x"));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void eachRouteKnowsWhoMayAsk() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes) {
            String path = route.path().replaceAll("[{].*?[}]", "x") + "?bogus=1";
            expect(wrong, route, "no token", route.role().isPresent() ? 401 : 400,
                    plane.ask(route.method(), path, "", Map.of(), null).status());
            expect(wrong, route, "bad token", route.role().isPresent() ? 401 : 400,
                    plane.ask(route.method(), path, "ichor_t-0000000000_x", Map.of(), null).status());
            for (Role role : Role.values()) {
                expect(wrong, route, role.label(), route.role().filter(needed -> !role.mayDo(needed)).isPresent()
                        ? 403 : 400, plane.ask(route.method(), path, plane.secret(role), Map.of(), null).status());
            }
        }
        assertEquals("", String.join("\n", wrong));
        List<String> open = routes.stream().filter(route -> route.role().isEmpty()).map(Route::path).toList();
        assertEquals(List.of("/healthz", "/readyz", "/openapi.json"), open);
        assertTrue(routes.stream().filter(route -> !route.method().equals("GET"))
                .filter(route -> !route.operation().equals("planInventory"))
                .allMatch(route -> route.role().orElseThrow().mayDo(Role.OPERATOR)), "only who may change changes");
    }

    private static void expect(List<String> wrong, Route route, String who, int expected, int status) {
        if (expected != status) {
            wrong.add(route.operation() + " with " + who + ": expected " + expected + ", got " + status);
        }
    }

    @Test
    void everyRefusalOfTheDocumentCanBeProvoked() throws Malformed {
        List<String> wrong = new ArrayList<>();
        Schemas schemas = new Schemas();
        Map<String, Object> problem = schemas.answer(ProblemBody.class);
        SchemaCheck check = new SchemaCheck(schemas, true);
        try (Plane tight = new Plane(folder.resolve("tight"), ONE_BAD, NO_STREAMS, services -> services)) {
            Probe probe = new Probe(plane, tight);
            for (Route route : routes) {
                if (route.statuses().contains(503)) {
                    told(wrong, route, 503, probe.provoke(route, 503), check, problem);
                }
            }
            assertEquals(401, tight.ask("GET", "/api/v1/whoami", "ichor_x", Map.of(), null).status());
            for (Route route : routes) {
                for (int status : route.statuses()) {
                    if (status != 503) {
                        told(wrong, route, status, probe.provoke(route, status), check, problem);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static void told(List<String> wrong, Route route, int status, Optional<Answer> provoked, SchemaCheck check,
                             Map<String, Object> problem) throws Malformed {
        if (provoked.isEmpty() || provoked.get().status() != status) {
            wrong.add(route.operation() + ": expected " + status + ", got " + provoked);
            return;
        }
        Answer answer = provoked.get();
        List<Problem> found = check.check(problem, Json.tree(answer.body()));
        if (!answer.header("Content-Type").equals(Answers.PROBLEM) || !found.isEmpty()
                || !answer.body().contains("\"" + ProblemKind.of(status).type() + "\"")) {
            wrong.add(route.operation() + " " + status + ": " + found + " in " + answer);
        }
    }
}
