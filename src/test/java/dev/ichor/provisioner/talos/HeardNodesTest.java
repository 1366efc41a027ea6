package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Samples;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Metal;
import dev.ichor.provisioner.talos.NodeReports.Line;
import dev.ichor.store.MachineStore;
import dev.ichor.store.Rows;
import dev.ichor.talos.events.NodeEvent;
import dev.ichor.talos.events.NodeEvent.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HeardNodesTest {
    private static final Ipv4 NODE = new Ipv4(0x0A000042);
    private static final NodeEvent BOOT = new NodeEvent.Sequence("boot", Action.START, "");

    @TempDir
    Path folder;
    private final Metal metal = Metal.blank(1);
    private Bench bench;

    @BeforeEach
    void open() {
        bench = bench();
        metal.boot(bench);
        bench.kit.neighbours.put(NODE, metal.box.macs().getFirst());
    }

    private Bench bench() {
        return new Bench(folder, 8080, Set.of(Arch.X86_64));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private NodeReports reports() {
        return bench.provisioner.talos().reports();
    }

    private List<String> texts(MachineId machine) {
        return reports().lines(machine, OptionalLong.of(0), 10_000).stream().map(Line::text).toList();
    }

    /** Waits until the machine has so many lines. */
    private List<Line> await(int count) throws InterruptedException {
        List<Line> lines = List.of();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (lines.size() < count && System.nanoTime() < until) {
            Thread.sleep(10);
            lines = reports().lines(metal.id(bench), OptionalLong.of(0), 10_000);
        }
        return lines;
    }

    @Test
    void anEventIsThereWhenItIsAnsweredAndCountsOnce() {
        assertTrue(reports().event(NODE, "a", BOOT));
        assertTrue(reports().event(NODE, "a", BOOT));
        assertTrue(reports().event(NODE, "b", new NodeEvent.ConfigError(true, "x")));
        List<Line> lines = reports().lines(metal.id(bench), OptionalLong.empty(), 10);
        assertEquals(List.of("sequence boot start", "configuration is not valid: x"),
                lines.stream().map(Line::text).toList());
        assertEquals(List.of(1L, 2L), lines.stream().map(Line::number).toList());
        assertEquals(List.of("info", "error"), lines.stream().map(Line::level).toList());
        assertEquals(1, reports().lines(metal.id(bench), OptionalLong.of(1), 10).size());
        bench.close();
        bench = bench();
        bench.kit.neighbours.put(NODE, metal.box.macs().getFirst());
        assertTrue(reports().event(NODE, "a", BOOT), "after a restart the node tells it again");
        assertEquals(2, texts(metal.id(bench)).size());
    }

    @Test
    void aNodeIsKnownByItsMacThenItsLeaseThenItsLastQuestion() {
        Metal other = Metal.blank(2);
        other.boot(bench);
        assertFalse(reports().event(new Ipv4(0x0A000063), "x", BOOT), "nobody knows that address");
        bench.kit.neighbours.put(Bench.CLIENT, Samples.mac("02:00:00:00:00:99"));
        assertFalse(reports().event(Bench.CLIENT, "x", BOOT), "a MAC that is no machine's");
        bench.kit.neighbours.remove(Bench.CLIENT);
        bench.pass(Duration.ofMinutes(1));
        awaitSighting();
        assertTrue(reports().event(Bench.CLIENT, "y", BOOT), "the last that asked from there");
        assertEquals(List.of("sequence boot start"), texts(other.id(bench)));
        bench.database.inTransaction(connection -> Rows.run(connection,
                "INSERT INTO lease (address, client, mac, state, since, expires) VALUES (?, 'c', ?, 'ACTIVE', ?, ?)", Bench.CLIENT, metal.box.macs().getFirst(),
                bench.now.get(), bench.now.get().plusSeconds(600)));
        bench.pass(Duration.ofMinutes(1));
        assertTrue(reports().event(Bench.CLIENT, "z", BOOT), "the lease is the better witness");
        assertEquals(1, texts(metal.id(bench)).size());
        assertEquals(1, texts(other.id(bench)).size());
    }

    /** Questions are written behind the answers' back. */
    private void awaitSighting() {
        while (bench.database.reading(connection -> Rows.first(connection, "SELECT count(*) FROM sightings",
                row -> row.getInt(1))).orElse(0) < 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void linesCarryNoSecretAndNoOrders() throws Exception {
        String ticket = "abcdefghijklmnopqrstuvwxyz0123456789.abc";
        reports().kernel(NODE, bench.now.get(), "info", "Command line: talos.platform=metal talos.config="
                + "http://10.0.0.1:8080/talos/" + ticket + " token=s3cr3tvalue");
        reports().kernel(NODE, bench.now.get(), "info", "joins with a1b2c3.d4e5f6a7b8c9d0e1 \u001b[2Jnow");
        reports().event(NODE, "e", new NodeEvent.ConfigError(true, "token a1b2c3.d4e5f6a7b8c9d0e1 is wrong"));
        reports().kernel(NODE, bench.now.get(), "info", "é".repeat(3_000));
        String all = String.join("\n", await(4).stream().map(Line::text).toList());
        assertFalse(all.contains(ticket) || all.contains("s3cr3t") || all.contains("d4e5f6a7"), all);
        assertTrue(all.contains("/talos/(secret)") && all.contains("joins with (secret) now"), all);
        assertTrue(await(4).stream().allMatch(line -> line.text().length() <= 500));
    }

    @Test
    void aNodeThatSaysTooMuchIsCutShortAndToldSo() throws Exception {
        for (int i = 0; i < 4_500; i++) {
            reports().kernel(NODE, bench.now.get(), "info", "line " + i);
            if (i % 500 == 0) {
                await(Math.min(i, 1_500));
            }
        }
        bench.pass(Duration.ofSeconds(10));
        List<Line> lines = List.of();
        for (int i = 0; i < 3_000 && lines.stream().noneMatch(line -> line.text().startsWith("dropped ")); i++) {
            Thread.sleep(10);
            lines = reports().lines(metal.id(bench), OptionalLong.empty(), 10_000);
        }
        assertTrue(lines.stream().anyMatch(line -> line.text().startsWith("dropped 500 lines here")),
                lines.getLast().toString());
        assertTrue(lines.size() <= 2_250, "" + lines.size());
        reports().event(NODE, "still", BOOT);
        List<Line> last = reports().lines(metal.id(bench), OptionalLong.empty(), 1);
        assertEquals("sequence boot start", last.getFirst().text());
    }

    @Test
    void manyNodesAtOnceLoseNothing() throws Exception {
        List<Ipv4> nodes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Metal one = Metal.blank(100 + i);
            one.boot(bench);
            Ipv4 address = NODE.plus(10 + i);
            bench.kit.neighbours.put(address, one.box.macs().getFirst());
            nodes.add(address);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Ipv4 node : nodes) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        assertTrue(reports().event(node, "e" + i, new NodeEvent.Task("t" + i, Action.START)));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertEquals(20L * 50, bench.database.reading(connection -> Rows.first(connection,
                "SELECT count(*) FROM node_lines", row -> row.getLong(1))).orElseThrow());
        for (Ipv4 node : nodes) {
            MachineId machine = bench.provisioner.machines().find(bench.kit.neighbours.get(node).toString())
                    .orElseThrow().id();
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                wanted.add("task t" + i + " start");
            }
            assertEquals(wanted, texts(machine), "in order");
        }
    }

    /** From the fetched configuration to the report from the disk, with a restart of the appliance in between. */
    @Test
    void anInstallationIsFollowedToItsEnd() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        bench.pass(Duration.ofMinutes(2));
        reports().event(NODE, "1", sequence("initialize"));
        bench.database.inTransaction(connection -> {
            MachineStore store = new MachineStore();
            Machine machine = store.find(connection, metal.id(bench)).orElseThrow();
            String arm = machine.arm(bench.now.get()).orElseThrow().id();
            store.save(connection, Evolve.apply(machine, new MachineEvent.InstallStarted(bench.now.get(), arm,
                    machine.evidence().boot())));
            return 0;
        });
        assertEquals("installing", metal.view(bench).row().stage());
        reports().event(NODE, "2", sequence("install"));
        bench.close();
        bench = bench();
        bench.kit.neighbours.put(NODE, metal.box.macs().getFirst());
        reports().event(NODE, "1", sequence("initialize"));
        reports().event(NODE, "2", sequence("install"));
        assertEquals("installing", metal.view(bench).row().stage());
        reports().event(NODE, "3", sequence("initialize"));
        reports().event(NODE, "4", BOOT);
        assertEquals("installed", metal.view(bench).row().stage());
        assertEquals(4, texts(metal.id(bench)).size());
        assertTrue(bench.provisioner.machines().events(Optional.of(metal.id(bench)), 0, 100).stream()
                .anyMatch(line -> line.kind().equals("installed")));
    }

    private static NodeEvent sequence(String name) {
        return new NodeEvent.Sequence(name, Action.START, "");
    }

    @Test
    void machinesThatAreForgottenTakeTheirLinesAlong() {
        MachineId id = metal.id(bench);
        reports().event(NODE, "a", BOOT);
        bench.database.inTransaction(connection -> {
            new MachineStore().forget(connection, id);
            return 0;
        });
        assertEquals(List.of(), texts(id));
        bench.pass(Duration.ofMinutes(1));
        assertFalse(reports().event(NODE, "b", BOOT));
    }
}
