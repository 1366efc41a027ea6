package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;

/**
 * The chart's values. Helm ignores a key that the chart does not know without a word, and later charts refuse a value
 * of another type: so each key stands below the prefix of its chart, sizes and times are strings, counts are integers.
 * Keys are those of the charts {@code openebs} 4.4 and {@code mayastor} 2.10, if nothing else is said.
 */
final class ValuesFile {
    private static final int PER_GIB = 512;
    private static final int QUORUM = 3;
    private final HandoffPlan plan;
    private final String prefix;
    private final Tree tree = new Tree();

    private ValuesFile(HandoffPlan plan) {
        this.plan = plan;
        this.prefix = Names.prefix(plan);
    }

    static BundleFile of(HandoffPlan plan) {
        ValuesFile file = new ValuesFile(plan);
        file.logs();
        file.localVolumes();
        file.engine();
        file.etcd();
        file.rest();
        file.mirror();
        return BundleFile.of("chart/values.yaml", file.head() + file.tree.text());
    }

    /** Where the host path provisioner keeps volumes on a node; the kubelet must see it. */
    static String localFolder(HandoffPlan plan) {
        LocalVolume local = plan.cluster().mayastor().local();
        boolean volume = switch (local) {
            case AUTO -> Since.of(plan.cluster().talos(), 1, 14);
            case VOLUME -> true;
            case MOUNT, NONE -> false;
        };
        return volume ? "/var/mnt/openebs" : "/var/local/" + Names.of(plan).release();
    }

    private String head() {
        return "# Values of " + plan.chart() + " (Mayastor " + plan.chart().mayastor() + ") for the cluster "
                + plan.cluster().name() + ".\n# "
                + (prefix.isEmpty() ? "Keys stand at the top: this is the standalone chart."
                : "Mayastor's own keys stand below \"mayastor\": this is the umbrella chart.")
                + " Helm says nothing of a key in the wrong place.\n";
    }

    private void mayastor(String path, Object value, String remark) {
        tree.set(prefix + path, value, remark);
    }

    private void logs() {
        String why = "Three pods of Loki and three of MinIO, each with a volume, come uninvited otherwise.";
        switch (plan.chart().kind()) {
            case OPENEBS -> {
                tree.set("engines.local.lvm.enabled", false, "Talos has no LVM volume group for it.");
                tree.set("engines.local.zfs.enabled", false, "Talos has no ZFS pool for it.");
                tree.set("loki.enabled", false, why);
                tree.set("alloy.enabled", false, "Sends logs to that Loki.");
                if (!Since.of(plan.chart().mayastor(), 2, 10)) {
                    ownLogs(why);
                }
            }
            case MAYASTOR -> ownLogs(why);
        }
    }

    private void ownLogs(String why) {
        if (Since.of(plan.chart().mayastor(), 2, 9)) {
            mayastor("loki.enabled", false, why);
            mayastor("alloy.enabled", false, "Sends logs to that Loki.");
        } else {
            mayastor("loki-stack.enabled", false, "Loki under the name that it had up to Mayastor 2.8.");
        }
    }

    private void localVolumes() {
        tree.set("localpv-provisioner.localpv.basePath", localFolder(plan) + "/hostpath",
                "The chart's own place is out of the kubelet's sight on Talos.");
        tree.set("localpv-provisioner.analytics.enabled", false, "Phones home.");
    }

    private void engine() {
        mayastor("csi.node.initContainers.enabled", false,
                "It waits for the module nvme_tcp, which Talos has in its kernel; older charts would wait for ever.");
        mayastor("io_engine.coreList", plan.engine().cores(), "CPUs that every storage node has: one DaemonSet runs on "
                + "all of them.\nIntegers; a range in quotes is dropped without a word.");
        plan.cluster().storage().ifPresent(network -> mayastor("io_engine.target.nvmf.iface",
                "subnet:" + network.subnet(), "The storage network, whatever its interface is called on a node. The "
                        + "prefix must be the interface's own.\nEvery node that mounts volumes must reach it."));
        int cores = plan.engine().cores().size();
        for (String kind : List.of("limits", "requests")) {
            boolean first = kind.equals("limits");
            mayastor("io_engine.resources." + kind + ".cpu", Integer.toString(cores),
                    first ? "Limits and requests, alike: huge pages cannot be overcommitted." : "");
            mayastor("io_engine.resources." + kind + ".memory", "1Gi", "");
            mayastor("io_engine.resources." + kind + ".hugepages2Mi", hugepages(plan.engine().hugepages()),
                    first ? "The key stands here, not right below io_engine, where it is ignored." : "");
        }
    }

    private static String hugepages(int pages) {
        return pages % PER_GIB == 0 ? pages / PER_GIB + "Gi" : pages * 2 + "Mi";
    }

    private void etcd() {
        int nodes = plan.nodes().size();
        mayastor("etcd.replicaCount", nodes == 1 ? 1 : QUORUM, nodes == 1
                ? "A single node has room for one; its loss is the loss of everything anyway."
                : "It holds which replica is the good one: with one member, volumes stop when that is away.");
        mayastor("etcd.clusterDomain", "cluster.local", "The domain of the cluster's DNS.");
        mayastor("etcd.localpvScConfig.basePath", localFolder(plan) + "/localpv-hostpath/etcd",
                "Talos shows the kubelet only what is prepared for it.");
        if (nodes == 2) {
            mayastor("etcd.podAntiAffinityPreset", "soft",
                    "Two storage nodes: the third member shares a node rather than wait for ever.");
        }
    }

    private void rest() {
        mayastor("obs.callhome.enabled", false, "Sends reports to its makers.");
        if (plan.nodes().size() < QUORUM) {
            mayastor("eventing.enabled", false,
                    "Its three message servers never share a node; only the reports above need them.");
        }
    }

    /** Up to 2.10 each component has a registry of its own; since 2.11 the global one is enough for all but NATS. */
    private void mirror() {
        String registry = plan.cluster().mayastor().handoff().registry();
        if (registry.isEmpty()) {
            return;
        }
        tree.set("global.imageRegistry", registry,
                "The mirror. Not every part of the chart heeds it, so the others are told one by one.");
        for (String path : List.of("image", "csi.image", "etcd.image", "etcd.volumePermissions.image",
                "nats.nats.image", "nats.reloader.image", "nats.exporter.image", "preUpgradeHook.image")) {
            mayastor(path + ".registry", registry, "");
        }
        if (plan.chart().kind() == Handoff.Chart.OPENEBS) {
            tree.set("preUpgradeHook.image.registry", registry, "");
        }
        tree.set("localpv-provisioner.localpv.image.registry", registry, "");
        tree.set("localpv-provisioner.helperPod.image.registry", registry, "");
    }
}
