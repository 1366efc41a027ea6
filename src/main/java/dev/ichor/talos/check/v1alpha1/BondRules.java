package dev.ichor.talos.check.v1alpha1;

import dev.ichor.talos.check.rule.BondWords;
import dev.ichor.talos.check.rule.Part;
import java.util.List;
import java.util.Set;

/** Bonds: which of their settings go together. */
final class BondRules {
    private static final Set<String> LACP = Set.of("802.3ad");
    private static final Set<String> BALANCING = Set.of("balance-tlb", "balance-alb");
    private static final Set<String> LACP_OR_BALANCING = Set.of("802.3ad", "balance-tlb", "balance-alb");
    private static final Set<String> WITH_PRIMARY = Set.of("active-backup", "balance-tlb", "balance-alb");
    private static final Set<String> ROUND_ROBIN = Set.of("balance-rr");

    private BondRules() {
    }

    static void check(Part bond) {
        BondWords.check(bond, "mode");
        delays(bond);
        for (String key : List.of("arpIPTarget", "adActorSystem")) {
            if (!bond.at(key).isEmpty()) {
                bond.at(key).error("Talos does not do this", "Remove it");
            }
        }
        String mode = bond.at("mode").isEmpty() ? "balance-rr" : bond.at("mode").text();
        if (!BondWords.MODES.contains(mode)) {
            return;
        }
        only(bond.at("lacpRate"), LACP.contains(mode), 0);
        only(bond.at("adActorSysPrio"), LACP.contains(mode), 0);
        only(bond.at("adUserPortKey"), LACP.contains(mode), 0);
        only(bond.at("arpValidate"), !LACP_OR_BALANCING.contains(mode), 0);
        only(bond.at("arpInterval"), !LACP_OR_BALANCING.contains(mode), 0);
        only(bond.at("primary"), WITH_PRIMARY.contains(mode), 0);
        only(bond.at("packetsPerSlave"), ROUND_ROBIN.contains(mode), 1);
        only(bond.at("tlbDynamicLb"), BALANCING.contains(mode), 0);
    }

    /** @param harmless the number up to which the key may be there in any mode */
    private static void only(Part part, boolean allowed, long harmless) {
        if (!allowed && !part.isEmpty() && part.number().orElse(harmless + 1) > harmless) {
            part.error("a bond of this mode has no such setting", "Remove it, or change the mode");
        }
    }

    private static void delays(Part bond) {
        long miimon = bond.at("miimon").number().orElse(0);
        for (String key : List.of("updelay", "downdelay")) {
            long delay = bond.at(key).number().orElse(0);
            if (miimon == 0 ? delay != 0 : delay % miimon != 0) {
                bond.at(key).error(miimon == 0 ? "without miimon there is no delay"
                        : "this must be a multiple of miimon", "Change it, or miimon");
            }
        }
    }
}
