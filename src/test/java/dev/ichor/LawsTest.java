package dev.ichor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.MachineId;
import dev.ichor.provision.NextStep;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Bench;
import dev.ichor.provisioner.Bench.Box;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.Machines.Order;
import dev.ichor.provisioner.OrderAnswer;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The laws of the product, each under its name, as far as there is something to hold them. */
@Timeout(60)
class LawsTest {
    private static final String UUID = "11111111-2222-3333-4444-555555555501";
    private static final Box ONE = Box.of(UUID, "S1", "52:54:00:00:00:01", "52:54:00:00:00:11");
    private static final Box TWO = Box.of("11111111-2222-3333-4444-555555555502", "S2", "52:54:00:00:00:02");
    private static final Box CLONE = Box.of(UUID, "S3", "52:54:00:00:00:03");
    private static final Box MOVED = Box.of(TWO.uuid().orElseThrow().toString(), "S2", "52:54:00:00:00:02",
            "52:54:00:00:00:11");

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
    void law1AnUnknownMachineIsOnlyEverDiscovered() {
        bench.discover(TWO);
        bench.provisioner.machines().order(id("S2"), Order.BOOT_ON, Bench.ANN);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            Box stranger = Box.of(random.nextBoolean() ? "" : new java.util.UUID(random.nextLong(), i).toString(),
                    "x" + i, String.format("52:54:01:00:%02x:%02x", i / 256, i % 256));
            assertInstanceOf(NextStep.Discover.class, bench.ask(stranger, bench.freshBoot()).step());
        }
    }

    @Test
    void law8MachinesWithOneUuidHoldBothNamedUntilAPersonDecides() {
        Agent first = bench.discover(ONE);
        Agent second = bench.discover(CLONE);
        assertBothHeld("S1", "S3", first, second);
        bench.discover(ONE);
        bench.discover(CLONE);
        assertEquals(2, held());
        assertEquals(2, bench.provisioner.machines().events(Optional.empty(), 0, 100).stream()
                .filter(event -> event.kind().equals("held")).count());
        assertInstanceOf(Outcome.Done.class, bench.provisioner.arming().release(id("S1"), Bench.ANN));
        bench.discover(ONE);
        bench.discover(CLONE);
        assertEquals(0, held());
        assertEquals(2, bench.provisioner.machines().page(Machines.Query.ALL).machines().size());
        bench.discover(Box.of(UUID, "S4", "52:54:00:00:00:04"));
        assertEquals(3, held());
    }

    @Test
    void law8AMovedNicHoldsBothMachines() {
        Agent first = bench.discover(ONE);
        bench.discover(TWO);
        bench.pass(java.time.Duration.ofMinutes(1));
        Agent second = bench.discover(MOVED);
        assertBothHeld("S1", "S2", first, second);
        bench.provisioner.arming().release(id("S2"), Bench.ANN);
        assertEquals(0, held());
        assertEquals(List.of(ONE.macs().getFirst()),
                bench.provisioner.machines().find("S1").orElseThrow().row().identity().macs());
        bench.discover(MOVED);
        assertEquals(0, held());
        bench.discover(ONE);
        assertEquals(2, held());
    }

    @Test
    void aPlaceholderUuidHoldsNobody() {
        String filler = "03000200-0400-0500-0006-000700080009";
        bench.discover(Box.of(filler, "A", "52:54:00:00:00:21"));
        bench.discover(Box.of(filler, "B", "52:54:00:00:00:22"));
        bench.discover(Box.of(filler, "A", "52:54:00:00:00:21"));
        assertEquals(2, bench.provisioner.machines().page(Machines.Query.ALL).machines().size());
        assertEquals(0, held());
    }

    @Test
    void askingIsNotActing() {
        Agent agent = bench.discover(ONE);
        bench.provisioner.machines().order(id("S1"), Order.BOOT_ON, Bench.ANN);
        List<Machines.Event> events = bench.provisioner.machines().events(Optional.empty(), 0, 100);
        String stage = id("S1") + bench.provisioner.machines().page(Machines.Query.ALL).machines().getFirst().stage();
        String boot = bench.freshBoot();
        String answer = bench.ask(ONE, boot).text();
        for (int i = 0; i < 8; i++) {
            assertEquals(answer, bench.ask(ONE, boot).text());
            assertEquals(order(agent), order(agent));
            bench.ask(CLONE, bench.freshBoot());
        }
        assertEquals(events, bench.provisioner.machines().events(Optional.empty(), 0, 100));
        assertEquals(stage, id("S1") + bench.provisioner.machines().page(Machines.Query.ALL).machines().getFirst().stage());
        assertEquals(1, bench.provisioner.machines().page(Machines.Query.ALL).machines().size());
    }

    @Test
    void oneDecisionIsToldAlikeEverywhere() {
        Agent agent = bench.discover(ONE);
        String why = bench.provisioner.machines().find("S1").orElseThrow().row().reason().text();
        Script script = bench.ask(ONE, bench.freshBoot());
        assertEquals(why, script.step().reason().text());
        assertTrue(script.text().contains(why), script.text());
        assertEquals(why, assertInstanceOf(OrderAnswer.Do.class, order(agent)).step().reason().text());
    }

    @Test
    void theBootPlaneAnswersNothingAboutAnyOtherMachine() {
        bench.discover(ONE);
        bench.discover(TWO);
        String script = bench.ask(ONE, bench.freshBoot()).text();
        for (String secret : List.of("S2", "52:54:00:00:00:02", "52-54-00-00-00-02", id("S2").text(),
                TWO.uuid().orElseThrow().toString())) {
            assertFalse(script.contains(secret), secret);
        }
        // A clone learns that it is one, and the other's name for people, but nothing of what the other is.
        String clone = bench.ask(CLONE, bench.freshBoot()).text();
        assertInstanceOf(NextStep.Hold.class, bench.ask(CLONE, bench.freshBoot()).step());
        for (String secret : List.of("S1", "52:54:00:00:00:01", "52-54-00-00-00-01", "52:54:00:00:00:11")) {
            assertFalse(clone.contains(secret), secret);
        }
    }

    @Test
    void aHeldMachineDoesNotBootItsDisk() {
        bench.discover(ONE);
        bench.discover(CLONE);
        String line = bench.provisioner.machines().order(id("S1"), Order.BOOT_ON, Bench.ANN);
        assertTrue(line.contains("stays where it is"), line);
        assertInstanceOf(NextStep.Hold.class, bench.ask(ONE, bench.freshBoot()).step());
    }

    private void assertBothHeld(String oneSerial, String otherSerial, Agent one, Agent other) {
        Machines.Row first = bench.provisioner.machines().find(oneSerial).orElseThrow().row();
        Machines.Row second = bench.provisioner.machines().find(otherSerial).orElseThrow().row();
        assertEquals("held", first.stage());
        assertEquals("held", second.stage());
        assertTrue(first.reason().text().contains(second.id().text()), first.reason().text());
        assertTrue(second.reason().text().contains(first.id().text()), second.reason().text());
        for (Agent agent : List.of(one, other)) {
            assertEquals("held", assertInstanceOf(OrderAnswer.Do.class, order(agent)).step().reason().code());
        }
    }

    private long held() {
        return bench.provisioner.machines().page(Machines.Query.ALL).machines().stream().filter(view -> view.stage().equals("held")).count();
    }

    private MachineId id(String serial) {
        return bench.provisioner.machines().find(serial).orElseThrow().id();
    }

    private OrderAnswer order(Agent agent) {
        List<OrderAnswer> answers = new ArrayList<>();
        bench.provisioner.orderFor(agent, 0, answers::add);
        return answers.getFirst();
    }
}
