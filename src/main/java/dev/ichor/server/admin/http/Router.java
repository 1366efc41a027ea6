package dev.ichor.server.admin.http;

import dev.ichor.server.admin.Answers;
import dev.ichor.server.admin.guard.Guard;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Finds the route of a request. Runs on I/O threads; the routes themselves on workers. */
public final class Router implements HttpHandler {
    private final PathTemplateMatcher<Map<String, HttpHandler>> paths = new PathTemplateMatcher<>();

    /** Is told of each request to a route when its answer is sent. */
    @FunctionalInterface
    public interface Meter {
        void answered(String operation, int status, long nanos);
    }

    /** @param bounded puts a bound to the requests that are worked on at once */
    public Router(List<Route> routes, Guard guard, Meter meter, UnaryOperator<HttpHandler> bounded) {
        Bodies bodies = new Bodies(routes);
        Map<String, Map<String, HttpHandler>> all = new LinkedHashMap<>();
        for (Route route : routes) {
            HttpHandler handler = metered(route, handler(route, guard, bodies, bounded), meter);
            if (all.computeIfAbsent(route.path(), path -> new LinkedHashMap<>()).put(route.method(), handler) != null) {
                throw new IllegalArgumentException("two routes " + route.method() + " " + route.path());
            }
        }
        all.forEach(paths::add);
    }

    private static HttpHandler handler(Route route, Guard guard, Bodies bodies, UnaryOperator<HttpHandler> bounded) {
        return switch (route.action()) {
            case Route.Action.Answers(Route.Answering answering) ->
                    bounded.apply(new BlockingHandler(Answers.guarded(guarded(route, guard,
                            new Endpoint(route, answering, bodies)))));
            case Route.Action.Streams(HttpHandler streaming) -> {
                HttpHandler checked = Answers.guarded(guarded(route, guard, exchange -> {
                    Request.query(exchange.getQueryParameters(), route.query());
                    streaming.handleRequest(exchange);
                }));
                yield exchange -> exchange.dispatch(checked);
            }
        };
    }

    private static HttpHandler guarded(Route route, Guard guard, HttpHandler handler) {
        return route.role().map(role -> route.method().equals("POST") ? guard.post(role, handler)
                : guard.protect(role, handler)).orElse(handler);
    }

    private static HttpHandler metered(Route route, HttpHandler handler, Meter meter) {
        return exchange -> {
            long begin = System.nanoTime();
            exchange.addExchangeCompleteListener((ended, next) -> {
                meter.answered(route.operation(), ended.getStatusCode(), System.nanoTime() - begin);
                next.proceed();
            });
            handler.handleRequest(exchange);
        };
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        var found = paths.match(exchange.getRelativePath());
        if (found == null) {
            Answers.problem(exchange, ProblemKind.NOT_FOUND.status(), "There is no such path. /openapi.json has all.");
            return;
        }
        String method = exchange.getRequestMethod().toString();
        HttpHandler handler = found.getValue().get(method.equals("HEAD") ? "GET" : method);
        if (handler != null) {
            exchange.putAttachment(Endpoint.PATH, new Endpoint.PathValues(Map.copyOf(found.getParameters())));
            handler.handleRequest(exchange);
            return;
        }
        exchange.getResponseHeaders().put(Headers.ALLOW, allowed(found.getValue()));
        if (method.equals("OPTIONS")) {
            Answers.send(exchange, 204, "", "");
        } else {
            Answers.problem(exchange, ProblemKind.METHOD.status(),
                    "This path does not know the method " + method + ".");
        }
    }

    private static String allowed(Map<String, HttpHandler> methods) {
        TreeSet<String> all = new TreeSet<>(methods.keySet());
        all.add("OPTIONS");
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        return String.join(", ", all);
    }
}
