package dev.ichor.server.admin.openapi;

import static dev.ichor.server.admin.openapi.Schemas.map;

import dev.ichor.json.Json;
import dev.ichor.server.admin.Answers;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.admin.http.Bodies;
import dev.ichor.server.admin.http.Body;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Route;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The OpenAPI 3.1 document of a table of routes. */
public final class OpenApi {
    private static final Map<String, String> TAGS = Tags.ALL;

    private final Schemas schemas = new Schemas();

    private OpenApi() {
    }

    /** The document as JSON. */
    public static String document(List<Route> routes) {
        return Json.write(new OpenApi().of(routes));
    }

    private Map<String, Object> of(List<Route> routes) {
        routes.stream().map(Route::body).forEach(body -> {
            if (body instanceof Body.Of(Class<?> type, int _)) {
                schemas.request(type);
            }
        });
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            @SuppressWarnings("unchecked")
            Map<String, Object> path = (Map<String, Object>) paths.computeIfAbsent(route.path(), p -> placed(route));
            path.put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        Set<ProblemKind> used = EnumSet.of(ProblemKind.INTERNAL);
        routes.forEach(route -> route.statuses().forEach(status -> used.add(ProblemKind.of(status))));
        return map("openapi", "3.1.0", "info", info(), "servers", List.of(map("url", "/",
                        "description", "The admin plane that serves this document.")),
                "tags", TAGS.entrySet().stream().filter(tag -> routes.stream()
                        .anyMatch(route -> route.tag().equals(tag.getKey())))
                        .map(tag -> map("name", tag.getKey(), "description", tag.getValue())).toList(),
                "paths", paths, "components", components(used));
    }

    private static Map<String, Object> info() {
        String version = Optional.ofNullable(OpenApi.class.getPackage().getImplementationVersion()).orElse("0.0.0");
        return map("title", "Ichor admin plane", "version", version, "summary", "Machines, disks, arms and clusters of "
                        + "one rack.",
                "description", "Everything that people and programs may ask and do. Errors are problem details "
                        + "(RFC 9457) that name every single thing that is wrong. What has a version carries it as "
                        + "ETag; PUT and DELETE of it need If-Match. A POST may carry an Idempotency-Key: it is then "
                        + "done once however often it is sent.",
                "contact", map("name", "The operators of this appliance"),
                "license", map("name", "Apache License 2.0", "identifier", "Apache-2.0"));
    }

    private Map<String, Object> components(Set<ProblemKind> used) {
        Map<String, Object> responses = new LinkedHashMap<>();
        for (ProblemKind kind : used) {
            responses.put(reference(kind), map("description", kind.title() + ".", "content",
                    map(Answers.PROBLEM, map("schema", schemas.answer(ProblemBody.class), "example", map("type",
                            kind.type(), "title", kind.title(), "status", kind.status(), "detail",
                            kind.title() + ".", "errors", List.of())))));
        }
        return map("schemas", schemas.named(), "responses", responses, "securitySchemes", map("token",
                map("type", "http", "scheme", "bearer", "description", "A token: `ichor_` and more. Its role is "
                        + "viewer, operator or admin.")));
    }

    private static String reference(ProblemKind kind) {
        return kind.type().substring(kind.type().lastIndexOf(':') + 1);
    }

    /** What all methods of a path share. */
    private static Map<String, Object> placed(Route route) {
        Map<String, Object> path = new LinkedHashMap<>();
        if (!route.placeholders().isEmpty()) {
            path.put("parameters", route.placeholders().stream().map(name -> map("name", name, "in", "path",
                    "required", true, "description", Tags.PLACES.get(name), "schema", map("type", "string")))
                    .toList());
        }
        return path;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = map("operationId", route.operation(), "tags", List.of(route.tag()),
                "summary", route.summary(), "description", (route.about().isEmpty() ? route.summary() + "."
                        : route.about()) + route.role()
                        .map(role -> " Needs the role " + role.label() + ".").orElse(""));
        List<Object> parameters = new ArrayList<>(route.query().stream().map(OpenApi::parameter).toList());
        parameters.addAll(Headers.of(route));
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        body(route).ifPresent(body -> operation.put("requestBody", body));
        operation.put("responses", responses(route));
        operation.put("security", route.role().isPresent() ? List.of(map("token", List.of())) : List.of());
        return operation;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> schema = switch (parameter.form()) {
            case Parameter.Form.Text() -> map("type", "string", "minLength", 1, "maxLength", 256);
            case Parameter.Form.Hash() -> map("type", "string", "pattern", "^[0-9a-fA-F]{64}$");
            case Parameter.Form.Whole(long least, long most) -> most == Long.MAX_VALUE
                    ? map("type", "integer", "format", "int64", "minimum", least)
                    : map("type", "integer", "format", "int64", "minimum", least, "maximum", most);
            case Parameter.Form.Word(List<String> words) -> map("type", "string", "enum", words);
        };
        parameter.fallback().ifPresent(value -> schema.put("default",
                parameter.form() instanceof Parameter.Form.Whole ? Long.valueOf(value) : value));
        return map("name", parameter.name(), "in", "query", "required", parameter.required(), "description",
                parameter.about(), "schema", parameter.repeats() ? map("type", "array", "items", schema) : schema);
    }

    private Optional<Map<String, Object>> body(Route route) {
        return switch (route.body()) {
            case Body.None() -> Optional.empty();
            case Body.Of(Class<?> type, int _) -> Optional.of(map("required", true, "content",
                    map("application/json", map("schema", schemas.request(type)))));
            case Body.Declaration(int _) -> {
                Map<String, Object> content = new LinkedHashMap<>();
                Bodies.declarations().forEach(type -> content.put(type, map("schema", map("type", "object",
                        "description", "As in a file of the inventory folder."))));
                yield Optional.of(map("required", true, "content", content));
            }
        };
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        Route.Given given = route.given();
        responses.put(String.valueOf(given.status()), response(route));
        given.also().forEach(status -> responses.put(String.valueOf(status), response(route)));
        if (route.method().equals("GET") && given.type().isPresent()) {
            responses.put("304", map("description", "It is as If-None-Match says."));
        }
        route.statuses().forEach(status -> responses.put(String.valueOf(status),
                map("$ref", "#/components/responses/" + reference(ProblemKind.of(status)))));
        responses.put("default", map("$ref", "#/components/responses/" + reference(ProblemKind.INTERNAL)));
        return responses;
    }

    private Map<String, Object> response(Route route) {
        Route.Given given = route.given();
        if (given.mime().isEmpty()) {
            return map("description", "It was done.");
        }
        Map<String, Object> schema = given.type().map(schemas::answer).orElseGet(() -> map("type", "string"));
        Map<String, Object> content = map(given.mime(), map("schema", schema));
        given.as().forEach(mime -> content.put(mime, map("schema", map("type", "string"))));
        return map("description", "What was asked for.", "headers", Headers.ofAnswer(route), "content", content);
    }
}
