package dev.ichor.provision;

import static dev.ichor.provision.States.EVIDENCE;
import static dev.ichor.provision.States.LATER;
import static dev.ichor.provision.States.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.Disks;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineEvent.ArmEnded;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.ArmedDisk.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConsiderTest {
    private static final String ARM = "a-0123456789";
    private static final Fingerprint BLANK = Disks.print(Disks.disk("A"));
    private static final Fingerprint FULL = Disks.print(Disks.disk("A", Disks.ext4("x")));
    private final Map<String, Machine> states = States.all();

    @Test
    void aFingerprintEndsTheArmThatItNoLongerFits() {
        assertEquals(Optional.empty(), ended("armed, checked", BLANK, BLANK));
        assertEquals(Optional.of(ArmEnded.End.VOIDED), ended("armed, checked", FULL, BLANK));
        assertEquals(Optional.of(ArmEnded.End.VOIDED), end(Consider.onFingerprint(states.get("armed, checked"), BLANK,
                Optional.empty(), NOW)));
        assertEquals(Optional.of(ArmEnded.End.EXPIRED), ended("armed, expired", FULL, BLANK));
        assertEquals(Optional.of(ArmEnded.End.VOIDED), ended("armed, clock set back", BLANK, BLANK));
        assertEquals(Optional.empty(), ended("armed, erased, checked", BLANK, FULL));
        assertEquals(Optional.of(ArmEnded.End.SPENT), ended("wipe, erased, checked", BLANK, FULL));
        assertEquals(Optional.of(ArmEnded.End.VOIDED), ended("wipe, erased, checked", FULL, FULL));
        assertEquals(Optional.empty(), ended("wipe, to erase", FULL, FULL));
        assertEquals(Optional.empty(), ended("wipe, erase failed", FULL, FULL));
        assertEquals(Optional.empty(), ended("held", FULL, BLANK));
    }

    @Test
    void anOrderIsOverWhenItIsReadOrTheBootOrTheTimeIs() {
        assertTrue(orderOver("armed, told to read", NOW.plusSeconds(1)));
        assertTrue(!orderOver("armed, to erase, told to wait", NOW.plusSeconds(1)));
        assertTrue(orderOver("armed, to erase, told to wait", NOW.plusSeconds(61)));
    }

    private boolean orderOver(String state, java.time.Instant at) {
        Fingerprint same = FULL;
        return Consider.onFingerprint(states.get(state), same, Optional.of(same), at).stream()
                .anyMatch(MachineEvent.OrderObeyed.class::isInstance);
    }

    @Test
    void theTimeEndsArms() {
        assertEquals(Optional.of(ArmEnded.End.EXPIRED), end(Consider.onTime(states.get("armed, expired"), NOW)));
        assertEquals(Optional.of(ArmEnded.End.VOIDED), end(Consider.onTime(states.get("armed, clock set back"), NOW)));
        for (String state : List.of("armed, checked", "installed", "held", "assigned", "installing")) {
            assertEquals(List.of(), Consider.onTime(states.get(state), NOW), state);
        }
    }

    @Test
    void receiptsOfTheLiveArmAreHeardInTheirOrder() {
        String[] expected = {
            "UNTOUCHED STARTED News", "UNTOUCHED ERASED Over", "UNTOUCHED REFUSED News", "UNTOUCHED FAILED News",
            "STARTED STARTED News", "STARTED ERASED News", "STARTED REFUSED News", "STARTED FAILED News",
            "ERASED STARTED Over", "ERASED ERASED Known", "ERASED REFUSED Over", "ERASED FAILED Over",
            "REFUSED STARTED Over", "REFUSED ERASED Over", "REFUSED REFUSED Known", "REFUSED FAILED Over",
            "FAILED STARTED Over", "FAILED ERASED Over", "FAILED REFUSED Over", "FAILED FAILED Known"};
        for (String line : expected) {
            String[] words = line.split(" ");
            Machine machine = States.armed(true, States.disk(true, State.valueOf(words[0])));
            assertEquals(words[2], heard(machine, ARM, 0, State.valueOf(words[1])), line);
        }
    }

    @Test
    void anythingElseIsOver() {
        Machine armed = states.get("armed, to erase");
        assertEquals("Over", heard(armed, "a-9999999999", 0, State.STARTED));
        assertEquals("Over", heard(armed, ARM, 1, State.STARTED));
        assertEquals("Over", heard(armed, ARM, -1, State.STARTED));
        assertEquals("Over", heard(armed, ARM, 0, State.UNTOUCHED));
        assertEquals("Over", heard(states.get("armed, checked"), ARM, 0, State.STARTED), "not to be erased");
        for (String state : List.of("held", "installed", "assigned", "installing", "discovered")) {
            assertEquals("Over", heard(states.get(state), ARM, 0, State.STARTED), state);
        }
        assertEquals("Over", Consider.onReceipt(armed, LATER, ARM, 0, State.STARTED, 0, "", NOW).getClass()
                .getSimpleName(), "another boot");
    }

    @Test
    void afterItsTimeAWipeMayNotGoOnButIsStillHeard() {
        Machine machine = States.armed(true, States.disk(true, State.STARTED));
        for (State state : List.of(State.STARTED, State.ERASED, State.FAILED)) {
            Consider.Heard heard = Consider.onReceipt(machine, EVIDENCE, ARM, 0, state, 0, "", NOW.plusSeconds(601));
            assertEquals(state == State.STARTED ? "Over" : "News", heard.getClass().getSimpleName());
        }
    }

    @Test
    void progressIsKeptOnce() {
        Machine machine = States.armed(true, States.disk(true, State.UNTOUCHED));
        Consider.Heard first = Consider.onReceipt(machine, EVIDENCE, ARM, 0, State.STARTED, 40, "zeroes", NOW);
        Machine after = Evolve.apply(machine, ((Consider.Heard.News) first).event());
        assertEquals("40 % zeroes", ((Stage.Armed) after.stage()).arm().disks().getFirst().note());
        assertEquals(new Consider.Heard.Known(),
                Consider.onReceipt(after, EVIDENCE, ARM, 0, State.STARTED, 40, "zeroes", NOW));
    }

    @Test
    void aConfigurationIsGivenForACheckedArmAndOnce() {
        states.forEach((name, machine) -> {
            boolean may = List.of("armed, checked", "armed, erased, checked", "armed, told to read",
                    "installing, failed", "installing, failed twice").contains(name);
            Optional<MachineEvent> event = Consider.onInstall(machine, LATER, NOW);
            assertEquals(may, event.isPresent(), name);
            event.ifPresent(started -> assertEquals(Optional.empty(),
                    Consider.onInstall(Evolve.apply(machine, started), LATER, NOW), name));
        });
    }

    private String heard(Machine machine, String arm, int number, ArmedDisk.State state) {
        return Consider.onReceipt(machine, EVIDENCE, arm, number, state, 0, "", NOW).getClass().getSimpleName();
    }

    private Optional<ArmEnded.End> ended(String state, Fingerprint now, Fingerprint armed) {
        return end(Consider.onFingerprint(states.get(state), now, Optional.of(armed), NOW));
    }

    private static Optional<ArmEnded.End> end(List<MachineEvent> events) {
        return events.stream().filter(ArmEnded.class::isInstance).map(event -> ((ArmEnded) event).end()).findFirst();
    }
}
