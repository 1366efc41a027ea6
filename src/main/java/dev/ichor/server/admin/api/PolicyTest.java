package dev.ichor.server.admin.api;

import dev.ichor.inventory.policy.PolicyMatch;
import java.util.List;

/** How one policy compares with one machine. */
@About("How one policy compares with one machine.")
public record PolicyTest(
        @About("The policy's name.") String policy,
        @About("Whether all conditions hold.") boolean matches,
        @About("Whether it is the one that decides.") boolean chosen,
        @About("Number of conditions: the most specific policy decides.") int specificity,
        @About("Each condition.") List<Condition> conditions) {
    /** One condition. */
    @About("One condition.")
    public record Condition(@About("Its key in the policy.") String key, @About("What is wanted.") String wanted,
                            @About("What the machine shows.") String shown,
                            @About("Whether that is enough.") boolean holds) {
    }

    public static PolicyTest of(PolicyMatch match) {
        return new PolicyTest(match.policy(), match.matches(), match.chosen(), match.specificity(),
                match.conditions().stream().map(c -> new Condition(c.key(), c.wanted(), c.shown(), c.holds()))
                        .toList());
    }
}
