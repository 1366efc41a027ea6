package dev.ichor.server.admin.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.Plane;
import dev.ichor.server.admin.http.Route;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.admin.routes.Table;
import dev.ichor.server.admin.stream.EventStreams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The document that is served: it is the table of routes, whole, and good by the rules of others. */
class OpenApiTest {
    private static final Path LINTER = Path.of("target/openapi-lint/node_modules/.bin/spectral");
    private static final Path RULES = Path.of("src/test/openapi-lint/ruleset.yaml");

    @TempDir
    Path folder;

    private static String served(Plane plane) {
        return plane.ask("GET", "/openapi.json", "", Map.of(), null).body();
    }

    @Test
    @Timeout(60)
    void theDocumentIsTheTableOfRoutes() throws Malformed {
        try (Plane plane = new Plane(folder)) {
            Map<?, ?> document = (Map<?, ?>) Json.tree(served(plane));
            TreeSet<String> told = new TreeSet<>();
            ((Map<?, ?>) document.get("paths"))
                    .forEach((path, methods) -> ((Map<?, ?>) methods).forEach((method, op) -> {
                if (!method.equals("parameters")) {
                    told.add(method.toString().toUpperCase(Locale.ROOT) + " " + path + " " + answers((Map<?, ?>) op));
                }
            }));
            TreeSet<String> routed = new TreeSet<>();
            for (Route route : routes(plane)) {
                TreeSet<String> statuses = new TreeSet<>();
                statuses.add(String.valueOf(route.given().status()));
                route.given().also().forEach(status -> statuses.add(String.valueOf(status)));
                route.statuses().forEach(status -> statuses.add(String.valueOf(status)));
                routed.add(route.method() + " " + route.path() + " " + statuses);
            }
            assertEquals(routed, told);
            assertTrue(routed.size() > 45, "all of them: " + routed.size());
            assertEquals(routed.size(), routes(plane).stream().map(Route::operation).distinct().count());
        }
    }

    private static TreeSet<String> answers(Map<?, ?> operation) {
        TreeSet<String> statuses = new TreeSet<>();
        ((Map<?, ?>) operation.get("responses")).keySet().stream().map(Object::toString)
                .filter(status -> !status.equals("default") && !status.equals("304")).forEach(statuses::add);
        return statuses;
    }

    private static List<Route> routes(Plane plane) {
        return Table.of(plane.services, new EventStreams(plane.services.machines(), plane.services.tokens(),
                plane.services.clock(), EventStreams.Limits.DEFAULT), new Metrics("x"));
    }

    @Test
    @Timeout(60)
    void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() throws Malformed {
        try (Plane plane = new Plane(folder)) {
            String text = served(plane);
            Map<?, ?> components = (Map<?, ?>) ((Map<?, ?>) Json.tree(text)).get("components");
            TreeSet<String> known = new TreeSet<>();
            components.forEach((group, members) -> ((Map<?, ?>) members).keySet()
                    .forEach(name -> known.add("#/components/" + group + "/" + name)));
            TreeSet<String> used = new TreeSet<>();
            references(Json.tree(text), used);
            assertEquals(List.of(), used.stream().filter(reference -> !known.contains(reference)).toList());
            assertEquals(List.of(), known.stream().filter(name -> name.startsWith("#/components/schemas/")
                    && !used.contains(name)).toList());
        }
    }

    private static void references(Object value, TreeSet<String> found) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, member) -> {
                if (name.equals("$ref")) {
                    found.add(member.toString());
                } else {
                    references(member, found);
                }
            });
            case List<?> list -> list.forEach(member -> references(member, found));
            case null, default -> { }
        }
    }

    /** A linter from npm, as {@code appliance/verify} installs it. */
    @Test
    @Tag("npm")
    @Timeout(240)
    void aLinterFindsNothing() throws Exception {
        assertTrue(Files.isExecutable(LINTER), "the linter is missing: appliance/lib/openapi-lint.sh installs it");
        Path document = folder.resolve("openapi.json");
        try (Plane plane = new Plane(folder)) {
            Files.writeString(document, served(plane));
        }
        Path said = folder.resolve("said.txt");
        Process linter = new ProcessBuilder(new ArrayList<>(List.of(LINTER.toAbsolutePath().toString(), "lint",
                "--ruleset", RULES.toAbsolutePath().toString(), "--fail-severity", "hint", document.toString())))
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertTrue(linter.waitFor(Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS), "the linter hangs");
        assertEquals(0, linter.exitValue(), () -> read(said));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
