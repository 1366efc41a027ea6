package dev.ichor.inventory;

/**
 * What the cluster's Mayastor shall be.
 *
 * @param enabled      whether Mayastor is installed at all
 * @param chartVersion of the OpenEBS chart, e.g. {@code 4.4.0}; empty for the appliance's default
 * @param replicas     of a volume by default, 1 to 5
 * @param cores        cores of the io-engine on each storage node, 1 to 16
 * @param isolate      whether the kernel keeps other work off those cores ({@code isolcpus})
 * @param hugepages    2-MiB pages of a storage node; 0: as many as the appliance finds right, never under 1024
 * @param nvmetTcp     whether {@code nvmet_tcp} is loaded too; Mayastor itself does not need it
 * @param local        where etcd's local volumes live
 * @param handoff      how it is installed
 */
public record MayastorPlan(boolean enabled, String chartVersion, int replicas, int cores, boolean isolate,
                           int hugepages, boolean nvmetTcp, LocalVolume local, Handoff handoff) {
    /** The cores of the io-engine if nothing is said; the chart's own default. */
    public static final int CORES = 2;
    public static final MayastorPlan DEFAULT = new MayastorPlan(true, "", 3);

    /** Where the volumes of OpenEBS's host path provisioner live, etcd's among them. */
    public enum LocalVolume {
        /** {@code MOUNT} up to Talos 1.13, {@code VOLUME} from 1.14, whose kubelet document has no mounts. */
        AUTO,
        /** A folder of the system disk's EPHEMERAL partition, mounted into the kubelet. */
        MOUNT,
        /** A user volume of Talos (1.12 and later for folders). */
        VOLUME,
        /** Nothing is prepared. */
        NONE
    }

    public MayastorPlan {
        // What was stored before there were hand-offs says nothing of them.
        handoff = handoff == null ? Handoff.DEFAULT : handoff;
    }

    /** Handed over as usual. */
    public MayastorPlan(boolean enabled, String chartVersion, int replicas, int cores, boolean isolate, int hugepages,
                        boolean nvmetTcp, LocalVolume local) {
        this(enabled, chartVersion, replicas, cores, isolate, hugepages, nvmetTcp, local, Handoff.DEFAULT);
    }

    /** The rest as usual. */
    public MayastorPlan(boolean enabled, String chartVersion, int replicas) {
        this(enabled, chartVersion, replicas, CORES, false, 0, false, LocalVolume.AUTO);
    }
}
