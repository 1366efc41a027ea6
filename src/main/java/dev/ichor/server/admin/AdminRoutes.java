package dev.ichor.server.admin;

import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.provision.explain.Explain;
import dev.ichor.provision.explain.Situation;
import dev.ichor.provisioner.Machines;
import dev.ichor.server.admin.api.Account;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.api.ClaimView;
import dev.ichor.server.admin.api.ReasonBody;
import dev.ichor.server.admin.api.EventList;
import dev.ichor.server.admin.api.FingerprintList;
import dev.ichor.server.admin.api.Health;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.MachineList;
import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.OrderAnswer;
import dev.ichor.server.admin.api.OrderRequest;
import dev.ichor.server.admin.api.Snapshot;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatch;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What each path of the admin API answers. */
final class AdminRoutes {
    static final int BODY_LIMIT = 64 << 10;
    private static final int EVENTS = 100;
    private static final int MOST_EVENTS = 1_000;
    private static final int EXCHANGES = 2_000;

    private final AdminSettings settings;
    private final Machines machines;
    private final Flights flights;
    private final InstantSource clock;

    AdminRoutes(AdminSettings settings, Machines machines, Flights flights, InstantSource clock) {
        this.settings = settings;
        this.machines = machines;
        this.flights = flights;
        this.clock = clock;
    }

    HttpHandler handler() {
        RoutingHandler routes = Handlers.routing()
                .get("/healthz", Answers.json(e -> Health.of(List.of())))
                .get("/readyz", this::ready)
                .get("/api/v1/machines", Answers.json(e -> list()))
                .get("/api/v1/machines/{key}", Answers.json(e -> detail(view(e))))
                .get("/api/v1/machines/{key}/fingerprints", Answers.json(e -> fingerprints(view(e))))
                .get("/api/v1/machines/{key}/events", Answers.json(e -> events(e, Optional.of(view(e)))))
                .get("/api/v1/machines/{key}/explain", Answers.json(this::explain))
                .post("/api/v1/machines/{key}/orders", Answers.json(this::order))
                .get("/api/v1/events", Answers.json(e -> events(e, Optional.empty())));
        routes.setFallbackHandler(e -> Answers.problem(e, StatusCodes.NOT_FOUND, "There is no such path."));
        routes.setInvalidMethodHandler(e -> Answers.problem(e, StatusCodes.METHOD_NOT_ALLOWED,
                "This path does not know the method " + e.getRequestMethod() + "."));
        return routes;
    }

    private void ready(HttpServerExchange exchange) {
        Health health = Health.of(settings.notReady().get().stream()
                .map(why -> new Health.Component("appliance", "starting", why)).toList());
        Answers.send(exchange, health.status().equals("ok") ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                "application/json", Json.write(health));
    }

    private MachineList list() {
        return page(machines.page(Machines.Query.ALL));
    }

    private static MachineList page(Machines.Page page) {
        return new MachineList(page.machines().stream().map(MachineSummary::of).toList(), page.next(), page.total());
    }

    private MachineDetail detail(Machines.View view) {
        return new MachineDetail(MachineSummary.of(view.row()), Optional.empty(),
                view.machine().arm(clock.instant()).map(arm -> ArmView.of(arm, view.id())),
                view.machine().claims().stream().map(ClaimView::of).toList(),
                view.machine().obstacles().stream().map(ReasonBody::of).toList(), view.machine().installed(),
                view.fingerprint().map(Snapshot::of));
    }

    private FingerprintList fingerprints(Machines.View view) {
        return new FingerprintList(machines.fingerprints(view.id()).stream().map(Snapshot::of).toList());
    }

    private EventList events(HttpServerExchange exchange, Optional<Machines.View> of) {
        long after = number(exchange, "after", 0, 0, Long.MAX_VALUE);
        int limit = (int) number(exchange, "limit", EVENTS, 1, MOST_EVENTS);
        return EventList.of(machines.events(of.map(Machines.View::id), after, limit), after);
    }

    private Account explain(HttpServerExchange exchange) {
        String key = key(exchange);
        Optional<Machines.View> view = machines.find(key);
        if (view.isPresent()) {
            Machines.View known = view.get();
            List<Exchange> seen = flights.of(known.row().identity().macs(), known.row().identity().uuid(),
                    EXCHANGES);
            return account(known.id().text(), seen, known.row().stage(), known.row().reason().text());
        }
        try {
            Mac mac = Mac.parse(key);
            return account(mac.toString(), flights.of(List.of(mac), Optional.empty(), EXCHANGES), "", "");
        } catch (Malformed e) {
            throw unknown(key);
        }
    }

    private Account account(String name, List<Exchange> seen, String stage, String reason) {
        Situation situation = new Situation(clock.instant(), settings.proxy(), stage, reason,
                settings.foreignServers().get());
        return Account.of(name, Explain.of(seen, situation), flights.lost());
    }

    private OrderAnswer order(HttpServerExchange exchange) throws IOException {
        Machines.View view = view(exchange);
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE)).orElse("");
        if (!type.split(";")[0].trim().equalsIgnoreCase("application/json")) {
            throw new Refused(StatusCodes.UNSUPPORTED_MEDIA_TYPE, "Send the order as Content-Type: application/json.");
        }
        byte[] body = exchange.getInputStream().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            throw new Refused(StatusCodes.REQUEST_ENTITY_TOO_LARGE, "A body has at most " + BODY_LIMIT + " bytes.");
        }
        Machines.Order order = parse(new String(body, StandardCharsets.UTF_8));
        String by = "admin at " + exchange.getSourceAddress().getAddress().getHostAddress();
        return new OrderAnswer(view.id(), machines.order(view.id(), order, by));
    }

    private static Machines.Order parse(String body) {
        String word;
        try {
            word = Optional.ofNullable(Json.read(body, OrderRequest.class).order()).orElse("");
        } catch (Malformed e) {
            throw new Refused(StatusCodes.BAD_REQUEST, "The body must be an object such as {\"order\":\"reboot\"}.");
        }
        for (Machines.Order order : Machines.Order.values()) {
            if (order.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return order;
            }
        }
        throw new Refused(StatusCodes.BAD_REQUEST, "order: unknown (known: wait, reboot, poweroff, boot-on).");
    }

    private Machines.View view(HttpServerExchange exchange) {
        String key = key(exchange);
        return machines.find(key).orElseThrow(() -> unknown(key));
    }

    private static Refused unknown(String key) {
        return new Refused(StatusCodes.NOT_FOUND, "No machine has the id, MAC, UUID or unique serial number '" + key
                + "'.");
    }

    private static String key(HttpServerExchange exchange) {
        String key = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY).getParameters().get("key");
        if (key.isBlank() || key.length() > 128 || key.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(StatusCodes.BAD_REQUEST, "The machine's key is empty, too long or not plain text.");
        }
        return key;
    }

    private static long number(HttpServerExchange exchange, String name, long fallback, long min, long max) {
        Deque<String> given = exchange.getQueryParameters().get(name);
        if (given == null) {
            return fallback;
        }
        String text = given.getFirst();
        if (given.size() != 1 || !text.matches("[0-9]{1,18}") || Long.parseLong(text) < min
                || Long.parseLong(text) > max) {
            throw new Refused(StatusCodes.BAD_REQUEST, name + ": expected one whole number"
                    + (max == Long.MAX_VALUE ? "" : " from " + min + " to " + max) + ".");
        }
        return Long.parseLong(text);
    }
}
