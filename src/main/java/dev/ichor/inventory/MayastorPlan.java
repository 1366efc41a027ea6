package dev.ichor.inventory;

/**
 * What the cluster's Mayastor shall be.
 *
 * @param enabled      whether Mayastor is installed at all
 * @param chartVersion of the OpenEBS chart, e.g. {@code 4.4.0}; empty for the appliance's default
 * @param replicas     of a volume by default, 1 to 5
 */
public record MayastorPlan(boolean enabled, String chartVersion, int replicas) {
    public static final MayastorPlan DEFAULT = new MayastorPlan(true, "", 3);
}
