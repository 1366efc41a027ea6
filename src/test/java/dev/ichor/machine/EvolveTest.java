package dev.ichor.machine;

import static dev.ichor.machine.IdentifyTest.identity;
import static dev.ichor.machine.IdentifyTest.machine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ichor.base.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EvolveTest {
    private static final String U1 = "11111111-2222-3333-4444-555555555501";
    private static final Instant LATER = Instant.EPOCH.plusSeconds(60);
    private final Machine one = machine(1, U1, 1, 2);
    private final MachineEvent.Held held = new MachineEvent.Held(LATER, "a clone",
            List.of(MachineId.of(2), MachineId.of(3)));

    @Test
    void aFingerprintReplacesTheEvidenceAndTheNics() {
        Machine after = Evolve.apply(one, taken(9, identity("", 2, 5)));
        assertEquals(identity(U1, 2, 5), after.identity());
        assertEquals(BootId.of(9), after.evidence().boot());
        assertEquals(new Stage.Discovered(after.evidence().fingerprint(), LATER), after.stage());
        assertEquals(one.turn() + 1, after.turn());
        assertEquals(one.firstSeen(), after.firstSeen());
        assertEquals(identity(U1, 1, 2), Evolve.apply(one, taken(9, identity("")) ).identity());
    }

    @Test
    void aHeldMachineStaysHeldUntilEachConfusionIsSettled() {
        Machine stuck = Evolve.apply(Evolve.apply(one, held), taken(9, identity(U1, 1, 2)));
        assertEquals(List.of(MachineId.of(2), MachineId.of(3)),
                assertInstanceOf(Stage.Held.class, stuck.stage()).others());
        Machine half = Evolve.apply(stuck, released(2, 1));
        assertEquals(List.of(MachineId.of(3)), assertInstanceOf(Stage.Held.class, half.stage()).others());
        assertEquals(identity(U1, 2), half.identity());
        Machine free = Evolve.apply(half, released(3));
        assertInstanceOf(Stage.Discovered.class, free.stage());
        assertEquals(List.of(MachineId.of(2), MachineId.of(3)), free.distinctFrom());
    }

    @Test
    void anOrderLivesUntilItIsOver() {
        Order order = new Order(2, Order.Kind.REBOOT, BootId.of(1), Instant.EPOCH, LATER, "ann");
        Machine ordered = Evolve.apply(one, new MachineEvent.OrderGiven(order));
        assertEquals(Optional.of(order), ordered.order());
        assertEquals(2, ordered.turn());
        assertEquals(Optional.of(order), Evolve.apply(ordered,
                new MachineEvent.OrderObeyed(LATER, 1, Order.Kind.REBOOT, BootId.of(2))).order());
        assertEquals(Optional.empty(), Evolve.apply(ordered,
                new MachineEvent.OrderObeyed(LATER, 2, Order.Kind.REBOOT, BootId.of(2))).order());
    }

    @Test
    void wordsOfTheAgentChangeNothing() {
        assertEquals(one, Evolve.apply(one, new MachineEvent.Reported(LATER, BootId.of(1), "hello")));
    }

    private static MachineEvent.FingerprintTaken taken(int boot, Identity identity) {
        return new MachineEvent.FingerprintTaken(LATER, BootId.of(boot), Sha256.of(new byte[] {9}), identity, List.of());
    }

    private static MachineEvent.Released released(int other, int... givenUp) {
        return new MachineEvent.Released(LATER, "ann", List.of(MachineId.of(other)), identity("", givenUp).macs());
    }
}
