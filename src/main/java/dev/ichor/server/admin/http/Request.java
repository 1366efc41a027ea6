package dev.ichor.server.admin.http;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.server.admin.guard.Guard;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request that has been checked against its route. */
public final class Request {
    private final HttpServerExchange exchange;
    private final Map<String, String> path;
    private final Map<String, List<String>> query;
    private final Object body;

    private Request(HttpServerExchange exchange, Map<String, String> path, Map<String, List<String>> query,
                    Object body) {
        this.exchange = exchange;
        this.path = path;
        this.query = query;
        this.body = body;
    }

    /** @throws Refused with everything that is wrong with its parameters, or with its body */
    static Request read(HttpServerExchange exchange, Route route, Map<String, String> path, Bodies bodies)
            throws java.io.IOException {
        Map<String, List<String>> query = query(exchange.getQueryParameters(), route.query());
        return new Request(exchange, path, query, bodies.read(exchange, route));
    }

    static Map<String, List<String>> query(Map<String, Deque<String>> given, Collection<Parameter> known) {
        Problems problems = new Problems();
        Map<String, List<String>> query = new HashMap<>();
        given.keySet().stream().filter(name -> known.stream().noneMatch(p -> p.name().equals(name))).sorted()
                .forEach(name -> problems.add("?" + name, "unknown parameter", known.isEmpty() ? "It knows none."
                        : "Known: " + String.join(", ", known.stream().map(Parameter::name).toList()) + "."));
        for (Parameter parameter : known) {
            List<String> values = given.containsKey(parameter.name()) ? List.copyOf(given.get(parameter.name()))
                    : parameter.fallback().map(List::of).orElse(List.of());
            check(parameter, values, problems);
            query.put(parameter.name(), values);
        }
        if (!problems.isEmpty()) {
            throw Refused.of(ProblemKind.MALFORMED, problems.list());
        }
        return query;
    }

    private static void check(Parameter parameter, List<String> values, Problems problems) {
        String at = "?" + parameter.name();
        if (parameter.required() && values.isEmpty()) {
            problems.add(at, "is missing", "");
        }
        if (!parameter.repeats() && values.size() > 1) {
            problems.add(at, "is there " + values.size() + " times", "Give it once.");
        }
        for (String value : values) {
            try {
                parameter.check(value);
            } catch (Malformed e) {
                problems.add(at, e.getMessage(), "");
            }
        }
    }

    /** A part of the path. */
    public String path(String name) {
        String value = path.get(name);
        if (value.isBlank() || value.length() > 128 || value.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(ProblemKind.MALFORMED, "The path's {" + name + "} is empty, too long or not plain text.");
        }
        return value;
    }

    public Optional<String> text(String name) {
        return query.get(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return query.get(name);
    }

    /** A parameter that has a fallback. */
    public long whole(String name) {
        return Long.parseLong(query.get(name).getFirst());
    }

    /** A parameter that has a fallback. */
    public boolean flag(String name) {
        return query.get(name).getFirst().equals("true");
    }

    public int limit() {
        return (int) whole("limit");
    }

    /** The cursor as a whole number from 0. */
    public Optional<Long> numberCursor() {
        return text("cursor").map(cursor -> {
            if (!cursor.matches("[0-9]{1,18}")) {
                throw new Refused(ProblemKind.MALFORMED, "?cursor: expected the next of the page before.");
            }
            return Long.parseLong(cursor);
        });
    }

    /** The body of a route that takes this type. */
    public <T> T body(Class<T> type) {
        return type.cast(body);
    }

    /** Who asks; only of routes that need a role. */
    public Caller caller() {
        return Guard.caller(exchange);
    }

    public Condition condition() {
        return Condition.of(exchange.getRequestHeaders());
    }

    /** The first of this header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** Whether it wants this media type rather than JSON. */
    public boolean accepts(String mime) {
        Collection<String> lines = exchange.getRequestHeaders().get(Headers.ACCEPT);
        List<String> wanted = lines == null ? List.of() : lines.stream()
                .flatMap(line -> Arrays.stream(line.split(","))).map(one -> one.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)).toList();
        return wanted.contains(mime) && !wanted.contains(Reply.JSON);
    }

    /** The path and query of this request with another value of a parameter. */
    public String with(String name, String other) {
        StringBuilder link = new StringBuilder(exchange.getRequestPath());
        char sign = '?';
        for (Map.Entry<String, Deque<String>> given : exchange.getQueryParameters().entrySet()) {
            for (String value : given.getKey().equals(name) ? List.<String>of() : given.getValue()) {
                link.append(sign).append(given.getKey()).append('=').append(encoded(value));
                sign = '&';
            }
        }
        return link.append(sign).append(name).append('=').append(encoded(other)).toString();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A page, with a link to the next one. */
    public Reply page(Object list, Optional<String> next) {
        Reply reply = Reply.of(list);
        return next.isEmpty() ? reply : reply.header("Link", "<" + with("cursor", next.get()) + ">; rel=\"next\"");
    }
}
