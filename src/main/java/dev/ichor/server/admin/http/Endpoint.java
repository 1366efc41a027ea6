package dev.ichor.server.admin.http;

import dev.ichor.base.Sha256;
import dev.ichor.server.admin.Answers;
import dev.ichor.server.admin.guard.Guard;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Reads a request as its route says, has it answered and sends that. On a worker thread, with a blocking exchange. */
final class Endpoint implements HttpHandler {
    /** The values of the path's placeholders. */
    static final AttachmentKey<PathValues> PATH = AttachmentKey.create(PathValues.class);
    private static final int HASH = 16;

    private final Route route;
    private final Route.Answering answering;
    private final Bodies bodies;

    Endpoint(Route route, Route.Answering answering, Bodies bodies) {
        this.route = route;
        this.answering = answering;
        this.bodies = bodies;
    }

    /** Names and values. */
    record PathValues(Map<String, String> values) {
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Request request = Request.read(exchange, route, exchange.getAttachment(PATH).values(), bodies);
        send(exchange, answering.answer(request));
    }

    private void send(HttpServerExchange exchange, Reply reply) {
        reply.headers().forEach((name, value) ->
                exchange.getResponseHeaders().put(HttpString.tryFromString(name), value));
        if (!route.given().as().isEmpty()) {
            exchange.getResponseHeaders().put(Headers.VARY, Headers.ACCEPT_STRING);
        }
        if (reply.raw().isPresent()) {
            String tag = reply.headers().getOrDefault("ETag", "");
            if (!tag.isEmpty()) {
                exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
                if (isKnown(exchange, tag)) {
                    Answers.send(exchange, 304, "", "");
                    return;
                }
            }
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, reply.type());
            exchange.getResponseSender().send(ByteBuffer.wrap(reply.raw().get()));
            return;
        }
        if (reply.secret()) {
            Guard.answerIsSecret(exchange);
        } else if (route.method().equals("GET") && reply.status() == 200) {
            exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
            if (isKnown(exchange, tag(exchange, reply))) {
                Answers.send(exchange, 304, "", "");
                return;
            }
        }
        Answers.send(exchange, reply.status(), reply.type(), reply.body());
    }

    /** A version of its own, else what its text is. */
    private static String tag(HttpServerExchange exchange, Reply reply) {
        String tag = exchange.getResponseHeaders().getFirst(Headers.ETAG);
        if (tag == null) {
            tag = "W/\"" + Sha256.of(reply.body().getBytes(StandardCharsets.UTF_8)).hex().substring(0, HASH) + "\"";
            exchange.getResponseHeaders().put(Headers.ETAG, tag);
        }
        return tag;
    }

    /** RFC 9110 section 13.1.2: the comparison is weak. */
    private static boolean isKnown(HttpServerExchange exchange, String tag) {
        var given = exchange.getRequestHeaders().get(Headers.IF_NONE_MATCH);
        return given != null && given.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .anyMatch(one -> one.equals("*") || strong(one).equals(strong(tag)));
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
