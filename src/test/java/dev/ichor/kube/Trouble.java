package dev.ichor.kube;

/** What can go wrong in the stand-in, until it is mended. */
public enum Trouble {
    /** The API server answers nothing but that it is unavailable. */
    API_DOWN("preflight"),
    /** The first storage node is not Ready. */
    NODE_NOT_READY("preflight"),
    /** The first storage node has no label {@code openebs.io/engine}. */
    LABEL_MISSING("preflight"),
    /** The kubelet of the first storage node offers no hugepages. */
    HUGEPAGES_MISSING("preflight"),
    /** An admission webhook refuses namespaces. */
    NAMESPACE_FORBIDDEN("namespace"),
    /** The image of the network check can't be pulled. */
    NETWORK_IMAGE_NOT_PULLED("network"),
    /** Full-size packets from the first storage node get lost. */
    JUMBO_LOST("network"),
    /** The image of the disk check can't be pulled. */
    DISKS_IMAGE_NOT_PULLED("disks"),
    /** The first pool's disk carries a filesystem. */
    DISK_HOLDS_DATA("disks"),
    /** The first pool's disk is gone. */
    DISK_MISSING("disks"),
    /** The first pool's link leads to another disk. */
    DISK_SWAPPED("disks"),
    /** The Helm repository does not answer. */
    REPOSITORY_DOWN("chart"),
    /** The API server refuses with an internal error in the middle of Helm's writes. */
    HELM_FAILS_HALFWAY("chart"),
    /** The connection is closed in the middle of Helm's writes. */
    HELM_CUT("chart"),
    /** Etcd's pods stay Pending. */
    ETCD_PENDING("crd"),
    /** The operator never makes the CustomResourceDefinition of DiskPools. */
    CRD_NEVER("crd"),
    /** The image of the io-engine can't be pulled. */
    ENGINE_IMAGE_NOT_PULLED("engine"),
    /** The io-engine of the first storage node finds too few free hugepages. */
    ENGINE_HUGEPAGES("engine"),
    /** The io-engine of the first storage node can't run on its cores. */
    ENGINE_CORES("engine"),
    /** The nvme_tcp module of the first storage node is missing. */
    MODULE_MISSING("engine"),
    /** The first pool stays in Creating, with an event. */
    POOL_STUCK("pools"),
    /** The first pool's disk carries the pool of someone else when the operator looks. */
    POOL_FOREIGN("pools"),
    /** The first pool is Created but Faulted. */
    POOL_FAULTED("pools"),
    /** The connection is closed at the second DiskPool that is written. */
    POOLS_CUT("pools"),
    /** StorageClasses are refused. */
    CLASSES_FORBIDDEN("classes"),
    /** A webhook refuses PrometheusRules. */
    ALERTS_REFUSED("alerts"),
    /** Claims of Mayastor stay Pending, with an event. */
    CLAIM_PENDING("volume"),
    /** Fio ends with an error. */
    FIO_FAILS("fio"),
    /** The image of fio can't be pulled. */
    FIO_IMAGE_NOT_PULLED("fio"),
    /** One replica of each volume is Faulted. */
    REPLICA_FAULTED("replicas"),
    /** Mayastor's REST API has no pod. */
    REST_DOWN("replicas"),
    /** Claims can't be deleted. */
    CLEAN_UP_FORBIDDEN("clean-up");

    private final String step;

    Trouble(String step) {
        this.step = step;
    }

    /** The step of a run that meets it. */
    public String step() {
        return step;
    }
}
