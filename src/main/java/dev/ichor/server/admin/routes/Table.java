package dev.ichor.server.admin.routes;

import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.http.Route;
import dev.ichor.server.admin.metrics.Metrics;
import dev.ichor.server.admin.openapi.OpenApi;
import dev.ichor.server.admin.stream.EventStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** All routes of the admin plane. */
public final class Table {
    private Table() {
    }

    public static List<Route> of(Services services, EventStreams streams, Metrics metrics) {
        AtomicReference<String> document = new AtomicReference<>("");
        List<Route> routes = new ArrayList<>();
        Stream.of(new MachineRoutes(services), new EvidenceRoutes(services), new DiskRoutes(services),
                new ArmRoutes(services), new DeclaredRoutes(services), new SecretRoutes(services),
                new InventoryRoutes(services, streams),
                new ConfigRoutes(services), new NodeRoutes(services), new BootMethodRoutes(services),
                new HandoffRoutes(services), new HandoffRunRoutes(services),
                new AccessRoutes(services), new SystemRoutes(services, metrics, document::get))
                .map(Group::routes).forEach(routes::addAll);
        document.set(OpenApi.document(routes));
        return List.copyOf(routes);
    }
}
