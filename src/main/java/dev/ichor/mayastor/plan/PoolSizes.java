package dev.ichor.mayastor.plan;

import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.chart.Charts;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;

/**
 * How a pool divides its disk. Both are fixed when the pool is made, so they follow from the disk and the chart alone.
 * The DiskPool takes them in this spelling since Mayastor 2.10.
 */
final class PoolSizes {
    /** OpenEBS: the least size of a pool's disk. */
    static final long LEAST = 10_000_000_000L;
    /** No disk is larger; beyond it a size is a fault of the disk. */
    static final long MOST = 1L << 48;
    private static final long MIB = 1L << 20;
    private static final long TIB = 1L << 40;
    private static final long USUAL = 4 * MIB;
    /** SPDK's blobstore keeps a page of metadata for each cluster that it can grow to. */
    private static final long PAGE = 4096;

    private PoolSizes() {
    }

    /** Pools of 10 to 20 TiB come back slowly after a power cut; larger clusters help (OpenEBS, SPDK blobstore). */
    static String cluster(Chart chart, long bytes) {
        if (!Charts.since(chart, 10) || bytes < 10 * TIB) {
            return "";
        }
        return bytes < 20 * TIB ? "16MiB" : "32MiB";
    }

    /** Only a virtual disk can be made larger under its pool. */
    static String expansion(Chart chart, Disk.Transport transport) {
        return !Charts.since(chart, 10) ? "" : transport == Disk.Transport.VIRTIO ? "4x" : "1x";
    }

    /** What the pool takes for itself: a page for each cluster, three bit masks, the superblock, the broken end. */
    static long overhead(Pool pool) {
        long cluster = pool.clusterSize().isEmpty() ? USUAL
                : Long.parseLong(pool.clusterSize().replace("MiB", "")) * MIB;
        long factor = pool.maxExpansion().isEmpty() ? 1 : Long.parseLong(pool.maxExpansion().replace("x", ""));
        long clusters = pool.bytes() / cluster * factor;
        long pages = 1 + 3 * (clusters / (8 * PAGE) + 1) + clusters;
        long meta = (pages * PAGE + cluster - 1) / cluster * cluster;
        return Math.min(pool.bytes(), meta + pool.bytes() % cluster);
    }

    /** Why, in words. */
    static String text(Iterable<Pool> pools) {
        boolean large = false;
        boolean virtual = false;
        boolean known = false;
        for (Pool pool : pools) {
            large |= !pool.clusterSize().isEmpty();
            virtual |= !pool.maxExpansion().isEmpty() && !pool.maxExpansion().equals("1x");
            known |= !pool.maxExpansion().isEmpty();
        }
        return (large ? "Pools of 10 TiB and more get clusters of 16 MiB (32 MiB from 20 TiB), for they come back"
                + " faster after a power cut. " : "Pools keep clusters of 4 MiB, the usual size below 10 TiB. ")
                + (!known ? "This chart knows no maxExpansion." : virtual ? "Virtual disks may grow to four times"
                + " their size (maxExpansion), which cannot be changed later and costs metadata."
                : "A disk does not grow, so maxExpansion is 1x and no metadata is set aside.");
    }
}
