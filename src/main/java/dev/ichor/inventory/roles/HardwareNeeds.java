package dev.ichor.inventory.roles;

/**
 * What a node needs (minimum: without it a verdict fails; recommended: a verdict warns).
 * Sources stand in {@code inventory/README.md}.
 */
public record HardwareNeeds(int leastCores, int goodCores, long leastMemory, long goodMemory, int leastLinkMbit,
                            int goodLinkMbit) {
    public static final HardwareNeeds DEFAULT = new HardwareNeeds(2, 8, 4L << 30, 32L << 30, 1_000, 10_000);
}
