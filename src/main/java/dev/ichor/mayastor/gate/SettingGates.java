package dev.ichor.mayastor.gate;

import dev.ichor.mayastor.gate.Scene.Storing;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.SiteNode.Served;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What storage nodes were configured with; what was measured on the node itself overrules it. */
final class SettingGates {
    /** The io-engine exits where fewer pages are free. */
    private static final int LEAST_PAGES = 1_024;
    private static final Map.Entry<String, String> LABEL = Map.entry("openebs.io/engine", "mayastor");
    /** Since that minor version of Talos {@code nvme_tcp} is part of its kernel. */
    private static final int BUILT_IN = 11;
    /** Since that one sysctls and modules are documents of their own. */
    private static final int DOCUMENTS = 14;
    private static final Pattern TALOS = Pattern.compile("v?1\\.([0-9]{1,4})(\\..*)?");

    private SettingGates() {
    }

    /** What a configuration comes to. */
    private record Found(boolean good, String text) {
    }

    private interface Look {
        Found at(Served served);
    }

    private interface Mend {
        String of(Storing node);
    }

    static Gate hugepages(Scene scene) {
        int needed = Math.max(LEAST_PAGES, scene.plan().engine().hugepages());
        String pages = "\"vm.nr_hugepages\":\"" + needed + "\"";
        String patch = documents(scene) ? "{\"apiVersion\":\"v1alpha1\",\"kind\":\"SysctlConfig\",\"params\":{" + pages
                + "}}" : "{\"machine\":{\"sysctls\":{" + pages + "}}}";
        return gate(scene, "hugepages", served -> new Found(served.hugepages() >= needed, "it reserves "
                + served.hugepages() + " pages of 2 MiB, the io-engine needs " + needed), node -> "Set"
                + " mayastor.hugepages of the cluster to " + needed + " or more, then on the running node "
                + patch(node, patch) + ", talosctl -n " + node.name() + " reboot, and look with kubectl get node "
                + node.name() + " -o jsonpath='{.status.allocatable.hugepages-2Mi}'");
    }

    private static String patch(Storing node, String patch) {
        return "talosctl -n " + node.name() + " patch machineconfig --patch '" + patch + "'";
    }

    /** What Talos takes as a document of its own wins there over what the older form says. */
    private static boolean documents(Scene scene) {
        return minor(scene.site().cluster().talos()) >= DOCUMENTS;
    }

    static Gate modules(Scene scene) {
        boolean builtIn = minor(scene.site().cluster().talos()) >= BUILT_IN;
        boolean target = scene.site().cluster().mayastor().nvmetTcp();
        return gate(scene, "modules", served -> {
            List<String> absent = new ArrayList<>();
            if (!builtIn && !served.modules().contains("nvme_tcp")) {
                absent.add("nvme_tcp");
            }
            if (target && !served.modules().contains("nvmet_tcp")) {
                absent.add("nvmet_tcp");
            }
            return absent.isEmpty() ? new Found(true, served.modules().contains("nvme_tcp") ? "it loads "
                    + served.modules() : "nvme_tcp is part of the kernel of Talos " + scene.site().cluster().talos())
                    : new Found(false, "it does not load " + absent);
        }, node -> patch(node, module(scene, target ? "nvmet_tcp" : "nvme_tcp")) + ", and look with talosctl -n "
                + node.name() + " list /sys/module");
    }

    private static String module(Scene scene, String name) {
        return documents(scene) ? "{\"apiVersion\":\"v1alpha1\",\"kind\":\"KernelModuleConfig\",\"name\":\"" + name
                + "\"}" : "{\"machine\":{\"kernel\":{\"modules\":[{\"name\":\"" + name + "\"}]}}}";
    }

    static Gate label(Scene scene) {
        return gate(scene, "label", served -> {
            String value = served.labels().getOrDefault(LABEL.getKey(), "");
            return new Found(value.equals(LABEL.getValue()), value.isEmpty() ? "it has no label " + LABEL.getKey()
                    : "its label is " + LABEL.getKey() + "=" + value);
        }, node -> "kubectl label node " + node.name() + " " + LABEL.getKey() + "=" + LABEL.getValue()
                + " --overwrite");
    }

    /** The second number of a version of Talos; -1 if it is none. */
    private static int minor(String talos) {
        Matcher version = TALOS.matcher(talos);
        return version.matches() ? Integer.parseInt(version.group(1)) : -1;
    }

    private static Gate gate(Scene scene, String name, Look look, Mend mend) {
        Tally tally = new Tally();
        for (Storing node : scene.storing()) {
            Optional<Proof> proof = scene.proof(name, node.name(), Instant.MIN, node);
            if (proof.isPresent() && proof.get().good()) {
                tally.green(node.name(), Scene.said(proof.get()));
            } else if (proof.isPresent()) {
                tally.red(node.name(), Scene.said(proof.get()), mend.of(node));
            } else if (node.served().isEmpty()) {
                tally.unknown(node.name(), node.machine().isEmpty() ? "no machine is this node yet"
                        : "nothing is known of its configuration, and nothing was measured on it", node.machine()
                        .isEmpty() ? "ichor machines assign MACHINE " + node.name() : scene.measure(mend.of(node)));
            } else {
                served(node, look.at(node.served().get()), mend, tally);
            }
        }
        return tally.gate(name);
    }

    private static void served(Storing node, Found found, Mend mend, Tally tally) {
        Served served = node.served().orElseThrow();
        String text = found.text() + " (configuration of " + Tally.time(served.at())
                + (served.current() ? ")" : ", not what it would get now)");
        if (!found.good()) {
            tally.red(node.name(), text, mend.of(node));
        } else if (node.installed().isEmpty()) {
            tally.unknown(node.name(), text + ", but it does not run from its own disk", "ichor explain "
                    + node.key());
        } else {
            tally.green(node.name(), text);
        }
    }
}
