package dev.ichor.talos.generate;

import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.render.Finding;
import java.util.List;
import java.util.Optional;

/** Which Kubernetes a Talos runs (Talos {@code pkg/machinery/compatibility}). */
public final class Pairing {
    /** Every Talos runs six minor versions of Kubernetes. */
    private static final int SPAN = 5;

    private Pairing() {
    }

    /** What is wrong with the pair; {@code where} is for the findings. */
    public static List<Finding> check(TalosVersion talos, TalosVersion kubernetes, String where) {
        Optional<Contract> contract = Contract.of(talos);
        if (contract.isEmpty()) {
            return List.of(Finding.error(where, "which Kubernetes Talos " + talos + " runs is not known",
                    "Use a Talos from 1.10 to 1.14"));
        }
        if (!runs(contract.get(), kubernetes)) {
            return List.of(Finding.error(where, "Talos " + talos + " does not run Kubernetes " + kubernetes,
                    "Take a Kubernetes from " + range(contract.get()) + ", or another Talos"));
        }
        return kubernetes.pre().isEmpty() ? List.of() : List.of(Finding.warning(where,
                "Kubernetes " + kubernetes + " is a pre-release", "Take a release for a cluster that holds data"));
    }

    /** True if that contract's Talos runs that Kubernetes. */
    public static boolean runs(Contract contract, TalosVersion kubernetes) {
        int first = oldest(contract);
        return kubernetes.major() == 1 && kubernetes.minor() >= first && kubernetes.minor() <= first + SPAN;
    }

    /** For people, e.g. {@code 1.31 to 1.36}. */
    public static String range(Contract contract) {
        return "1." + oldest(contract) + " to 1." + (oldest(contract) + SPAN);
    }

    /** Minor version of the oldest Kubernetes. */
    private static int oldest(Contract contract) {
        return switch (contract) {
            case V1_10 -> 28;
            case V1_11 -> 29;
            case V1_12 -> 30;
            case V1_13 -> 31;
            case V1_14 -> 32;
        };
    }
}
