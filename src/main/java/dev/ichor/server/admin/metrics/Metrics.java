package dev.ichor.server.admin.metrics;

import dev.ichor.machine.flight.Exchange;
import dev.ichor.provisioner.Machines;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.http.Router;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is counted. What can be asked of the database is asked when the figures are fetched. Thread-safe. */
public final class Metrics implements Router.Meter {
    /** The text format that every Prometheus reads. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final List<String> STAGES = List.of("discovered", "assigned", "armed", "installing", "installed",
            "held");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");
    private static final double NANOS = 1e9;
    private static final int MOST_ARMS = 1000;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter exchanges = Counter.builder().name("ichor_exchanges_total")
            .help("Exchanges with machines, as the flight recorder sees them.")
            .labelNames("protocol", "kind", "outcome").register(registry);
    private final Counter requests = Counter.builder().name("ichor_admin_requests_total")
            .help("Requests to the admin plane.").labelNames("operation", "status").register(registry);
    private final Histogram durations = Histogram.builder().name("ichor_admin_request_duration_seconds")
            .help("From the head of a request of the admin plane to the end of its answer, in seconds.").classicOnly()
            .classicUpperBounds(0.005, 0.025, 0.1, 0.5, 2.5, 10).labelNames("operation").register(registry);

    /** @param version of the appliance */
    public Metrics(String version) {
        Info.builder().name("ichor_build_info").help("Which appliance this is.").labelNames("version")
                .register(registry).setLabelValues(version);
        Process.register(registry);
    }

    /** Adds the figures that are asked for when they are fetched. Once. */
    public void watch(Services services) {
        GaugeWithCallback.builder().name("ichor_machines").help("Machines by stage.").labelNames("stage")
                .callback(c -> STAGES.forEach(stage ->
                        c.call(count(services, Optional.of(stage), false), stage))).register(registry);
        gauge("ichor_machines_waiting_for_person", "Machines that wait for a person.",
                () -> count(services, Optional.empty(), true));
        gauge("ichor_arms_live", "Permissions to overwrite disks that live.",
                () -> services.arming().arms(Optional.empty(), true, END, MOST_ARMS).size());
        gauge("ichor_events_last_sequence", "Sequence number of the last event.",
                () -> services.machines().lastEvent());
        counter("ichor_exchanges_lost_total", "Exchanges that the flight recorder could not keep.",
                () -> services.flights().lost());
        installs(new InstallTally(services));
        GateTally gates = new GateTally(services);
        GaugeWithCallback.builder().name("ichor_handoff_gates").help("Gates of a cluster's hand-off by state; looked "
                + "at once a minute at most.").labelNames("cluster", "state").callback(c -> gates.counts()
                .forEach((cluster, states) -> states.forEach((state, count) ->
                        c.call(count, cluster, state.name().toLowerCase(Locale.ROOT))))).register(registry);
        gauge("ichor_webhook_deliveries_waiting", "Deliveries to webhooks that are not taken yet.",
                () -> services.webhooks().list().stream().mapToInt(hook -> hook.waiting()).sum());
        GaugeWithCallback.builder().name("ichor_component_up").help("1 if the component is as it should be.")
                .labelNames("component").callback(c -> services.health().get().forEach(component ->
                        c.call(component.isWell() ? 1 : 0, component.name()))).register(registry);
    }

    private void installs(InstallTally tally) {
        counter("ichor_installs_started_total", "Installations that began: the machine fetched its configuration.",
                () -> tally.events("install-started"));
        counter("ichor_installs_done_total", "Machines that came to run from their own disk.",
                () -> tally.events("installed"));
        counter("ichor_installs_failed_total", "Tries of installations that failed.",
                () -> tally.events("install-failed"));
        counter("ichor_ticket_refusals_total", "Tickets for configurations that were refused.", tally::refusals);
    }

    private void counter(String name, String help, Figure figure) {
        CounterWithCallback.builder().name(name).help(help).callback(c -> c.call(figure.now())).register(registry);
    }

    private interface Figure {
        double now();
    }

    private void gauge(String name, String help, Figure figure) {
        GaugeWithCallback.builder().name(name).help(help).callback(c -> c.call(figure.now())).register(registry);
    }

    private static long count(Services services, Optional<String> stage, boolean person) {
        return services.machines().count(new Machines.Query(stage, Optional.empty(), Optional.empty(), Optional.empty(),
                person, Machines.Query.Sort.FIRST_SEEN, false, Optional.empty(), 1));
    }

    /** Counts what a machine and the appliance said to each other. */
    public Exchange counted(Exchange exchange) {
        exchanges.labelValues(exchange.kind().protocol().name().toLowerCase(Locale.ROOT), exchange.kind().label(),
                exchange.outcome().label()).inc();
        return exchange;
    }

    @Override
    public void answered(String operation, int status, long nanos) {
        requests.labelValues(operation, String.valueOf(status)).inc();
        durations.labelValues(operation).observe(nanos / NANOS);
    }

    /** All figures as they are now. */
    public String scrape() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
