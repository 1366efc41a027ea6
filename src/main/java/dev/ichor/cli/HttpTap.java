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
    private static final String WIPE = "/agent/wipe";
    /** Arm, number of the disk, state, percent, note; {@code boot-assets/discovery/FACTS.md} has it. */
    private static final int RECEIPT_PARTS = 5;
    private static final String REFUSES = "refuses ";

    private HttpTap() {
    }

    static Exchange exchange(HttpExchangeRecord request) {
        Kind kind = kind(request);
        String said = kind == Kind.WIPE_RECEIPT ? receipt(request.said()) : request.said();
        Outcome outcome = outcome(request, said);
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
        if (!said.isEmpty()) {
            details.put(Detail.SAID, said);
        }
        return new Exchange(request.at().plus(request.duration()), keys, kind, outcome, summary(request), details);
    }

    /** Whether a machine did what an offer of ours asked of it: it loaded something to boot. */
    static boolean follows(HttpExchangeRecord request) {
        return request.status() < 400 && switch (kind(request)) {
            case SCRIPT_INIT, SCRIPT_NEXT, BOOTLOADER -> true;
            case DISCOVER, OFFER, REQUEST, ACK, NAK, BOOT_SERVER_REQUEST, BOOT_SERVER_ACK, DHCP_OTHER, FOREIGN_OFFER,
                 TFTP_PROBE, TFTP_TRANSFER, ASSET, HTTP_OTHER, FINGERPRINT, REPORT, ORDER, WIPE_PLAN,
                 WIPE_RECEIPT -> false;
        };
    }

    private static Kind kind(HttpExchangeRecord request) {
        String path = request.path();
        return switch (path) {
            case WIPE -> request.method().equals("GET") ? Kind.WIPE_PLAN : Kind.WIPE_RECEIPT;
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

    /** In words, and without the percentage, so that receipts of one disk that only count up are one exchange. */
    private static String receipt(String line) {
        String[] parts = line.strip().split(" ", RECEIPT_PARTS);
        if (parts.length < RECEIPT_PARTS - 1) {
            return line;
        }
        String disk = "disk " + parts[1] + (parts.length < RECEIPT_PARTS || parts[4].isBlank() ? "" : ": " + parts[4]);
        return switch (parts[2]) {
            case "started" -> "erases " + disk;
            case "erased" -> "has erased " + disk;
            case "refused" -> REFUSES + "to erase " + disk;
            default -> "cannot erase " + disk;
        };
    }

    private static Outcome outcome(HttpExchangeRecord request, String said) {
        if (isFailure(said)) {
            return Outcome.FAILED;
        }
        if (request.status() >= 500) {
            return Outcome.FAILED;
        }
        return request.status() >= 400 || said.startsWith(REFUSES) ? Outcome.REFUSED : request.aborted()
                ? Outcome.ABORTED : Outcome.OK;
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
