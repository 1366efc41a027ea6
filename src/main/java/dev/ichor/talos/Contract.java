package dev.ichor.talos;

import java.util.Optional;

/**
 * The form of configuration that a Talos version writes and reads (Talos {@code pkg/machinery/config/contract.go}): an
 * older form on a newer Talos is fine, a newer one on an older Talos is refused.
 */
public enum Contract {
    V1_10(10), V1_11(11), V1_12(12), V1_13(13), V1_14(14);

    private final int minor;

    Contract(int minor) {
        this.minor = minor;
    }

    /** The contract of that Talos; empty for one that the appliance does not know. */
    public static Optional<Contract> of(TalosVersion talos) {
        for (Contract contract : values()) {
            if (talos.major() == 1 && talos.minor() == contract.minor) {
                return Optional.of(contract);
            }
        }
        return Optional.empty();
    }

    /** True for this contract and newer ones. */
    public boolean since(Contract first) {
        return compareTo(first) >= 0;
    }

    @Override
    public String toString() {
        return "1." + minor;
    }
}
