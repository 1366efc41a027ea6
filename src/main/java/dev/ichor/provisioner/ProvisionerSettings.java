package dev.ichor.provisioner;

import dev.ichor.inventory.Assign;
import dev.ichor.provision.BootRules;
import java.time.Duration;

/**
 * What an operator sets about machines.
 *
 * @param rules     of the decisions
 * @param limits    of disk roles
 * @param policyArm how long an arm lives that a policy gives
 */
public record ProvisionerSettings(BootRules rules, Assign.Limits limits, Duration policyArm) {
    public static final Duration POLICY_ARM = Duration.ofMinutes(60);

    /** The rules with the defaults of all else. */
    public static ProvisionerSettings of(BootRules rules) {
        return new ProvisionerSettings(rules, Assign.Limits.DEFAULT, POLICY_ARM);
    }
}
