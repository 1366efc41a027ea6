package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.get;

import dev.ichor.provisioner.access.Role;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.Health;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Route;
import dev.ichor.server.admin.metrics.Metrics;
import java.util.List;
import java.util.function.Supplier;

/** The appliance itself. */
final class SystemRoutes implements Group {
    private final Services services;
    private final Metrics metrics;
    private final Supplier<String> document;

    /** @param document the OpenAPI document */
    SystemRoutes(Services services, Metrics metrics, Supplier<String> document) {
        this.services = services;
        this.metrics = metrics;
        this.document = document;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/healthz", "getHealth").says("system", "Tell whether the appliance lives",
                        "200 as long as it answers at all.").gives(Health.class)
                        .does(request -> Reply.of(Health.of(services.health().get()))),
                get("/readyz", "getReadiness").says("system", "Tell whether the appliance is ready",
                        "503 until every component is.").gives(200, Health.class, 503).does(request -> {
                            Health health = Health.of(services.health().get());
                            return Reply.of(health).status(health.status().equals("ok") ? 200 : 503);
                        }),
                get("/metrics", "getMetrics").says("system", "Fetch figures for Prometheus",
                        "In the text format, version 0.0.4.").needs(Role.VIEWER).gives("text/plain")
                        .does(request -> Reply.text(Metrics.TYPE, metrics.scrape())),
                get("/openapi.json", "getOpenApi").says("system", "Fetch this document", "").gives(Object.class)
                        .does(request -> Reply.text(Reply.JSON, document.get())));
    }
}
