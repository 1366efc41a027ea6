package dev.ichor.server.admin.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.server.admin.FakeHandoffs;
import dev.ichor.server.admin.Plane;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The figures, by the conventions of Prometheus. */
@Timeout(60)
class MetricsTest {
    @TempDir
    Path folder;

    @Test
    void theFiguresSayWhatIs() {
        try (Plane plane = new Plane(folder)) {
            plane.bench.discover(Bench.Box.of("", "SN1", "52:54:00:00:00:01"));
            plane.metrics.counted(new Exchange(Instant.EPOCH, Keys.of(new Mac(1)), Kind.TFTP_PROBE, Outcome.ABORTED,
                    "x", Map.of()));
            plane.bench.provisioner.arming().adopt(plane.services.machines().find("SN1").orElseThrow().id(), Bench.ANN);
            plane.talos.refused = Instant.now().plusSeconds(1);
            assertEquals(404, plane.get("/api/v1/machines/x").status());
            Plane.Answer answer = plane.get("/metrics");
            while (!answer.body().contains("getMachine")) {
                answer = plane.get("/metrics"); // the answer is on its way before it is counted
            }
            assertEquals(Metrics.TYPE, answer.header("Content-Type"));
            for (String line : List.of("ichor_build_info{version=\"0.0.0-test\"} 1",
                    "ichor_machines{stage=\"installed\"} 1",
                    "ichor_machines{stage=\"held\"} 0", "ichor_machines_waiting_for_person 0", "ichor_arms_live 0",
                    "ichor_exchanges_total{kind=\"tftp-probe\",outcome=\"aborted\",protocol=\"tftp\"} 1",
                    "ichor_admin_requests_total{operation=\"getMachine\",status=\"404\"} 1",
                    "ichor_admin_request_duration_seconds_count{operation=\"getMachine\"} 1",
                    "ichor_events_last_sequence " + plane.services.machines().lastEvent(),
                    "ichor_component_up{component=\"database\"} 1", "ichor_webhook_deliveries_waiting 0",
                    "ichor_exchanges_lost_total 0", "ichor_installs_started_total 0", "ichor_installs_done_total 1",
                    "ichor_installs_failed_total 0", "ichor_ticket_refusals_total 2")) {
                assertTrue(answer.body().lines().anyMatch(line::equals)
                        || answer.body().contains(line + ".0\n"), line + " in\n" + answer.body());
            }
            for (String name : List.of("process_cpu_seconds_total", "process_resident_memory_bytes",
                    "process_start_time_seconds", "process_open_fds", "jvm_memory_used_bytes", "jvm_threads_current")) {
                assertTrue(answer.body().contains("# HELP " + name + " "), name);
            }
        }
    }

    @Test
    void gatesAreCountedByClusterAndState() {
        try (Plane plane = new Plane(folder)) {
            Metal.declare(plane.bench, Metal.cluster(5));
            plane.handoffs.gates = List.of(FakeHandoffs.GREEN, FakeHandoffs.GREEN, FakeHandoffs.RED);
            String text = plane.get("/metrics").body();
            for (String line : List.of("green\"} 2", "red\"} 1", "unknown\"} 0")) {
                assertTrue(text.contains("ichor_handoff_gates{cluster=\"prod\",state=\"" + line), text);
            }
            plane.handoffs.gates = List.of();
            assertTrue(plane.get("/metrics").body().contains("state=\"green\"} 2"), "not every scrape looks anew");
        }
    }

    @Test
    void everyFigureHasHelpATypeAndAGoodName() {
        try (Plane plane = new Plane(folder)) {
            String text = plane.get("/metrics").body();
            text.lines().filter(line -> !line.isEmpty()).forEach(line -> assertTrue(line.matches(
                    "# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? -?[0-9.E+Inf]+"),
                    line));
            text.lines().filter(line -> line.startsWith("# TYPE")).forEach(line -> {
                String[] words = line.split(" ");
                assertEquals(words[3].equals("counter"), words[2].endsWith("_total"), line);
                assertTrue(words[2].matches("(ichor|process|jvm)_.*"), line);
            });
        }
    }
}
