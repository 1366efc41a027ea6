package dev.ichor.inventory.policy;

import dev.ichor.inventory.Policy;
import dev.ichor.machine.Fingerprint;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
    private static final Comparator<PolicyMatch> ORDER = Comparator.comparing((PolicyMatch match) -> !match.matches())
            .thenComparing(match -> -match.specificity()).thenComparing(PolicyMatch::policy);

    public PolicyMatch {
        conditions = List.copyOf(conditions);
    }

    /** One condition: its key in the file, what is wanted, what the machine shows, and whether that is enough. */
    public record Condition(String key, String wanted, String shown, boolean holds) {
    }

    /**
     * All policies against a machine: the chosen one first, then matches, then the rest, each from the most specific
     * to the least; ties by name. None is chosen if none matches.
     */
    public static List<PolicyMatch> of(Collection<Policy> policies, Fingerprint fingerprint) {
        List<PolicyMatch> all = policies.stream().map(policy -> against(policy, fingerprint)).sorted(ORDER).toList();
        return IntStream.range(0, all.size())
                .mapToObj(i -> i == 0 && all.get(i).matches() ? all.get(i).asChosen() : all.get(i)).toList();
    }

    private static PolicyMatch against(Policy policy, Fingerprint fingerprint) {
        List<Condition> conditions = Conditions.of(policy.selector(), fingerprint);
        return new PolicyMatch(policy.name(), conditions.stream().allMatch(Condition::holds), false,
                conditions.size(), conditions);
    }

    private PolicyMatch asChosen() {
        return new PolicyMatch(policy, matches, true, specificity, conditions);
    }
}
