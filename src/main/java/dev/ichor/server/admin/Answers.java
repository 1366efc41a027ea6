package dev.ichor.server.admin;

import dev.ichor.json.Json;
import dev.ichor.server.admin.api.ProblemBody;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Refused;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends bodies and errors. */
public final class Answers {
    /** The media type of errors. */
    public static final String PROBLEM = "application/problem+json";
    /** Who is told of the answer of an exchange before it is sent. */
    public static final AttachmentKey<Witness> WITNESS = AttachmentKey.create(Witness.class);
    private static final HttpString SNIFF = HttpString.tryFromString("X-Content-Type-Options");
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Random IDS = new SecureRandom();
    private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

    private Answers() {
    }

    /** Is told of an answer before it is sent. */
    @FunctionalInterface
    public interface Witness {
        void answering(int status, String type, String body);
    }

    /** @param body without the newline that ends it */
    public static void send(HttpServerExchange exchange, int status, String type, String body) {
        Witness witness = exchange.removeAttachment(WITNESS);
        if (witness != null) {
            witness.answering(status, type, body);
        }
        exchange.setStatusCode(status);
        if (!exchange.getResponseHeaders().contains(Headers.CACHE_CONTROL) || status >= StatusCodes.BAD_REQUEST) {
            exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        }
        if (status == StatusCodes.NO_CONTENT || status == StatusCodes.NOT_MODIFIED) {
            exchange.endExchange();
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(SNIFF, "nosniff");
        exchange.getResponseSender().send(body + "\n");
    }

    /** An error (RFC 9457): {@code detail} says what is wrong and what to do. */
    public static void problem(HttpServerExchange exchange, int status, String detail) {
        problem(exchange, ProblemKind.of(status), detail, List.of());
    }

    private static void problem(HttpServerExchange exchange, ProblemKind kind, String detail,
                                List<ProblemBody.Fault> errors) {
        send(exchange, kind.status(), PROBLEM,
                Json.write(new ProblemBody(kind.type(), kind.title(), kind.status(), detail, errors)));
    }

    /** Turns exceptions into answers; what nobody expected gets an id that stands in the log too, and no details. */
    public static HttpHandler guarded(HttpHandler next) {
        return exchange -> {
            try {
                next.handleRequest(exchange);
            } catch (Refused e) {
                problem(exchange, e.kind(), e.getMessage(), e.errors());
            } catch (RequestTooBigException e) {
                problem(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "The body is larger than any "
                        + "request may be.");
            } catch (Exception e) {
                String id = id();
                LOG.error("admin-error id={} method={} path={}", id, exchange.getRequestMethod(),
                        exchange.getRequestPath(), e);
                if (!exchange.isResponseStarted()) {
                    problem(exchange, StatusCodes.INTERNAL_SERVER_ERROR, "The appliance failed to answer; its log says "
                            + "why at id=" + id + ".");
                }
            }
        };
    }

    private static String id() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            id.append(LETTERS.charAt(IDS.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
