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
        return gate(scene, "hugepages", served -> new Found(served.hugepages() >= needed, "it reserves "
                + served.hugepages() + " pages of 2 MiB, the io-engine needs " + needed), node -> "Set"
                + " mayastor.hugepages of the cluster to " + needed + " or more; on the running node: talosctl -n "
                + node.name() + " patch machineconfig --patch '{\"machine\":{\"sysctls\":{\"vm.nr_hugepages\":\""
                + needed + "\"}}}', then talosctl -n " + node.name() + " reboot, and look with kubectl get node "
                + node.name() + " -o jsonpath='{.status.allocatable.hugepages-2Mi}'");
    }

    static Gate modules(Scene scene) {
        boolean builtIn = isBuiltIn(scene.site().cluster().talos());
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
        }, node -> "Give the node its configuration anew (ichor config diff " + node.key() + "), and look with"
                + " talosctl -n " + node.name() + " list /sys/module");
    }

    static Gate label(Scene scene) {
        return gate(scene, "label", served -> {
            String value = served.labels().getOrDefault(LABEL.getKey(), "");
            return new Found(value.equals(LABEL.getValue()), value.isEmpty() ? "it has no label " + LABEL.getKey()
                    : "its label is " + LABEL.getKey() + "=" + value);
        }, node -> "kubectl label node " + node.name() + " " + LABEL.getKey() + "=" + LABEL.getValue()
                + " --overwrite");
    }

    private static boolean isBuiltIn(String talos) {
        Matcher version = TALOS.matcher(talos);
        return version.matches() && Integer.parseInt(version.group(1)) >= BUILT_IN;
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
