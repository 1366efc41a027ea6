package dev.ichor.inventory.roles;

/**
 * What a node needs: below the least a verdict fails, below the good one it warns.
 *
 * <p>Mayastor's io-engine keeps two cores, 1 GiB of memory and 2 GiB of huge pages to itself (OpenEBS prerequisites
 * and the chart's {@code io_engine.cpuCount} and {@code io_engine.resources}); Talos and Kubernetes want one core and
 * 1 GiB beside that, so the least is 3 cores and 4 GiB. Replicas travel between nodes, for which OpenEBS wanted at
 * least 10 Gb/s; with less it works slowly. The good figures leave room for workloads and rebuilds.
 *
 * @param leastCores    physical cores
 * @param leastMemory   bytes
 * @param leastLinkMbit speed of the fastest NIC with a link, in Mb/s
 */
public record HardwareNeeds(int leastCores, int goodCores, long leastMemory, long goodMemory, int leastLinkMbit,
                            int goodLinkMbit) {
    public static final HardwareNeeds DEFAULT = new HardwareNeeds(3, 8, 4L << 30, 32L << 30, 1_000, 10_000);
}
