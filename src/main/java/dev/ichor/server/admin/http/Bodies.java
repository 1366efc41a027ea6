package dev.ichor.server.admin.http;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.json.Json;
import dev.ichor.server.admin.guard.Guard;
import dev.ichor.server.admin.openapi.SchemaCheck;
import dev.ichor.server.admin.openapi.Schemas;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what requests carry, strictly: everything that is wrong is told, each with its place. Thread-safe. */
public final class Bodies {
    private static final List<String> JSON = List.of("application/json");
    private static final List<String> YAML = List.of("application/yaml", "application/x-yaml", "text/yaml");

    private final Map<Class<?>, Map<String, Object>> schemas = new HashMap<>();
    private final SchemaCheck check;

    public Bodies(List<Route> routes) {
        Schemas named = new Schemas();
        for (Route route : routes) {
            if (route.body() instanceof Body.Of(Class<?> type, int _)) {
                schemas.put(type, named.request(type));
            }
        }
        this.check = new SchemaCheck(named, false);
    }

    /** The types of declarations, JSON first. */
    public static List<String> declarations() {
        return java.util.stream.Stream.concat(JSON.stream(), YAML.stream()).toList();
    }

    /** The record or text that the request carries; an empty text if the route takes nothing. */
    Object read(HttpServerExchange exchange, Route route) throws IOException {
        return switch (route.body()) {
            case Body.None() -> "";
            case Body.Of(Class<?> type, int limit) -> {
                requireType(exchange, JSON);
                yield bind(text(bytes(exchange, route, limit)), type);
            }
            case Body.Declaration(int limit) -> {
                requireType(exchange, declarations());
                yield text(bytes(exchange, route, limit));
            }
        };
    }

    private static void requireType(HttpServerExchange exchange, List<String> known) {
        String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE)).orElse("");
        String type = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!known.contains(type)) {
            throw new Refused(ProblemKind.MEDIA_TYPE, "Send the body as Content-Type: " + String.join(" or ", known)
                    + ".");
        }
    }

    private static byte[] bytes(HttpServerExchange exchange, Route route, int limit) throws IOException {
        byte[] body = route.method().equals("POST") ? Guard.body(exchange)
                : exchange.getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            throw new Refused(ProblemKind.TOO_LARGE, "The body of this request has at most " + limit + " bytes.");
        }
        return body;
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new Refused(ProblemKind.MALFORMED, "The body is not UTF-8.");
        }
    }

    private Object bind(String text, Class<?> type) {
        Object tree;
        try {
            tree = Json.tree(text);
        } catch (Malformed e) {
            throw new Refused(ProblemKind.MALFORMED, "The body is " + e.getMessage() + ".");
        }
        List<Problem> problems = check.check(schemas.get(type), tree);
        if (!problems.isEmpty()) {
            throw Refused.of(ProblemKind.INVALID, problems);
        }
        try {
            return Json.read(text, type);
        } catch (Malformed e) {
            throw new Refused(ProblemKind.INVALID, "The body is " + e.getMessage() + ".");
        }
    }
}
