package dev.ichor.server.admin.guard;

import dev.ichor.base.Sha256;
import dev.ichor.provisioner.access.Repeats;
import dev.ichor.server.admin.Answers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a request with an {@code Idempotency-Key} once, however often it comes. Thread-safe. */
final class Idempotent {
    static final HttpString KEY = HttpString.tryFromString("Idempotency-Key");
    static final HttpString REPLAYED = HttpString.tryFromString("Idempotent-Replayed");
    private static final Logger LOG = LoggerFactory.getLogger(Idempotent.class);
    private static final AttachmentKey<byte[]> BODY = AttachmentKey.create(byte[].class);
    private static final AttachmentKey<Boolean> SECRET = AttachmentKey.create(Boolean.class);
    private static final int LONGEST_KEY = 255;
    private static final String SHOWN_ONCE = "This was done already, and its answer held a secret that is shown only "
            + "once. If it is lost, delete what was made and make it anew with another Idempotency-Key.";

    private final Repeats repeats;
    private final int bodyLimit;

    Idempotent(Repeats repeats, int bodyLimit) {
        this.repeats = repeats;
        this.bodyLimit = bodyLimit;
    }

    static byte[] body(HttpServerExchange exchange) {
        byte[] body = exchange.getAttachment(BODY);
        if (body == null) {
            throw new IllegalStateException("the body of " + exchange.getRelativePath() + " was not read");
        }
        return body;
    }

    static void answerIsSecret(HttpServerExchange exchange) {
        exchange.putAttachment(SECRET, true);
    }

    HttpHandler around(HttpHandler next) {
        return exchange -> {
            byte[] body = exchange.getInputStream().readNBytes(bodyLimit + 1);
            if (body.length > bodyLimit) {
                Answers.problem(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "A body has at most " + bodyLimit
                        + " bytes.");
                return;
            }
            exchange.putAttachment(BODY, body);
            var keys = exchange.getRequestHeaders().get(KEY);
            if (keys == null) {
                next.handleRequest(exchange);
            } else if (keys.size() != 1 || !isKey(keys.getFirst())) {
                Answers.problem(exchange, StatusCodes.BAD_REQUEST, "Idempotency-Key: expected one key of 1 to "
                        + LONGEST_KEY + " visible ASCII characters.");
            } else {
                once(exchange, keys.getFirst(), next);
            }
        };
    }

    private static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= LONGEST_KEY && key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private void once(HttpServerExchange exchange, String key, HttpHandler next) throws Exception {
        String token = Guard.caller(exchange).token();
        switch (repeats.begin(token, key, hash(exchange))) {
            case Repeats.Known.New() -> {
                exchange.putAttachment(Answers.WITNESS, (status, type, body) ->
                        keep(exchange, token, key, new Repeats.Known.Done(status, type, body)));
                next.handleRequest(exchange);
            }
            case Repeats.Known.Done(int status, String type, String body) -> {
                exchange.getResponseHeaders().put(REPLAYED, "true");
                if (status >= StatusCodes.BAD_REQUEST && type.equals(Repeats.SENTENCE)) {
                    Answers.problem(exchange, status, body);
                } else {
                    Answers.send(exchange, status, type, body);
                }
            }
            case Repeats.Known.Pending() -> {
                exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
                Answers.problem(exchange, StatusCodes.CONFLICT, "A request with this Idempotency-Key is being done, or "
                        + "ended without an answer. Look whether it was done before you repeat it with another key.");
            }
            case Repeats.Known.Other() -> Answers.problem(exchange, StatusCodes.UNPROCESSABLE_ENTITY,
                    "This Idempotency-Key was used for another request. Take a new key for each request.");
        }
    }

    /** What was refused changed nothing, so its key is free again; after an unexpected error nobody knows. */
    private void keep(HttpServerExchange exchange, String token, String key, Repeats.Known.Done answer) {
        try {
            if (answer.status() < StatusCodes.BAD_REQUEST) {
                if (exchange.getAttachment(SECRET) != null) {
                    repeats.done(token, key, StatusCodes.CONFLICT, Repeats.SENTENCE, SHOWN_ONCE);
                } else {
                    repeats.done(token, key, answer.status(), answer.type(), answer.body());
                }
            } else if (answer.status() < StatusCodes.INTERNAL_SERVER_ERROR) {
                repeats.forget(token, key);
            }
        } catch (RuntimeException e) {
            LOG.error("repeat-not-kept method={} path={}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
        }
    }

    /** Of method, path with query, and body. */
    private static Sha256 hash(HttpServerExchange exchange) throws IOException {
        MessageDigest digest = Sha256.digest();
        String line = exchange.getRequestMethod() + " " + exchange.getRequestPath() + "?" + exchange.getQueryString()
                + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        return Sha256.finish(digest.digest(body(exchange)));
    }
}
