package dev.ichor.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.base.SystemUuid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdentifyTest {
    private static final String U1 = "11111111-2222-3333-4444-555555555501";
    private static final String U2 = "11111111-2222-3333-4444-555555555502";
    private final Machine one = machine(1, U1, 1, 2);
    private final Machine two = machine(2, U2, 3);
    private final Machine bare = machine(3, "", 4);

    @Test
    void whoAgreesIsKnown() {
        assertEquals(one, known(identity(U1, 1, 2)));
        assertEquals(one, known(identity(U1, 2)));
        assertEquals(one, known(identity(U1, 1, 9)));
        assertEquals(one, known(identity("", 1)));
        assertEquals(one, known(identity(U1)));
        assertEquals(bare, known(identity("", 4)));
        // the firmware was mended: the machine now tells its UUID
        assertEquals(bare, known(identity("11111111-2222-3333-4444-555555555509", 4)));
    }

    @Test
    void whoSharesNothingIsNew() {
        assertInstanceOf(Identification.New.class, of(identity("", 9)));
        assertInstanceOf(Identification.New.class, of(identity("11111111-2222-3333-4444-555555555509", 9)));
    }

    @Test
    void aClonedUuidIsAConflict() {
        Identification.Conflict clone = conflict(identity(U1, 9));
        assertEquals(Optional.empty(), clone.self());
        assertEquals(List.of(one), clone.others());
        assertTrue(clone.why().contains(U1), clone.why());
    }

    @Test
    void aMovedNicIsAConflict() {
        Identification.Conflict moved = conflict(identity(U2, 3, 1));
        assertEquals(Optional.of(two), moved.self());
        assertEquals(List.of(one), moved.others());
        assertTrue(moved.why().contains("52:54:00:00:00:01"), moved.why());
        assertEquals(Optional.empty(), conflict(identity("11111111-2222-3333-4444-555555555509", 1, 2)).self());
        assertEquals(2, conflict(identity("", 1, 3)).self().map(_ -> 2).orElse(0));
    }

    @Test
    void aPersonsWordSettlesACloneButNotANicThatMovesAgain() {
        Machine first = distinct(machine(4, U1, 11), 5);
        Machine second = distinct(machine(5, U1, 12), 4);
        assertEquals(new Identification.Known(first), Identify.of(identity(U1, 11), List.of(first, second)));
        assertEquals(new Identification.Known(second), Identify.of(identity(U1, 12), List.of(first, second)));
        assertInstanceOf(Identification.Conflict.class, Identify.of(identity(U1, 11, 12), List.of(first, second)));
        assertInstanceOf(Identification.Conflict.class, Identify.of(identity(U1, 13), List.of(first, second)));
    }

    @Test
    void theOrderOfTheKnownDoesNotMatter() {
        Random random = new Random(3);
        List<Machine> known = new ArrayList<>(List.of(one, two, bare, machine(6, U1, 7), machine(7, "", 1, 4)));
        for (int i = 0; i < 2_000; i++) {
            int[] macs = random.ints(random.nextInt(4), 1, 9).toArray();
            Identity seen = identity(random.nextInt(3) == 0 ? "" : random.nextBoolean() ? U1 : U2, macs);
            Identification before = Identify.of(seen, known);
            Collections.shuffle(known, random);
            assertEquals(before, Identify.of(seen, known));
        }
    }

    private Identification of(Identity seen) {
        return Identify.of(seen, List.of(one, two, bare));
    }

    private Machine known(Identity seen) {
        return assertInstanceOf(Identification.Known.class, of(seen)).machine();
    }

    private Identification.Conflict conflict(Identity seen) {
        return assertInstanceOf(Identification.Conflict.class, of(seen));
    }

    private static Machine distinct(Machine machine, int other) {
        return Evolve.apply(machine, new MachineEvent.Released(Instant.EPOCH, "ann", List.of(MachineId.of(other)),
                List.of()));
    }

    static Machine machine(int number, String uuid, int... macs) {
        return Evolve.begin(MachineId.of(number), new MachineEvent.FingerprintTaken(Instant.EPOCH, BootId.of(number),
                Sha256.of(new byte[] {(byte) number}), identity(uuid, macs), List.of()));
    }

    static Identity identity(String uuid, int... macs) {
        Optional<SystemUuid> parsed = uuid.isEmpty() ? Optional.empty() : Optional.of(Samples.uuid(uuid));
        return new Identity(parsed, java.util.Arrays.stream(macs).mapToObj(mac -> new Mac(0x525400000000L + mac))
                .toList());
    }

}
