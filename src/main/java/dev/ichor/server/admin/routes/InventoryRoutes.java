package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.AssetList;
import dev.ichor.server.admin.api.AssetView;
import dev.ichor.server.admin.api.EventList;
import dev.ichor.server.admin.api.LeaseList;
import dev.ichor.server.admin.api.LeaseView;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import dev.ichor.server.admin.stream.EventStreams;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Leases, assets and events. */
final class InventoryRoutes implements Group {
    private static final Parameter AFTER = Parameter.whole("after", "Only events after this sequence number.", 0,
            Long.MAX_VALUE);

    private final Services services;
    private final EventStreams streams;
    private final Found found;

    InventoryRoutes(Services services, EventStreams streams) {
        this.services = services;
        this.streams = streams;
        this.found = new Found(services);
    }

    @Override
    public List<Route> routes() {
        Parameter limit = Parameter.limit(100, 1000);
        return List.of(
                get(V1 + "/leases", "listLeases").says("leases", "List the addresses that were given",
                        "Empty while another server gives them.").needs(Role.VIEWER)
                        .query(Parameter.text("q", "Is part of address, client or host name."),
                                Parameter.word("state", "Only of this state.", "active", "expired", "released",
                                        "quarantined"), Parameter.cursor(), limit)
                        .gives(LeaseList.class).does(this::leases),
                get(V1 + "/assets", "listAssets").says("assets", "List the files that machines boot", "By name.")
                        .needs(Role.VIEWER).gives(AssetList.class).does(request -> Reply.of(new AssetList(
                                services.assets().get().stream().map(AssetView::of).toList()))),
                get(V1 + "/events", "listEvents").says("events", "List events", "Oldest first.").needs(Role.VIEWER)
                        .query(AFTER.or("0"), limit).gives(EventList.class)
                        .does(request -> events(request, Optional.empty())),
                get(MACHINE + "/events", "listMachineEvents").says("events", "List the machine's events",
                        "Oldest first.").needs(Role.VIEWER).query(AFTER.or("0"), limit).gives(EventList.class)
                        .does(request -> events(request, Optional.of(found.machine(request).id()))),
                get(V1 + "/events/stream", "streamEvents").says("events", "Follow events",
                        "Server-sent events: `id` is the sequence number, `event` the kind, `data` the event as JSON. "
                                + "Begins with what comes, or after `Last-Event-ID` or `after`; a comment every 15 "
                                + "seconds shows that the connection lives.").needs(Role.VIEWER).query(AFTER)
                        .refuses(503).gives("text/event-stream").streams(streams));
    }

    private Reply leases(Request request) {
        Instant now = services.clock().instant();
        String text = request.text("q").orElse("").toLowerCase(Locale.ROOT);
        List<LeaseView> all = services.leases().get().stream().map(lease -> LeaseView.of(lease, now))
                .filter(lease -> request.text("state").map(lease.state()::equals).orElse(true))
                .filter(lease -> (lease.address() + "\n" + lease.client() + "\n" + lease.hostName())
                        .toLowerCase(Locale.ROOT).contains(text))
                .sorted(Comparator.comparing(lease -> key(lease.address()))).toList();
        Paging.Page<LeaseView> page = Paging.of(all, lease -> key(lease.address()), request);
        return request.page(new LeaseList(page.items(), page.next(), all.size()), page.next());
    }

    /** Sorts as the number does. */
    private static String key(Ipv4 address) {
        return java.util.HexFormat.of().formatHex(address.bytes());
    }

    private Reply events(Request request, Optional<MachineId> machine) {
        long after = request.whole("after");
        List<Machines.Event> events = services.machines().events(machine, after, request.limit());
        EventList list = EventList.of(events, after);
        Reply reply = Reply.of(list);
        return events.size() < request.limit() ? reply
                : reply.header("Link", "<" + request.with("after", String.valueOf(list.next())) + ">; rel=\"next\"");
    }
}
