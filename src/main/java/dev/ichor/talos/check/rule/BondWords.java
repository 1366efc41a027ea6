package dev.ichor.talos.check.rule;

import java.util.Map;
import java.util.Set;

/** The words that a bond's settings take, in every form of configuration. */
public final class BondWords {
    public static final Set<String> MODES = Set.of("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad",
            "balance-tlb", "balance-alb");
    private static final Map<String, Set<String>> WORDS = Map.of(
            "xmitHashPolicy", Set.of("layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4"),
            "lacpRate", Set.of("slow", "fast"),
            "arpValidate", Set.of("none", "active", "backup", "all", "filter", "filter-active", "filter-backup"),
            "arpAllTargets", Set.of("any", "all"),
            "primaryReselect", Set.of("always", "better", "failure"),
            "failOverMac", Set.of("none", "active", "follow"),
            "adSelect", Set.of("stable", "bandwidth", "count"));

    private BondWords() {
    }

    /** @param mode the key of the mode */
    public static void check(Part bond, String mode) {
        word(bond.at(mode), MODES);
        WORDS.forEach((key, words) -> word(bond.at(key), words));
    }

    private static void word(Part part, Set<String> words) {
        if (!part.isEmpty() && !words.contains(part.text())) {
            part.error("no such setting of a bond", "Write one of " + words.stream().sorted().toList());
        }
    }
}
