package dev.ichor.machine;

import dev.ichor.base.Mac;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Recognises machines. A UUID and a MAC must tell the same story; where they do not, a clone or a moved NIC is
 * suspected and nobody guesses (law 8). Without a usable UUID the MACs decide alone.
 */
public final class Identify {
    private Identify() {
    }

    /**
     * Who shows this identity.
     *
     * @param seen  one MAC (a question) or all of them (a fingerprint), and the UUID unless it is a placeholder
     * @param known at least all machines that share the UUID or a MAC with it; others do not matter
     */
    public static Identification of(Identity seen, List<Machine> known) {
        List<Machine> alike = known.stream()
                .filter(machine -> sharesUuid(seen, machine) || sharesMac(seen, machine))
                .sorted(Comparator.comparing(Machine::id)).toList();
        if (alike.isEmpty()) {
            return new Identification.New();
        }
        Optional<Machine> self = alike.stream().filter(machine -> agrees(seen, machine))
                .max(Comparator.comparingLong((Machine machine) -> affinity(seen, machine))
                        .thenComparing(Machine::id, Comparator.reverseOrder()));
        List<Machine> others = alike.stream()
                .filter(machine -> self.map(me -> isRival(seen, me, machine)).orElse(true)).toList();
        if (others.isEmpty()) {
            return new Identification.Known(self.orElseThrow());
        }
        return new Identification.Conflict(self, others, why(seen, others));
    }

    private static boolean sharesUuid(Identity seen, Machine machine) {
        return seen.uuid().isPresent() && seen.uuid().equals(machine.identity().uuid());
    }

    private static boolean sharesMac(Identity seen, Machine machine) {
        return machine.identity().macs().stream().anyMatch(seen.macs()::contains);
    }

    /** Nothing that both sides tell contradicts, and at least one thing is the same. */
    private static boolean agrees(Identity seen, Machine machine) {
        Identity known = machine.identity();
        boolean uuidSpeaksAgainst = seen.uuid().isPresent() && known.uuid().isPresent() && !sharesUuid(seen, machine);
        boolean macsSpeakAgainst = !seen.macs().isEmpty() && !known.macs().isEmpty() && !sharesMac(seen, machine);
        return !uuidSpeaksAgainst && !macsSpeakAgainst;
    }

    private static long affinity(Identity seen, Machine machine) {
        long macs = machine.identity().macs().stream().filter(seen.macs()::contains).count();
        return 2 * macs + (sharesUuid(seen, machine) ? 1 : 0);
    }

    /** A person's word settles a shared UUID for good, but a NIC that turns up in two machines is always news. */
    private static boolean isRival(Identity seen, Machine self, Machine machine) {
        if (machine.id().equals(self.id())) {
            return false;
        }
        return sharesMac(seen, machine) || !self.distinctFrom().contains(machine.id());
    }

    private static String why(Identity seen, List<Machine> others) {
        List<Mac> moved = seen.macs().stream()
                .filter(mac -> others.stream().anyMatch(other -> other.identity().macs().contains(mac))).toList();
        if (moved.isEmpty()) {
            return "two machines have the SMBIOS UUID " + seen.uuid().map(Object::toString).orElse("")
                    + " but different NICs: a cloned UUID, or all NICs were replaced";
        }
        return "NIC " + moved.getFirst() + " was seen in two machines: a moved NIC, a replaced mainboard, or a cloned"
                + " MAC";
    }
}
