package dev.ichor.mayastor.bundle.watch;

import static dev.ichor.mayastor.bundle.watch.Alert.Case.fires;
import static dev.ichor.mayastor.bundle.watch.Alert.Case.silent;
import static dev.ichor.mayastor.bundle.watch.Alert.Severity.CRITICAL;
import static dev.ichor.mayastor.bundle.watch.Alert.Severity.WARNING;

import dev.ichor.mayastor.bundle.watch.Alert.Fired;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts about pools: whether they are there, and how full they are. */
final class PoolAlerts {
    static final String DISK = "runbooks/disk-lost.md";
    static final String FULL = "runbooks/pools-full.md";
    static final String INDEX = "runbooks/alerts.md";
    private static final String OTHER = "other-00000000";
    private static final String TOTAL = "diskpool_total_size_bytes";
    private static final String USED = "diskpool_used_size_bytes";
    private static final String COMMITTED = "diskpool_committed_size_bytes";

    private PoolAlerts() {
    }

    static List<Alert> of(Ground ground) {
        List<Alert> alerts = new ArrayList<>(List.of(notOnline(ground), missing(ground), unplanned(ground)));
        if (ground.isNew()) {
            alerts.add(errors(ground));
            alerts.add(stalled(ground));
        }
        alerts.addAll(List.of(slow(ground), filling(ground), full(ground), overcommitted(ground)));
        if (ground.plan().nodes().size() > Math.max(1, ground.plan().replicas())) {
            alerts.add(noRoom(ground));
        }
        return alerts;
    }

    static Map<String, String> labels(Pool pool) {
        return Map.of("name", pool.name(), "node", pool.node());
    }

    private static Fired fired(Ground ground, String value) {
        return new Fired(labels(ground.pool()), value);
    }

    private static Alert notOnline(Ground ground) {
        String series = ground.seriesOf("diskpool_status", ground.pool());
        return new Alert("MayastorPoolNotOnline", ground.pools("diskpool_status") + " != 1", "5m", CRITICAL,
                "Pool {{ $labels.name }} of {{ $labels.node }} is not online",
                "Its status is {{ $value }} (0 unknown, 2 degraded, 3 faulted, 4 suspected: its disk makes errors). "
                        + "Volumes with a replica on it have one copy fewer.", DISK,
                List.of(fires("a pool is faulted", Map.of(series, "3"), 10, fired(ground, "3")),
                        fires("a pool is suspected", Map.of(series, "4"), 10, fired(ground, "4")),
                        silent("a pool was unknown for two minutes", Map.of(series, "1x5 0x1 1x20"), 10),
                        silent("all pools are online", Map.of(), 10)));
    }

    private static Alert missing(Ground ground) {
        String told = ground.exporter("diskpool_status");
        Map<String, String> gone = new LinkedHashMap<>();
        gone.put(ground.seriesOf("diskpool_status", ground.pool()), "");
        gone.put(ground.seriesOf("diskpool_status", ground.pool().node(), OTHER), "1");
        Map<String, String> node = new LinkedHashMap<>();
        ground.node().pools().forEach(pool -> node.put(ground.seriesOf("diskpool_status", pool), ""));
        return new Alert("MayastorPoolMissing", "(" + Ground.POOL + " unless on (name) " + told + ") and on (node) "
                + told, "10m", CRITICAL, "Pool {{ $labels.name }} of {{ $labels.node }} is not reported any more",
                "The node reports other pools, so its io-engine runs; this pool is not loaded. Its disk is gone or "
                        + "cannot be read.", DISK,
                List.of(fires("one pool of a node is gone", gone, 15, fired(ground, "1")),
                        silent("a node reports nothing, which is another alert", node, 15),
                        silent("all pools are reported", Map.of(), 15)));
    }

    private static Alert unplanned(Ground ground) {
        String node = ground.pool().node();
        return new Alert("MayastorPoolUnplanned", ground.pools("diskpool_status") + " unless on (name) " + Ground.POOL,
                "30m", WARNING, "Pool {{ $labels.name }} of {{ $labels.node }} is not in the plan",
                "Somebody made it by hand, or these rules are older than the cluster: take a new bundle.", INDEX,
                List.of(fires("a pool that nobody planned", Map.of(ground.seriesOf("diskpool_status", node, OTHER),
                                "1"), 33, new Fired(Map.of("name", OTHER, "node", node), "1")),
                        silent("it was there for twenty minutes", Map.of(ground.seriesOf("diskpool_status", node,
                                OTHER), "1x20 _x60"), 33),
                        silent("only planned pools", Map.of(), 33)));
    }

    private static Alert errors(Ground ground) {
        String series = ground.seriesOf("diskpool_io_error_count", ground.pool());
        return new Alert("MayastorPoolIoErrors", "max by (node, name) (increase("
                + ground.exporter("diskpool_io_error_count") + "[15m])) > 0", "1m", WARNING,
                "The disk of pool {{ $labels.name }} of {{ $labels.node }} makes I/O errors",
                "About {{ $value | humanize }} in the last 15 minutes. Plan its replacement before it fails.", DISK,
                List.of(fires("an error each minute", Map.of(series, "0+1x20"), 20, fired(ground, "15")),
                        silent("old errors", Map.of(series, "60"), 20),
                        silent("the counter began anew", Map.of(series, "9x10 0x20"), 20),
                        silent("none is new", Map.of(), 20)));
    }

    private static Alert stalled(Ground ground) {
        String series = ground.seriesOf("diskpool_io_stalled", ground.pool());
        return new Alert("MayastorPoolStalled", ground.pools("diskpool_io_stalled") + " > 0", "2m", CRITICAL,
                "I/O of pool {{ $labels.name }} of {{ $labels.node }} stands still",
                "{{ $value }} requests wait for a disk that does not answer. Volumes with a replica on it may hang.",
                DISK, List.of(fires("requests wait", Map.of(series, "7"), 10, fired(ground, "7")),
                        silent("they waited for a minute", Map.of(series, "0x3 7x1 0x20"), 10),
                        silent("nothing waits", Map.of(), 10)));
    }

    private static Alert slow(Ground ground) {
        String expr = "max by (node, name) ((rate(" + ground.exporter("diskpool_read_latency_us") + "[15m]) + rate("
                + ground.exporter("diskpool_write_latency_us") + "[15m])) / (rate("
                + ground.exporter("diskpool_num_read_ops") + "[15m]) + rate("
                + ground.exporter("diskpool_num_write_ops") + "[15m]))) > 100000";
        Map<String, String> slow = Map.of(ground.seriesOf("diskpool_write_latency_us", ground.pool()),
                "0+23991000000x");
        Map<String, String> idle = new LinkedHashMap<>();
        List.of("diskpool_num_read_ops", "diskpool_num_write_ops", "diskpool_read_latency_us",
                "diskpool_write_latency_us").forEach(metric -> idle.put(ground.seriesOf(metric, ground.pool()), "5"));
        return new Alert("MayastorPoolSlow", expr, "15m", WARNING,
                "Pool {{ $labels.name }} of {{ $labels.node }} is slow",
                "A request takes {{ $value | printf \"%.0f\" }} microseconds on average; more than 100000 is far from "
                        + "what an NVMe disk does.", DISK,
                List.of(fires("a request takes 200 ms", slow, 20, fired(ground, "200000")),
                        silent("nobody uses it", idle, 20), silent("a request takes 0.15 ms", Map.of(), 20)));
    }

    private static Alert filling(Ground ground) {
        return share(ground, "MayastorPoolFillingUp", USED, "0.85", "15m", WARNING,
                "Pool {{ $labels.name }} of {{ $labels.node }} fills up",
                "{{ $value | humanizePercentage }} of it is written. Thin volumes fail to write when it is full.",
                List.of(90, 84), "90%");
    }

    private static Alert full(Ground ground) {
        return share(ground, "MayastorPoolFull", USED, "0.95", "5m", CRITICAL,
                "Pool {{ $labels.name }} of {{ $labels.node }} is nearly full",
                "{{ $value | humanizePercentage }} of it is written. Thin volumes on it are about to fail.",
                List.of(97, 94), "97%");
    }

    private static Alert overcommitted(Ground ground) {
        return share(ground, "MayastorPoolOvercommitted", COMMITTED, "2", "30m", WARNING,
                "More than twice the size of pool {{ $labels.name }} of {{ $labels.node }} is promised",
                "{{ $value | humanizePercentage }} of its size is promised to thin volumes; the chart's limit is 250%. "
                        + "It can run full without a new volume.", List.of(230, 190), "230%");
    }

    /** Of a pool of 100 GiB; {@code sizes} are one that fires and one that does not, in GiB. */
    private static Alert share(Ground ground, String name, String metric, String limit, String hold,
                               Alert.Severity severity, String summary, String description, List<Integer> sizes,
                               String text) {
        int minute = Integer.parseInt(hold.replace("m", "")) + 2;
        String series = ground.seriesOf(metric, ground.pool());
        return new Alert(name, ground.pools(metric) + " / " + ground.pools(TOTAL) + " > " + limit, hold, severity,
                summary, description, FULL,
                List.of(fires(sizes.getFirst() + " of 100 GiB", Map.of(series, Ground.gib(sizes.getFirst())), minute,
                                fired(ground, text)),
                        silent(sizes.getLast() + " of 100 GiB", Map.of(series, Ground.gib(sizes.getLast())), minute),
                        silent("as usual", Map.of(), minute)));
    }

    private static Alert noRoom(Ground ground) {
        String total = ground.exporter(TOTAL);
        Map<String, String> much = new LinkedHashMap<>();
        Map<String, String> nothing = new LinkedHashMap<>();
        ground.plan().pools().forEach(pool -> {
            much.put(ground.seriesOf(USED, pool), Ground.gib(100));
            nothing.put(ground.seriesOf(USED, pool), "0");
        });
        return new Alert("MayastorNoRoomToRebuild", "sum(" + ground.exporter(USED) + ") > sum(" + total
                + ") - max(sum by (node) (" + total + "))", "30m", WARNING,
                "The loss of the greatest node could not be rebuilt",
                "More is written than the other nodes could hold without it. Volumes would stay degraded until it is "
                        + "back.", FULL,
                List.of(fires("all pools are full", much, 33, new Fired(Map.of(), "")),
                        silent("nothing is written", nothing, 33), silent("as usual", Map.of(), 33)));
    }
}
