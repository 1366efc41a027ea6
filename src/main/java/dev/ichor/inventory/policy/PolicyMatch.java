package dev.ichor.inventory.policy;

import dev.ichor.inventory.Policy;
import dev.ichor.machine.Fingerprint;
import java.util.Collection;
import java.util.List;

/**
 * How one policy compares with one machine.
 *
 * @param policy      its name
 * @param matches     all conditions hold
 * @param chosen      it is the one that decides
 * @param specificity number of conditions
 * @param conditions  each condition with what the machine shows
 */
public record PolicyMatch(String policy, boolean matches, boolean chosen, int specificity,
                          List<Condition> conditions) {
    public PolicyMatch {
        conditions = List.copyOf(conditions);
    }

    /** One condition: its key in the file, what is wanted, what the machine shows, and whether that is enough. */
    public record Condition(String key, String wanted, String shown, boolean holds) {
    }

    /** All policies against a machine: the chosen one first, then matches, then the rest; ties by name. */
    public static List<PolicyMatch> of(Collection<Policy> policies, Fingerprint fingerprint) {
        throw new UnsupportedOperationException();
    }
}
