package dev.ichor.provisioner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.inventory.Declared;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.Order.Kind;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk.State;
import dev.ichor.provision.NextStep;
import dev.ichor.provisioner.Arming.Past;
import dev.ichor.provisioner.Arming.Wish;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.store.MachineStore;
import dev.ichor.store.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArmingTest {
    private static final Instant EVER = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    Path folder;
    private Bench bench;
    private final Metal metal = Metal.blank(1);

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aBlankMachineThatAPolicyWantsIsArmedByItself() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        Machines.View view = metal.view(bench);
        assertEquals("armed", view.row().stage());
        assertEquals("worker-1", view.row().place().orElseThrow().node());
        Past arm = arms().getFirst();
        assertTrue(arm.arm().byPolicy());
        assertEquals(List.of("sys1", "pool1"), arm.arm().disks().stream().map(disk -> disk.disk().serial()).toList());
        Declarations.Item item = bench.provisioner.declarations().find(Declared.Kind.NODE, "worker-1").orElseThrow();
        assertEquals("any", item.made());
        assertEquals(view.id().text(), item.machine());
        assertEquals("10.9.0.10", item.address().orElseThrow().toString());
        assertEquals(List.of("fingerprint", "assigned", "armed"), kinds());
    }

    @Test
    void aDiskWithContentsHoldsUntilAPersonNamesIt() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.disks.set(1, Metal.disk("pool1", 960, Metal.ext4()));
        Agent agent = metal.boot(bench);
        assertEquals("discovered", metal.view(bench).row().stage());
        assertTrue(metal.view(bench).row().person());
        assertTrue(metal.view(bench).row().reason().text().contains("pool1"), metal.view(bench).row().reason().text());
        assertInstanceOf(NextStep.Hold.class, bench.ask(metal.box, bench.freshBoot()).step());
        assertEquals(List.of("pool1"), value(bench.provisioner.arming().preview(metal.id(bench), Arm.Purpose.WIPE,
                List.of("pool1"))).mustName());
        assertEquals(Why.INVALID, why(arm(List.of("pool1"), List.of())));
        assertEquals(Why.INVALID, why(arm(List.of("pool1"), List.of("sys1"))));
        Arm arm = value(arm(List.of("pool1"), List.of("pool1")));
        WipePlan plan = bench.provisioner.wipePlan(agent).orElseThrow();
        assertEquals(arm.id(), plan.arm());
        assertEquals(metal.view(bench).machine().evidence().fingerprint(), plan.fingerprint());
        assertEquals(List.of("pool1"), plan.disks().stream().map(item -> item.disk().disk().serial()).toList());
        assertEquals(Kind.WIPE, order(agent));
        assertTrue(say(agent, arm, State.STARTED, 0));
        assertTrue(say(agent, arm, State.STARTED, 0));
        assertTrue(say(agent, arm, State.ERASED, 100));
        assertEquals(Optional.empty(), bench.provisioner.wipePlan(agent));
        metal.erase("pool1");
        metal.read(bench, agent);
        assertEquals("armed", metal.view(bench).row().stage());
        assertEquals(List.of("fingerprint", "assessed", "armed", "wipe-started", "wipe-erased", "fingerprint",
                "arm-spent", "assigned", "armed"), kinds());
        assertEquals(List.of("", "SPENT"), arms().stream().map(Past::end).toList());
        assertEquals("ext4 filesystem \"data\"", arms().getLast().arm().disks().getFirst().carries());
    }

    @Test
    void anyDifferenceVoidsTheArm() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        metal.disks.set(1, Metal.disk("other", 960));
        metal.boot(bench);
        List<Past> arms = arms();
        assertEquals("VOIDED", arms.getLast().end());
        assertTrue(arms.getLast().why().contains("pool1"), arms.getLast().why());
        assertTrue(metal.view(bench).row().person(), metal.view(bench).row().reason().text());
    }

    @Test
    void kernelNamesAreNoDifference() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        java.util.Collections.reverse(metal.disks);
        metal.boot(bench);
        assertEquals(List.of(""), arms().stream().map(Past::end).toList());
    }

    @Test
    void whatAPersonDisarmedNoPolicyArmsAgain() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        Past past = value(bench.provisioner.arming().disarm(metal.id(bench), Bench.ANN));
        assertEquals("DISARMED", past.end());
        assertEquals(Why.CONFLICT, why(bench.provisioner.arming().disarm(metal.id(bench), Bench.ANN)));
        metal.boot(bench);
        assertEquals("assigned", metal.view(bench).row().stage());
        Arm again = value(bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.INSTALL, List.of(),
                latest(), Duration.ofMinutes(5), List.of()), Bench.ANN));
        assertEquals("ann", again.by());
    }

    @Test
    void whatBeganToBeInstalledNoPolicyArmsAgain() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        Agent later = bench.provisioner.agent(Bench.token(bench.ask(metal.box, bench.freshBoot()))).orElseThrow();
        beginInstall();
        metal.read(bench, later);
        metal.read(bench, later);
        assertEquals(List.of("SPENT"), arms().stream().map(Past::end).toList());
        assertEquals("assigned", metal.view(bench).row().stage());
        assertTrue(metal.view(bench).row().person());
        assertEquals("install-unfinished", metal.view(bench).row().reason().code());
        value(bench.provisioner.arming().unassign(metal.id(bench), Bench.ANN));
        metal.boot(bench);
        assertEquals("assigned", metal.view(bench).row().stage());
        assertEquals("install-unfinished", metal.view(bench).row().reason().code());
        value(bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.INSTALL, List.of(), latest(),
                Duration.ofMinutes(5), List.of()), Bench.ANN));
        assertEquals(List.of(), metal.view(bench).machine().obstacles());
    }

    @Test
    void whatAPersonDisarmedNoPolicyArmsUnderAnotherName() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(true));
        metal.boot(bench);
        value(bench.provisioner.arming().disarm(metal.id(bench), Bench.ANN));
        value(bench.provisioner.arming().unassign(metal.id(bench), Bench.ANN));
        metal.boot(bench);
        assertEquals("assigned", metal.view(bench).row().stage());
        assertEquals(List.of("DISARMED"), arms().stream().map(Past::end).toList());
    }

    /** As the hand-out of its configuration does. */
    private void beginInstall() {
        Machine machine = metal.view(bench).machine();
        Stage.Armed armed = assertInstanceOf(Stage.Armed.class, machine.stage());
        Machine installing = Evolve.apply(machine, new MachineEvent.InstallStarted(bench.now.get(), armed.arm().id(),
                machine.evidence().boot()));
        bench.database.inTransaction(connection -> {
            new MachineStore().save(connection, installing);
            return 0;
        });
    }

    @Test
    void anArmEndsByItself() throws Exception {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        Agent agent = metal.boot(bench);
        assertEquals(Why.INVALID, why(bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.INSTALL,
                List.of(), latest(), Duration.ofSeconds(59), List.of()), Bench.ANN)));
        Arm arm = value(arm(List.of("pool1"), List.of()));
        assertTrue(bench.provisioner.wipePlan(agent).isPresent());
        bench.pass(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), bench.provisioner.wipePlan(agent));
        assertFalse(say(agent, arm, State.STARTED, 0));
        while (!kinds().contains("arm-expired")) {
            Thread.sleep(20);
        }
        assertEquals("assigned", metal.view(bench).row().stage());
        assertEquals("EXPIRED", arms().getFirst().end());
        assertEquals(List.of(), bench.provisioner.arming().arms(Optional.empty(), true, EVER, 10));
    }

    @Test
    void onlyTheLatestFingerprintCanBeArmed() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        metal.boot(bench);
        Sha256 seen = latest();
        metal.boot(bench);
        assertEquals(Why.STALE, why(bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.INSTALL,
                List.of(), seen, Duration.ofMinutes(5), List.of()), Bench.ANN)));
        assertEquals(Why.STALE, why(bench.provisioner.arming().setRoles(metal.id(bench), List.of(), OptionalLong.of(1),
                Bench.ANN)));
        value(arm(List.of("pool1"), List.of()));
        assertEquals(Why.CONFLICT, why(arm(List.of("pool1"), List.of())));
    }

    @Test
    void anAgentOfAnotherBootIsNotTold() {
        Metal.declare(bench, Metal.cluster(5), Metal.policy(false));
        Agent early = metal.boot(bench);
        Agent late = metal.boot(bench);
        Arm arm = value(arm(List.of("pool1"), List.of()));
        assertEquals(Optional.empty(), bench.provisioner.wipePlan(early));
        assertFalse(say(early, arm, State.STARTED, 0));
        assertTrue(say(late, arm, State.STARTED, 0));
        assertFalse(bench.provisioner.receipt(late, new Receipt("a-0000000000", 0, State.STARTED, 0, "")));
        assertFalse(bench.provisioner.receipt(late, new Receipt(arm.id(), 7, State.STARTED, 0, "")));
    }

    @Test
    void progressIsSeenAndIsNoEvent() {
        Agent agent = metal.boot(bench);
        Arm arm = value(arm(List.of("pool1"), List.of()));
        assertTrue(say(agent, arm, State.STARTED, 0));
        List<String> before = kinds();
        long turn = metal.view(bench).row().turn();
        for (int percent = 1; percent <= 60; percent++) {
            bench.pass(Duration.ofSeconds(1));
            assertTrue(say(agent, arm, State.STARTED, percent));
        }
        assertEquals(before, kinds());
        assertEquals(turn, metal.view(bench).row().turn());
        String note = arms().getFirst().arm().disks().getFirst().note();
        assertTrue(note.matches("(58|59|60) %.*"), note);
        assertTrue(say(agent, arm, State.FAILED, 60));
        assertEquals(Optional.empty(), bench.provisioner.wipePlan(agent));
        assertEquals("wipe-failed", kinds().getLast());
    }

    @Test
    void aRestartKeepsArmsAndTheirProgress() {
        Agent agent = metal.boot(bench);
        Arm arm = value(arm(List.of("pool1"), List.of()));
        assertTrue(say(agent, arm, State.STARTED, 0));
        Machines.View before = metal.view(bench);
        bench.close();
        bench = new Bench(folder);
        assertEquals(before.machine(), metal.view(bench).machine());
        assertEquals(arm.id(), bench.provisioner.wipePlan(agent).orElseThrow().arm());
        assertTrue(say(agent, arm, State.ERASED, 100));
    }

    @Test
    void anOrderToReadIsObeyedOnce() {
        Agent agent = metal.boot(bench);
        bench.provisioner.machines().order(metal.id(bench), Machines.Order.READ, Bench.ANN);
        assertEquals(List.of("ann order machine \"read\""), bench.database.reading(c -> Rows.list(c,
                "SELECT name || ' ' || action || ' ' || new_value FROM audit ORDER BY sequence",
                row -> row.getString(1))));
        assertEquals(Kind.READ, order(agent));
        metal.read(bench, agent);
        assertEquals(Kind.WAIT, order(agent));
    }

    @Test
    void aMachineThatBootsAndBootsIsStopped() {
        String boot = bench.freshBoot();
        for (int i = 0; i < 20; i++) {
            bench.ask(metal.box, boot);
        }
        await("discover", 1);
        for (int i = 1; i < 6; i++) {
            assertInstanceOf(NextStep.Discover.class, bench.ask(metal.box, bench.freshBoot()).step());
            await("discover", i + 1);
        }
        String late = bench.freshBoot();
        assertInstanceOf(NextStep.Stay.class, bench.ask(metal.box, late).step());
        assertEquals("boot-loop", bench.ask(metal.box, late).step().reason().code());
        bench.pass(Duration.ofHours(1));
        metal.boot(bench);
        assertInstanceOf(NextStep.Discover.class, bench.ask(metal.box, bench.freshBoot()).step());
    }

    /** Sightings are written behind the answers. */
    private void await(String step, int boots) {
        while (bench.database.reading(c -> Rows.list(c, "SELECT count(DISTINCT boot) FROM sightings WHERE step = ?",
                row -> row.getInt(1), step)).getFirst() < boots) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPersonPlacesAndForgetsMachines() {
        Metal.declare(bench, Metal.cluster(5), Metal.node("w1"), Metal.node("w2"));
        metal.boot(bench);
        Metal other = Metal.blank(2);
        other.boot(bench);
        Arming arming = bench.provisioner.arming();
        assertEquals(Why.INVALID, why(arming.assign(metal.id(bench), "w9", Bench.ANN)));
        value(arming.assign(metal.id(bench), "w1", Bench.ANN));
        value(arming.assign(metal.id(bench), "w1", Bench.ANN));
        assertEquals(Why.CONFLICT, why(arming.assign(metal.id(bench), "w2", Bench.ANN)));
        assertEquals(Why.CONFLICT, why(arming.assign(other.id(bench), "w1", Bench.ANN)));
        assertEquals(metal.id(bench), bench.provisioner.machines().find("w1").orElseThrow().id());
        assertEquals(Why.CONFLICT, why(arming.forget(metal.id(bench), Bench.ANN)));
        value(arming.unassign(metal.id(bench), Bench.ANN));
        assertEquals("discovered", metal.view(bench).row().stage());
        value(arming.forget(metal.id(bench), Bench.ANN));
        assertTrue(bench.provisioner.machines().find("S1").isEmpty());
        assertTrue(kinds().contains("unassigned"));
        value(arming.adopt(other.id(bench), Bench.ANN));
        assertInstanceOf(NextStep.BootDisk.class, bench.ask(other.box, bench.freshBoot()).step());
        metal.boot(bench);
        assertEquals("discovered", metal.view(bench).row().stage());
        assertEquals(List.of("assign machine", "unassign machine", "forget machine", "adopt machine"),
                bench.database.reading(c -> Rows.list(c, "SELECT action FROM audit ORDER BY sequence",
                        row -> row.getString(1))));
    }

    private Outcome<Arm> arm(List<String> disks, List<String> named) {
        return bench.provisioner.arming().arm(metal.id(bench), new Wish(Arm.Purpose.WIPE, disks, latest(),
                Duration.ofMinutes(5), named), Bench.ANN);
    }

    private Sha256 latest() {
        return metal.view(bench).machine().evidence().fingerprint();
    }

    private boolean say(Agent agent, Arm arm, State state, int percent) {
        return bench.provisioner.receipt(agent, new Receipt(arm.id(), 0, state, percent, "discard"));
    }

    private Kind order(Agent agent) {
        List<OrderAnswer> answers = new ArrayList<>();
        bench.provisioner.orderFor(agent, 0, answers::add);
        return assertInstanceOf(OrderAnswer.Do.class, answers.getFirst()).step().order();
    }

    private List<Past> arms() {
        return bench.provisioner.arming().arms(Optional.of(metal.id(bench)), false, EVER, 10);
    }

    private List<String> kinds() {
        return bench.provisioner.machines().events(Optional.empty(), 0, 1000).stream().map(Machines.Event::kind)
                .toList();
    }

    static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T> done -> done.value();
            case Outcome.Refused<T> refused -> throw new AssertionError(refused.toString());
        };
    }

    static Why why(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).why();
    }
}
