package dev.ichor.mayastor.run;

import dev.ichor.mayastor.run.Diagnosis.Symptom;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known to go wrong, in the words in which Kubernetes, Helm and Mayastor say it. */
final class Symptoms {
    private static final String AGAIN = " Then run again: what is done stays done.";

    private Symptoms() {
    }

    /** The causes that stop others come first. */
    static List<Symptom> all(Install install) {
        return List.of(
                of("unreachable", "connection refused|no such host|i/o timeout|Unable to connect to the server|"
                        + "TLS handshake timeout|context deadline exceeded.*https?://|EOF$|server is currently unable",
                        "the cluster's API server does not answer", "Look at the control plane's nodes and at the "
                                + "cluster's endpoint." + AGAIN),
                of("forbidden", "\\(Forbidden\\)|is forbidden: User|Unauthorized|must be logged in",
                        "Kubernetes does not let this kubeconfig in", "Use a kubeconfig of a cluster administrator; "
                                + "without --kubeconfig the appliance makes one."),
                of("pod-security", "violates PodSecurity", "Pod security keeps Mayastor's pods from being created",
                        "Label the namespace: `kubectl label namespace " + install.namespace() + " --overwrite "
                                + "pod-security.kubernetes.io/enforce=privileged`." + AGAIN),
                of("other-fields", "conflict with \"|conflicts with \"|Apply failed with \\d+ conflict",
                        "somebody else looks after the same fields of an object", "Look who does: `kubectl get -o yaml "
                                + "--show-managed-fields`. Change it there, or take the fields away from them."),
                of("immutable-class", "Forbidden: updates to parameters are forbidden|parameters: Forbidden",
                        "a storage class of that name has other parameters, which cannot be changed",
                        "Rename or delete the old class (its volumes stay), after a look at what uses it." + AGAIN),
                of("helm-locked", "another operation \\(install/upgrade/rollback\\) is in progress",
                        "an install of the chart was cut off and Helm still holds it", "Look at `helm -n "
                                + install.namespace() + " history " + install.release() + "`. If none runs, delete the "
                                + "secret of that revision: `kubectl -n " + install.namespace() + " delete secret "
                                + "-l owner=helm,name=" + install.release() + ",status=pending-install`." + AGAIN),
                of("chart-missing", "looks like \".*\" is not a valid chart repository|chart \".*\" (version "
                        + "\".*\" )?not"
                        + " found|failed to (fetch|download)|no cached repo found|no chart (name|version) found",
                        "Helm does not get the chart", "Without internet, fetch the chart elsewhere and name it with "
                                + "--chart; chart/chart.txt says which it is."),
                of("values", "values don't meet the specifications|at '.*': got ", "the chart refuses its values",
                        "Take a chart version that is known here, or tell what the chart says."),
                of("image", "ErrImagePull|ImagePullBackOff|InvalidImageName|Failed to pull image|ErrImageNeverPull",
                        "an image cannot be pulled", "Look at the name in the evidence. Without internet, fill a "
                                + "registry with the images of chart/images.txt and name it with --registry." + AGAIN),
                of("hugepages-pods", "Insufficient hugepages-2Mi|offers \\d+ hugepages|hugepages of 2 MiB for pods",
                        "a node offers too few hugepages to pods", "The kubelet counts them when it starts: let the "
                                + "node have vm.nr_hugepages as planned, and restart it." + AGAIN),
                of("hugepages", "insufficient free pages|insufficient pages|\\d+ hugepages of 2 MiB are free|"
                        + "[Nn]o hugepages|hugetlbfs|Cannot get hugepage information|rte_eal_memory",
                        "a node has too few free hugepages for the io-engine", "Give the node vm.nr_hugepages as "
                                + "planned and restart it; something else may use some." + AGAIN),
                of("cores", "EAL: .*(lcore|core|affinity)|EAL: invalid|EAL: FATAL|Cannot set affinity|"
                        + "core \\d+ (is )?(un|not )available", "the io-engine does not get its cores",
                        "The cores of the plan must be online on each storage node, and the kubelet's CPU manager must "
                                + "not be static. Look at `ichor handoff plan`." + AGAIN),
                of("cpu", "EAL: .*SSE|exit code 132|exit code 4 .*SIGILL|Illegal instruction", "the CPU lacks SSE4.2",
                        "Mayastor needs x86-64 with SSE4.2: let another machine store."),
                of("nvme-tcp", "nvme[-_]tcp.*(probe|not|missing|load|Failed)|waits in nvme-tcp-probe|"
                        + "(not|missing|load).{0,40}nvme[-_]tcp", "the kernel module nvme_tcp is not there, or is not "
                        + "seen", "Talos has it built in: csi.node.initContainers.enabled must be false, and the node "
                                + "must not run an old kernel." + AGAIN),
                of("csi-time", "Failed to parse 'nvme-io-timeout'|Failed to set nvme_core io_timeout|"
                        + "invalid value.*--nvme-io-timeout", "csi-node does not understand its I/O timeout",
                        "csi.node.nvme.io_timeout must be empty or have a unit, e.g. \"60s\"." + AGAIN),
                of("storage-several", "Multiple network interfaces", "several interfaces, or several addresses of one, "
                        + "are in the storage network of a node", "Leave exactly one IPv4 address of "
                                + words(install.storage()) + " on one interface of each node." + AGAIN),
                of("storage-none", "[Nn]o (matching )?network interfaces? (match|found)|transport\\.rs:|"
                        + "no (IPv4|IP) address|[Nn]etwork interface .*not found",
                        "a node has no interface in the storage network", "Each storage node needs an address in "
                                + words(install.storage()) + " with exactly that prefix length." + AGAIN),
                of("jumbo", "packets reach|has an MTU of|does not answer$|"
                        + "has no interface with the address|nothing was measured from",
                        "the storage network does not carry full-size packets between all nodes",
                        "Set the same MTU on both nodes' interfaces, and let the switch ports carry frames of that "
                                + "size." + AGAIN, "network"),
                of("etcd-volume", "(MountVolume|FailedMount|FailedBinding|ProvisioningFailed|mkdir|init-pvc).*"
                        + "|persistentvolumeclaim \"?.*\"? not found|unbound immediate PersistentVolumeClaims",
                        "a local volume, usually etcd's, cannot be made or mounted", "The path of the values "
                                + "(etcd.localpvScConfig.basePath) must be visible to the kubelet: on Talos below "
                                + "/var/mnt, or mounted into it." + AGAIN, "crd", "engine", "chart"),
                of("etcd", "(pod \\S*-etcd-\\d+|there is no etcd pod|event of pod \\S*-etcd-\\d+)",
                        "etcd is not up, and everything else waits for it", "etcd wants three nodes, of which none "
                                + "takes two. Look at its pods first." + AGAIN, "crd", "engine"),
                of("nats", "(pod \\S*-nats-\\d+ .*(Pending|FailedScheduling)|event of pod \\S*-nats-\\d+)", "nats is "
                        + "pending", "It wants three nodes, of which none takes two; with fewer it may stay so, for "
                                + "only events are lost.", "engine"),
                of("pool-foreign", "ForeignPoolName|NameMismatch|carries another Mayastor pool|belongs to the pool|"
                        + "is there already, on", "a pool disk belongs to another pool", "Nothing was overwritten. If "
                                + "that pool is needed, keep it; if not, a person erases exactly that disk: `ichor "
                                + "wipe`." + AGAIN, "pools", "disks"),
                of("pool-in-use", "\\(?InUse\\)?|[Ii]n use|is held by|is mounted at|is swapped to|EBUSY|resource busy",
                        "a pool disk is in use", "Find out what uses it before anything else. Nothing was overwritten.",
                        "pools", "disks"),
                of("pool-link", "InvalidDevlink|not a persistent", "Mayastor refuses the path of a disk",
                        "It must begin with /dev/disk/by-id or by-path. Make the bundle again." + AGAIN, "pools"),
                of("pool-missing", "[:(] ?Missing|cannot be found|DiskNotFound|does not exist$", "a pool disk is not "
                        + "there", "Look whether the disk is plugged in, and at `ichor disks`; a replaced one changes "
                                + "the bundle." + AGAIN, "pools", "disks"),
                of("pool-failed", "[:(] ?Failure|[Uu]nable to (create|import)|unable to find io-engine|EINVAL",
                        "Mayastor cannot create a pool", "Look at the log of the io-engine on that node." + AGAIN,
                        "pools"),
                of("disk-data", "holds data|has the partition|another disk|with the serial|with the wwid|"
                        + "is a partition|bytes, not \\d+|cannot be read at|nothing was said of disk|was not proven",
                        "a pool disk is not the planned one, or holds data; nothing was written",
                        "Look what is on it. A person who is sure erases exactly that disk: `ichor wipe`, or "
                                + "`talosctl wipe disk`." + AGAIN, "disks", "pools"),
                of("no-space", "NotEnoughResources|[Nn]ot enough (suitable )?pools|ResourceExhausted|"
                        + "Insufficient capacity", "no pools have room for the replicas",
                        "Look at the pools, and at how many failure domains have some." + AGAIN,
                        "volume", "fio", "replicas"),
                of("not-ready", "node \\S+ is not Ready|\\S+ is not Ready", "a storage node is not Ready",
                        "Look at `ichor explain` for that machine." + AGAIN, "preflight", "engine"),
                of("label", "lacks the label|has no label", "a storage node has no label openebs.io/engine=mayastor",
                        "Its configuration has it: apply that, or label the node." + AGAIN, "preflight", "engine"),
                of("absent", "is not in the cluster", "a storage node is not in this cluster", "Is it the right "
                        + "kubeconfig? Else let the node join first." + AGAIN, "preflight"));
    }

    private static String words(String storage) {
        return storage.isEmpty() ? "the nodes' network" : storage;
    }

    private static Symptom of(String name, String said, String what, String mend, String... steps) {
        return new Symptom(name, Set.of(steps), Pattern.compile(said), what, mend);
    }
}
