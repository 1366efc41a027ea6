package dev.ichor.server.boot;

import dev.ichor.provisioner.talos.Installs;
import dev.ichor.talos.boot.TicketMask;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;

/**
 * Hands a configuration to the holder of a ticket: whole, with its length, never redirected and never empty, because
 * Talos takes an empty answer for an answer. Whoever gets nothing is told the same line, whatever the reason; the
 * appliance's list of refusals has it.
 */
final class ConfigHandler {
    private final Installs installs;

    ConfigHandler(Installs installs) {
        this.installs = installs;
    }

    /** On a worker thread, blocking. {@code HEAD} spends nothing. */
    void serve(HttpServerExchange exchange) {
        String ticket = exchange.getRequestPath().substring(TicketMask.PATH.length());
        boolean head = exchange.getRequestMethod().equals(Methods.HEAD);
        Installs.Answer answer = head ? installs.look(ticket, Trace.client(exchange))
                : installs.fetch(ticket, Trace.client(exchange));
        switch (answer) {
            case Installs.Answer.Configuration configuration -> {
                Trace.of(exchange).note((head ? "a configuration waits for " : "configuration of ")
                        + configuration.machine());
                send(exchange, configuration.bytes());
            }
            case Installs.Answer.Nothing nothing -> {
                Trace.of(exchange).note("ticket refused: " + nothing.code());
                Answers.line(exchange, StatusCodes.NOT_FOUND, "this ticket gives nothing");
            }
        }
    }

    private static void send(HttpServerExchange exchange, byte[] body) {
        exchange.setStatusCode(StatusCodes.OK);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/yaml");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.setResponseContentLength(body.length);
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.endExchange();
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(body));
        }
    }
}
