package dev.ichor.inventory;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How Mayastor is handed over.
 *
 * @param chart     which Helm chart
 * @param domain    what two replicas of a volume must not share
 * @param registry  host, with or without a path, from which all images are pulled in place of their own registries;
 *                  empty: their own
 * @param fioImage  image of the benchmark pods, with fio and a shell; empty: the appliance's default
 * @param prices    for the cost sheet
 */
public record Handoff(Chart chart, Domain domain, String registry, String fioImage, Optional<Prices> prices) {
    public static final Handoff DEFAULT = new Handoff(Chart.OPENEBS, Domain.NODE, "", "", Optional.empty());

    /** Helm charts that bring Mayastor. */
    public enum Chart {
        /** The umbrella {@code openebs/openebs}; Mayastor's values stand below {@code mayastor}. */
        OPENEBS,
        /** The standalone {@code mayastor/mayastor}. */
        MAYASTOR
    }

    /** What fails as one. */
    public enum Domain {
        NODE,
        /** {@link Node#zone()}. */
        ZONE,
        /** The node's label {@code rack}. */
        RACK,
        /** The switch that the NIC of the storage network hangs on, as LLDP tells. */
        SWITCH
    }

    /**
     * What things cost.
     *
     * <p>Amounts that are the same are written the same: without zeros at the end.
     *
     * @param currency e.g. {@code EUR}
     * @param node     a storage node without its disks
     * @param tib      of pool disks, each TiB (2^40 bytes) of raw capacity
     */
    public record Prices(String currency, BigDecimal node, BigDecimal tib) {
        public Prices {
            node = plain(node);
            tib = plain(tib);
        }

        private static BigDecimal plain(BigDecimal amount) {
            BigDecimal stripped = amount.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }
}
