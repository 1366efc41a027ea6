package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.inventory.Handoff;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Images;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The images of a hand-off, for clusters that pull from a mirror. Mayastor's own have its version as tag; those beside
 * them are known for Mayastor 2.10 and 2.11 ({@code helm.sh/images} in the chart's {@code Chart.yaml}).
 */
final class ImageList {
    private static final List<String> MAYASTOR = List.of("agent-core", "agent-ha-cluster", "agent-ha-node", "api-rest",
            "csi-controller", "csi-node", "io-engine", "metrics-exporter-io-engine", "operator-diskpool");
    private static final List<String> BESIDE = List.of("docker.io/openebs/etcd:3.6.4-debian-12-r0",
            "docker.io/openebs/kubectl:1.25.15", "registry.k8s.io/sig-storage/csi-attacher:v4.8.1",
            "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.13.0",
            "registry.k8s.io/sig-storage/csi-provisioner:v5.2.0", "registry.k8s.io/sig-storage/csi-resizer:v1.13.2",
            "registry.k8s.io/sig-storage/csi-snapshotter:v8.2.0",
            "registry.k8s.io/sig-storage/snapshot-controller:v8.2.0");
    private static final List<String> EVENTS = List.of("docker.io/nats:2.9.17-alpine",
            "docker.io/natsio/nats-server-config-reloader:0.10.1",
            "docker.io/natsio/prometheus-nats-exporter:0.11.0");

    private ImageList() {
    }

    static BundleFile of(HandoffPlan plan) {
        Chart chart = plan.chart();
        boolean known = known(chart);
        String registry = plan.cluster().mayastor().handoff().registry();
        String said = plan.cluster().mayastor().handoff().fioImage();
        StringBuilder out = new StringBuilder("# The images of " + chart + " with these values, and those of the "
                + "checks.\n# The chart itself tells the same:\n#   helm template " + chart.name() + " " + chart.name()
                + " --repo " + chart.repository() + " --version " + chart.version()
                + " --skip-tests -f chart/values.yaml | grep -o 'image: .*' | sort -u\n");
        if (!known) {
            out.append("# INCOMPLETE: for this version only Mayastor's own images are known here. Ask the chart.\n");
        }
        if (!registry.isEmpty()) {
            out.append("# Each line is the image and, behind it, its name in the mirror ").append(registry)
                    .append(".\n");
        }
        for (String image : images(plan, known)) {
            out.append(image);
            if (!registry.isEmpty()) {
                out.append(' ').append(image.equals(said) ? image : Images.mirrored(registry, image));
            }
            out.append('\n');
        }
        return BundleFile.of("chart/images.txt", out.toString());
    }

    private static boolean known(Chart chart) {
        return Since.of(chart.mayastor(), 2, 10) && !Since.of(chart.mayastor(), 2, 12);
    }

    private static Set<String> images(HandoffPlan plan, boolean known) {
        Chart chart = plan.chart();
        Set<String> out = new TreeSet<>();
        MAYASTOR.forEach(name -> out.add("docker.io/openebs/mayastor-" + name + ":v" + chart.mayastor()));
        if (known) {
            out.addAll(BESIDE);
            boolean older = !Since.of(chart.mayastor(), 2, 11);
            for (String name : List.of("alpine-bash", "alpine-sh", "linux-utils")) {
                out.add("docker.io/openebs/" + name + (older ? ":4.3.0" : ":4.5.0"));
            }
            out.add("docker.io/openebs/provisioner-localpv:" + provisioner(chart));
            if (plan.nodes().size() >= 3) {
                out.addAll(EVENTS);
            }
        }
        String fio = plan.cluster().mayastor().handoff().fioImage();
        out.add(fio.isEmpty() ? Images.FIO : fio);
        out.add(Images.TOOLS);
        return out;
    }

    /** The provisioner has the umbrella's version; Mayastor 2.N belongs to 4.(N-6), with the same last number. */
    private static String provisioner(Chart chart) {
        if (chart.kind() == Handoff.Chart.OPENEBS) {
            return chart.version();
        }
        return Since.of(chart.mayastor(), 2, 11) ? "4.5." + chart.mayastor().substring(
                chart.mayastor().lastIndexOf('.') + 1) : "4.4.0";
    }
}
