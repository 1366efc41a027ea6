package dev.ichor.cli;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.server.boot.HttpExchangeRecord;
import java.util.HashMap;
import java.util.Map;

/** Puts requests of the boot plane on the flight recorder. */
final class HttpTap {
    private HttpTap() {
    }

    static Exchange exchange(HttpExchangeRecord request) {
        Kind kind = kind(request.path());
        Outcome outcome = outcome(request);
        Map<String, String> details = new HashMap<>();
        details.put(Detail.METHOD, request.method());
        details.put(Detail.STATUS, String.valueOf(request.status()));
        details.put(Detail.FILE, request.path());
        details.put(Detail.BYTES, String.valueOf(request.bytes()));
        details.put("millis", String.valueOf(request.duration().toMillis()));
        details.put("user-agent", request.userAgent());
        if (kind == Kind.SCRIPT_NEXT && outcome == Outcome.OK && request.note().contains(": ")) {
            details.put(Detail.STEP, request.note().substring(0, request.note().indexOf(": ")));
        }
        if (!request.note().isEmpty()) {
            details.put(outcome == Outcome.OK ? "note" : Detail.WHY, request.note());
        }
        Keys keys = Keys.of(request.client());
        keys = request.mac().map(keys::with).orElse(keys);
        keys = request.boot().map(keys::with).orElse(keys);
        return new Exchange(request.at().plus(request.duration()), keys, kind, outcome, summary(request), details);
    }

    private static Kind kind(String path) {
        return switch (path) {
            case "/agent/fingerprint" -> Kind.FINGERPRINT;
            case "/agent/report" -> Kind.REPORT;
            case "/agent/order" -> Kind.ORDER;
            case "/boot/next.ipxe" -> Kind.SCRIPT_NEXT;
            default -> path.endsWith(".ipxe") ? Kind.SCRIPT_INIT : path.startsWith("/boot/") ? Kind.BOOTLOADER
                    : path.startsWith("/assets/") ? Kind.ASSET : Kind.HTTP_OTHER;
        };
    }

    private static Outcome outcome(HttpExchangeRecord request) {
        if (request.status() >= 500) {
            return Outcome.FAILED;
        }
        return request.status() >= 400 ? Outcome.REFUSED : request.aborted() ? Outcome.ABORTED : Outcome.OK;
    }

    private static String summary(HttpExchangeRecord request) {
        return request.method() + " " + request.path() + " " + request.status() + ", " + request.bytes() + " bytes in "
                + request.duration().toMillis() + " ms" + (request.aborted() ? ", broken off" : "")
                + (request.note().isEmpty() ? "" : " – " + request.note());
    }
}
