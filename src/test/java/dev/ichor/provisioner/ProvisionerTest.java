package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Order.Kind;
import dev.ichor.provision.NextStep;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.provisioner.Machines.Order;
import dev.ichor.store.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProvisionerTest {
    private static final Box ONE = Box.of("11111111-2222-3333-4444-555555555501", "S1", "52:54:00:00:00:01",
            "52:54:00:00:00:11");
    private static final Box TWO = Box.of("11111111-2222-3333-4444-555555555502", "S2", "52:54:00:00:00:02");

    @TempDir
    Path folder;
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aMachineIsDiscoveredAndThenWaits() {
        Script first = bench.ask(ONE, bench.freshBoot());
        assertEquals("unknown-machine", assertInstanceOf(NextStep.Discover.class, first.step()).reason().code());
        assertEquals(List.of(), bench.provisioner.machines().page(Machines.Query.ALL).machines());
        bench.discover(ONE);
        Machines.View view = bench.provisioner.machines().find("S1").orElseThrow();
        assertEquals("discovered", view.row().stage());
        assertEquals(ONE.macs(), view.row().identity().macs());
        assertEquals("S1-nvme", view.fingerprint().orElseThrow().fingerprint().disks().getFirst().serial());
        Script again = bench.ask(ONE, bench.freshBoot());
        assertEquals("nothing-to-do", again.step().reason().code());
        assertTrue(again.text().contains(view.id().text()), again.text());
    }

    @Test
    void anUploadTwiceIsStoredOnce() throws Exception {
        Agent agent = bench.discover(ONE);
        byte[] archive = Bench.archive(ONE, agent.boot());
        assertEquals(new UploadAnswer.Accepted(Sha256.of(archive)), bench.upload(agent, archive));
        assertEquals(1, bench.provisioner.machines().events(Optional.empty(), 0, 100).size());
        try (Stream<Path> files = Files.list(folder.resolve("fingerprints"))) {
            assertEquals(1, files.filter(Files::isRegularFile).count());
        }
        assertEquals(new String(archive, StandardCharsets.UTF_8), new String(bench.provisioner.machines()
                .raw(Sha256.of(archive)).orElseThrow(), StandardCharsets.UTF_8));
    }

    @Test
    void aBadArchiveLeavesNothing() throws Exception {
        Agent agent = bench.provisioner.agent(Bench.token(bench.ask(ONE, bench.freshBoot()))).orElseThrow();
        assertInstanceOf(UploadAnswer.Refused.class, bench.upload(agent, new byte[] {1, 2, 3}));
        assertInstanceOf(UploadAnswer.Refused.class, bench.upload(agent, Bench.archive(TWO, agent.boot())));
        assertEquals(List.of(), bench.provisioner.machines().page(Machines.Query.ALL).machines());
        try (Stream<Path> files = Files.walk(folder.resolve("fingerprints"))) {
            assertEquals(0, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void anOvertakenBootIsToldSo() {
        Agent early = bench.provisioner.agent(Bench.token(bench.ask(ONE, bench.freshBoot()))).orElseThrow();
        bench.discover(ONE);
        assertInstanceOf(UploadAnswer.Over.class, bench.upload(early, Bench.archive(ONE, early.boot())));
        List<OrderAnswer> answers = new ArrayList<>();
        bench.provisioner.orderFor(early, 0, answers::add);
        assertInstanceOf(OrderAnswer.Over.class, answers.getFirst());
    }

    @Test
    void laterBootsOvertakeEvenWhenTheClockWasSetBack() {
        bench.discover(ONE);
        bench.pass(Duration.ofHours(-5));
        Agent late = bench.discover(ONE);
        assertEquals(late.boot().text(), bench.database.reading(connection -> Rows.list(connection,
                "SELECT boot FROM machines", row -> row.getString(1))).getFirst());
    }

    @Test
    void aBootIdThatNobodyGaveIsReplaced() {
        Script script = bench.ask(ONE, "ffffffffffffffff");
        assertNotEquals("ffffffffffffffff", script.sighting().boot().text());
    }

    @Test
    void simultaneousFirstUploadsMakeNoTwins() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<UploadAnswer>> answers = new ArrayList<>();
            String boot = bench.freshBoot();
            Agent agent = bench.provisioner.agent(Bench.token(bench.ask(ONE, boot))).orElseThrow();
            for (int i = 0; i < 16; i++) {
                // Different bytes each time, as of an agent that collected again.
                byte[] archive = (new String(Bench.archive(ONE, agent.boot()), StandardCharsets.UTF_8)
                        + " ".repeat(i % 8)).getBytes(StandardCharsets.UTF_8);
                answers.add(threads.submit(() -> {
                    go.await();
                    return bench.upload(agent, archive);
                }));
            }
            go.countDown();
            for (Future<UploadAnswer> answer : answers) {
                assertInstanceOf(UploadAnswer.Accepted.class, answer.get());
            }
        }
        assertEquals(1, bench.provisioner.machines().page(Machines.Query.ALL).machines().size());
        assertEquals(8, bench.provisioner.machines().fingerprints(onlyMachine()).size());
    }

    @Test
    void aBootOnOrderReachesTheAgentAndThenTheScript() {
        Agent agent = bench.discover(ONE);
        List<OrderAnswer> answers = new ArrayList<>();
        bench.provisioner.orderFor(agent, 0, answers::add);
        long turn = step(answers.getFirst()).turn();
        assertEquals(Kind.WAIT, step(answers.getFirst()).order());
        bench.provisioner.orderFor(agent, turn, answers::add);
        assertEquals(1, answers.size());
        assertTrue(bench.provisioner.machines().order(onlyMachine(), Order.BOOT_ON, Bench.ANN)
                .endsWith("boot-on, now"));
        assertEquals(Kind.BOOT_ON, step(answers.get(1)).order());
        String boot = bench.freshBoot();
        for (int i = 0; i < 3; i++) {
            Script script = bench.ask(ONE, boot);
            assertInstanceOf(NextStep.BootDisk.class, script.step());
            assertTrue(script.text().contains("ann ordered boot-on"), script.text());
        }
        bench.pass(Duration.ofMinutes(10));
        assertInstanceOf(NextStep.Discover.class, bench.ask(ONE, boot).step());
    }

    @Test
    void anOrderIsObeyedOnceAndDiesWithItsTime() {
        Agent agent = bench.discover(ONE);
        String line = bench.provisioner.machines().order(onlyMachine(), Order.REBOOT, Bench.ANN);
        assertTrue(line.contains("not waiting at the moment"), line);
        assertEquals(Kind.REBOOT, orderNow(agent));
        assertEquals(Kind.REBOOT, orderNow(agent));
        Agent next = bench.discover(ONE);
        assertEquals(Kind.WAIT, orderNow(next));
        assertTrue(bench.provisioner.machines().events(Optional.empty(), 0, 100).stream()
                .anyMatch(event -> event.kind().equals("order-over")));
        bench.provisioner.machines().order(onlyMachine(), Order.POWEROFF, Bench.ANN);
        bench.pass(Duration.ofMinutes(10));
        assertEquals(Kind.WAIT, orderNow(next));
    }

    @Test
    void aPollThatExpiresIsAnsweredOnce() {
        Agent agent = bench.discover(ONE);
        List<OrderAnswer> answers = new ArrayList<>();
        OrderPoll poll = bench.provisioner.orderFor(agent, 1, answers::add);
        assertEquals(0, answers.size());
        poll.expire();
        poll.expire();
        poll.cancel();
        bench.provisioner.machines().order(onlyMachine(), Order.REBOOT, Bench.ANN);
        assertEquals(1, answers.size());
    }

    @Test
    void reportsAreKeptOnceAndCleaned() {
        Agent agent = bench.discover(ONE);
        bench.provisioner.report(agent, "reading disk\u001b[31m 1\r\n");
        bench.provisioner.report(agent, "reading disk\u001b[31m 1\r\n");
        List<Machines.Event> events = bench.provisioner.machines().events(Optional.of(onlyMachine()), 0, 100);
        assertEquals(List.of("fingerprint", "report"), events.stream().map(Machines.Event::kind).toList());
        assertEquals("reading disk [31m 1", events.getLast().text());
    }

    @Test
    void machinesAreFoundByAnyOfTheirNames() {
        bench.discover(ONE);
        bench.discover(TWO);
        MachineId one = bench.provisioner.machines().find("S1").orElseThrow().id();
        for (String key : List.of(one.text(), "52:54:00:00:00:01", "52-54-00-00-00-11", "525400000001",
                ONE.uuid().orElseThrow().toString().toUpperCase(java.util.Locale.ROOT))) {
            assertEquals(one, bench.provisioner.machines().find(key).orElseThrow().id(), key);
        }
        assertTrue(bench.provisioner.machines().find("nobody").isEmpty());
    }

    @Test
    void disksAndNicsAreQueryable() {
        bench.discover(ONE);
        assertEquals(List.of("S1-nvme 1000204886016 1", "S1-sata 4000000000 0"), bench.database.reading(
                connection -> Rows.list(connection, "SELECT serial || ' ' || bytes || ' ' || blank FROM machine_disks"
                        + " ORDER BY position", row -> row.getString(1))));
        assertEquals(List.of("52:54:00:00:00:01 1", "52:54:00:00:00:11 0"), bench.database.reading(
                connection -> Rows.list(connection, "SELECT mac || ' ' || booted FROM machine_nics ORDER BY position",
                        row -> row.getString(1))));
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestart() {
        Agent agent = bench.discover(ONE);
        byte[] archive = Bench.archive(ONE, agent.boot());
        Script script = bench.ask(TWO, bench.freshBoot());
        Machines.View before = bench.provisioner.machines().find("S1").orElseThrow();
        bench.close();
        bench = new Bench(folder);
        assertEquals(before.fingerprint(), bench.provisioner.machines().find("S1").orElseThrow().fingerprint());
        assertEquals(Optional.of(agent), bench.provisioner.agent(tokenOf(agent)));
        assertEquals(new UploadAnswer.Accepted(Sha256.of(archive)), bench.upload(agent, archive));
        Agent other = bench.provisioner.agent(Bench.token(script)).orElseThrow();
        assertInstanceOf(UploadAnswer.Accepted.class, bench.upload(other, Bench.archive(TWO, other.boot())));
    }

    @Test
    void orphansAreSweptAtStart() throws Exception {
        Agent agent = bench.discover(ONE);
        bench.close();
        Path fingerprints = folder.resolve("fingerprints");
        Files.write(fingerprints.resolve("0".repeat(64) + ".tar.gz"), new byte[3]);
        Files.write(fingerprints.resolve("incoming/upload1.tar.gz"), new byte[3]);
        bench = new Bench(folder);
        try (Stream<Path> files = Files.walk(fingerprints)) {
            assertEquals(List.of(Sha256.of(Bench.archive(ONE, agent.boot())) + ".tar.gz"),
                    files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void sightingsAreBounded() {
        String boot = bench.freshBoot();
        for (int i = 0; i < 300; i++) {
            bench.ask(ONE, boot);
            bench.pass(Duration.ofSeconds(1));
        }
        bench.discover(ONE);
        assertEquals(bench.now.get(), bench.provisioner.machines().page(Machines.Query.ALL).machines().getFirst().lastSeen());
        bench.provisioner.close();
        int kept = bench.database.reading(connection -> Rows.list(connection, "SELECT count(*) FROM sightings",
                row -> row.getInt(1))).getFirst();
        assertEquals(50, kept);
    }

    @Test
    void forgedTokensAreRefused() {
        String token = tokenOf(bench.discover(ONE));
        assertTrue(bench.provisioner.agent(token).isPresent());
        for (String forged : List.of("", "x", token + "0", token.substring(1), "f" + token.substring(1),
                token.substring(0, token.length() - 1) + (token.endsWith("0") ? "1" : "0"),
                token.replace("525400000001", "525400000002"))) {
            assertFalse(bench.provisioner.agent(forged).isPresent(), forged);
        }
    }

    private Kind orderNow(Agent agent) {
        List<OrderAnswer> answers = new ArrayList<>();
        bench.provisioner.orderFor(agent, 0, answers::add);
        return step(answers.getFirst()).order();
    }

    private static dev.ichor.provision.AgentStep step(OrderAnswer answer) {
        return assertInstanceOf(OrderAnswer.Do.class, answer).step();
    }

    private MachineId onlyMachine() {
        return bench.provisioner.machines().page(Machines.Query.ALL).machines().getFirst().id();
    }

    private String tokenOf(Agent agent) {
        return Bench.token(bench.ask(new Box(agent.uuid(), "x", List.of(agent.mac())), agent.boot().text()));
    }
}
