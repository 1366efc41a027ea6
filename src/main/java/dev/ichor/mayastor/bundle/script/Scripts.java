package dev.ichor.mayastor.bundle.script;

import dev.ichor.base.Sha256;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.run.Install;
import dev.ichor.mayastor.text.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Files of a bundle. */
public final class Scripts {
    /** The list of all files but itself, and what a run must know. */
    public static final String LIST = "bundle.json";

    private Scripts() {
    }

    /** Of a plan without errors. */
    public static List<BundleFile> of(HandoffPlan plan) {
        Install install = Install.of(plan);
        return List.of(BundleFile.script("install.sh", install(install)), BundleFile.script("verify.sh",
                verify(install)), BundleFile.of("README.md", Readme.of(plan, install)));
    }

    /**
     * The Job that does the same without a person, and the patch that puts it into the control plane's
     * configuration.
     */
    public static List<BundleFile> handsFree(HandoffPlan plan, List<BundleFile> files) {
        return HandsFree.of(plan, Install.of(plan), files);
    }

    /** The {@code bundle.json} of these files. */
    public static BundleFile list(HandoffPlan plan, List<BundleFile> files) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("cluster", plan.cluster().name());
        list.put("chart", plan.chart().toString());
        list.put("mayastor", plan.chart().mayastor());
        list.put("talos", plan.cluster().talos());
        list.put("kubernetes", plan.cluster().kubernetes());
        list.put("install", Install.of(plan).toMap());
        list.put("files", files.stream().sorted(Comparator.comparing(BundleFile::path)).map(Scripts::entry).toList());
        return BundleFile.of(LIST, JsonText.of(list));
    }

    private static Map<String, Object> entry(BundleFile file) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", file.path());
        entry.put("executable", file.executable());
        entry.put("sha256", Sha256.of(file.text().getBytes(StandardCharsets.UTF_8)).hex());
        return entry;
    }

    private static String install(Install install) {
        return "#!/bin/sh\n"
                + "# Installs Mayastor on the cluster " + install.cluster() + ", step by step. To run it again comes to"
                + " the same: it goes on.\n"
                + "# It deletes nothing but its own check pods and check claim, and creates no pool before each pool"
                + " disk was\n# proven in this very run. Needs helm and kubectl; KUBECONFIG names the cluster.\n"
                + "set -eu\n"
                + common(install)
                + variable("CHART_NAME", install.chart().name())
                + variable("CHART_VERSION", install.chart().version())
                + variable("CHART_REPOSITORY", install.chart().repository())
                + variable("REPLICAS", Integer.toString(install.replicas()))
                + "# The failure domain of each node.\n"
                + variable("DOMAINS", install.nodes().stream().map(node -> node.name() + " " + node.domain())
                        .collect(Collectors.joining("\n")))
                + "\n" + resource("lib.sh") + "\n" + resource("install.sh");
    }

    private static String verify(Install install) {
        return "#!/bin/sh\n"
                + "# Looks whether Mayastor on the cluster " + install.cluster() + " is as it was installed. Changes"
                + " nothing.\n# Needs kubectl; KUBECONFIG names the cluster.\nset -u\n"
                + common(install)
                + variable("STORAGE_ADDRESSES", install.nodes().stream().map(Install.Node::storage)
                        .filter(address -> !address.isEmpty()).collect(Collectors.joining(" ")))
                + "\n" + resource("lib.sh") + "\n" + resource("verify.sh");
    }

    private static String common(Install install) {
        return "\n" + variable("CLUSTER", install.cluster())
                + variable("NAMESPACE", install.namespace())
                + variable("RELEASE", install.release())
                + variable("POOL_API", install.chart().poolApi())
                + variable("HUGEPAGES", Integer.toString(install.hugepages()))
                + variable("STORAGE", install.storage())
                + variable("NODES", install.nodes().stream().map(Install.Node::name).collect(Collectors.joining(" ")))
                + "# Pool, node, link and serial number of each pool disk.\n"
                + variable("POOLS", install.disks().stream().map(placed -> placed.disk().pool() + " " + placed.node()
                        + " " + placed.disk().link() + " " + placed.disk().serial())
                        .collect(Collectors.joining("\n")));
    }

    static String variable(String name, String value) {
        return name + "='" + value.replace("'", "'\\''") + "'\n";
    }

    static String resource(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream("/dev/ichor/mayastor/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
