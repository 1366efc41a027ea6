package dev.ichor.yaml.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.World;
import dev.ichor.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cluster says of its hand-off is read, told if it is wrong, and absent where nothing was said. */
@Timeout(30)
class HandoffFieldsTest {
    private static final String START = """
            kind: Cluster
            name: c
            endpoint: https://10.0.0.11:6443
            talos: v1.13.9
            kubernetes: v1.36.3
            zones: [x, y]
            mayastor:
            """;

    private static World read(String lines, Problems problems) {
        return InventoryReader.read(List.of(new InventoryFile("c.yaml", START + lines.indent(2))), problems).world();
    }

    private static List<String> problems(String lines) {
        Problems problems = new Problems();
        read(lines, problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    private static MayastorPlan good(String lines) {
        Problems problems = new Problems();
        World world = read(lines, problems);
        assertEquals(List.of(), problems.list());
        return world.clusters().getFirst().mayastor();
    }

    @Test
    void everythingIsRead() {
        Handoff handoff = good("""
                chart: mayastor
                chart-version: 2.10.0
                domain: switch
                registry: registry.example.org:5000/mirror
                fio-image: registry.example.org/tools/fio:3.38
                prices: {currency: CHF, node: 5200, tib: 139.90}
                """).handoff();
        assertEquals(new Handoff(Handoff.Chart.MAYASTOR, Handoff.Domain.SWITCH, "registry.example.org:5000/mirror",
                "registry.example.org/tools/fio:3.38", Optional.of(new Handoff.Prices("CHF", new BigDecimal("5200"),
                new BigDecimal("139.9")))), handoff);
        assertEquals(Handoff.DEFAULT, good("replicas: 2").handoff());
        assertEquals("registry.example.org/fio@sha256:" + "0".repeat(64), good("fio-image: registry.example.org/fio@"
                + "sha256:" + "0".repeat(64)).handoff().fioImage());
    }

    @Test
    void everyMistakeIsToldWithItsLine() {
        assertEquals(List.of("c.yaml:10 mayastor.domain: unknown domain (known: node, zone, rack, switch)",
                "c.yaml:11 mayastor.registry: not a registry (expected registry.example.org:5000, with or without a"
                        + " path)",
                "c.yaml:12 mayastor.fio-image: not an image with its tag (expected"
                        + " registry.example.org/tools/fio:3.38)",
                "c.yaml:13 mayastor.prices.tib: is missing. Add 'tib: ...'",
                "c.yaml:14 mayastor.prices.currency: not a currency (expected three capital letters: EUR)",
                "c.yaml:15 mayastor.prices.node: not a price (expected 1250 or 1250.50, below a thousand millions)",
                "c.yaml:16 mayastor.prices.tb: unknown key. Did you mean 'tib'?",
                "c.yaml:9 mayastor.chart-version: 4.5.1 is no version of the chart mayastor. openebs is at 4.x and"
                        + " mayastor at 2.x: change 'chart' or the version"), problems("""
                chart: mayastor
                chart-version: 4.5.1
                domain: room
                registry: HTTPS://x
                fio-image: registry.example.org/tools/fio
                prices:
                  currency: euros
                  node: -1
                  tb: 7
                """));
        assertEquals(List.of("c.yaml:8 mayastor.chart: unknown chart (known: openebs, mayastor)",
                "c.yaml:10 mayastor.prices: expected a map of keys and values, found a single value. Write 'key: value'"
                        + " lines there"), problems("chart: helm\nchart-version: 2.11.1\nprices: 7"));
        assertEquals(List.of("c.yaml:8 mayastor.chart-version: 2.11.1 is no version of the chart openebs. openebs is at"
                + " 4.x and mayastor at 2.x: change 'chart' or the version"), problems("chart-version: 2.11.1"));
    }

    @Test
    void replicasInDifferentZonesNeedAsManyZones() {
        assertEquals(List.of("c.yaml:7 mayastor.replicas: 3 replicas in different zones, and the cluster has 2 zones."
                + " Ask for fewer, or add zones"), problems("domain: zone"));
        assertEquals(2, good("domain: zone\nreplicas: 2").replicas());
        assertEquals(3, good("domain: rack").replicas());
    }

    @Test
    void pricesThatAreTheSameAreEqual() {
        Handoff.Prices one = good("prices: {currency: EUR, node: 5200.50, tib: 100}").handoff().prices().orElseThrow();
        assertEquals(new Handoff.Prices("EUR", new BigDecimal("5200.5"), new BigDecimal("1E+2")), one);
        assertEquals("100", one.tib().toPlainString());
    }

    @Test
    void whatIsStoredComesBackAndMayLackTheHandOff() throws Malformed {
        Problems problems = new Problems();
        Cluster cluster = read("prices: {currency: EUR, node: 5200.50, tib: 100}\ndomain: rack", problems).clusters()
                .getFirst();
        String json = Json.write(cluster);
        assertEquals(cluster, Json.read(json, Cluster.class));
        String older = json.replaceFirst(",\"handoff\":\\{.*?\\}\\}", "");
        assertEquals(-1, older.indexOf("handoff"), older);
        assertEquals(Handoff.DEFAULT, Json.read(older, Cluster.class).mayastor().handoff());
    }
}
