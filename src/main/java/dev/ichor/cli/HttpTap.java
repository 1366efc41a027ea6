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
        if (request.size() > 0) {
            details.put(Detail.SIZE, String.valueOf(request.size()));
        }
        details.put(Detail.MILLIS, String.valueOf(request.duration().toMillis()));
        details.put("user-agent", request.userAgent());
        if (kind == Kind.SCRIPT_NEXT && outcome == Outcome.OK && request.note().contains(": ")) {
            details.put(Detail.STEP, request.note().substring(0, request.note().indexOf(": ")));
        }
        if (!request.note().isEmpty()) {
            details.put(outcome == Outcome.OK ? Detail.NOTE : Detail.WHY, request.note());
        }
        Keys keys = Keys.of(request.client());
        keys = request.mac().map(keys::with).orElse(keys);
        keys = request.boot().map(keys::with).orElse(keys);
        if (!request.said().isEmpty()) {
            details.put(Detail.SAID, request.said());
        }
        return new Exchange(request.at().plus(request.duration()), keys, kind, outcome, summary(request), details);
    }

    /** Whether a machine did what an offer of ours asked of it: it loaded something to boot. */
    static boolean follows(HttpExchangeRecord request) {
        return request.status() < 400 && switch (kind(request.path())) {
            case SCRIPT_INIT, SCRIPT_NEXT, BOOTLOADER -> true;
            case DISCOVER, OFFER, REQUEST, ACK, NAK, BOOT_SERVER_REQUEST, BOOT_SERVER_ACK, DHCP_OTHER, FOREIGN_OFFER,
                 TFTP_PROBE, TFTP_TRANSFER, ASSET, HTTP_OTHER, FINGERPRINT, REPORT, ORDER -> false;
        };
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

    /** What an agent says when it gives up begins so; {@code boot-assets/discovery/FACTS.md} has it. */
    private static boolean isFailure(String said) {
        return said.startsWith("cannot ") || said.startsWith("failed");
    }

    private static Outcome outcome(HttpExchangeRecord request) {
        if (isFailure(request.said())) {
            return Outcome.FAILED;
        }
        if (request.status() >= 500) {
            return Outcome.FAILED;
        }
        return request.status() >= 400 ? Outcome.REFUSED : request.aborted() ? Outcome.ABORTED : Outcome.OK;
    }

    private static String summary(HttpExchangeRecord request) {
        if (!request.said().isEmpty()) {
            return "the agent says: " + request.said();
        }
        return request.method() + " " + request.path() + " " + request.status() + ", " + request.bytes() + " bytes in "
                + request.duration().toMillis() + " ms" + (request.aborted() ? ", broken off" : "")
                + (request.note().isEmpty() ? "" : " – " + request.note());
    }
}
