package dev.ichor.server.admin;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/**
 * Lets a request through only if its Host is an address or {@code localhost}. A web page of a foreign site can make
 * the operator's browser ask a loopback address by a name that it rebinds (DNS rebinding); that name stands in Host.
 */
final class HostGuard implements HttpHandler {
    private final HttpHandler next;

    HostGuard(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        if (host == null || !isAllowed(host)) {
            Answers.problem(exchange, StatusCodes.FORBIDDEN,
                    "Ask the admin plane by address or as localhost, not by another name.");
        } else {
            next.handleRequest(exchange);
        }
    }

    static boolean isAllowed(String host) {
        if (host.startsWith("[")) {
            return host.matches("\\[[0-9a-fA-F:.]{2,45}\\](:[0-9]{1,5})?");
        }
        String name = host.replaceFirst(":[0-9]{1,5}$", "");
        if (name.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            Ipv4.parse(name);
            return true;
        } catch (Malformed e) {
            return false;
        }
    }
}
