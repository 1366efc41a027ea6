package dev.ichor.mayastor.run;

import dev.ichor.mayastor.site.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What Kubernetes itself says of the storage nodes. */
public final class NodeProofs {
    private static final Pattern VERSION = Pattern.compile("v?1\\.([0-9]{1,3})\\b.*");
    /** The oldest Kubernetes that OpenEBS names: 1.23. */
    private static final int OLDEST = 23;

    private NodeProofs() {
    }

    /** Of {@code get nodes}; whether each is ready, labelled, and which Kubernetes it runs. */
    public static List<Proof> of(Install install, String nodes, Instant at) {
        List<Proof> proofs = new ArrayList<>();
        Wishes.tree(nodes).ifPresent(tree -> Wishes.items(tree).stream().filter(node -> install.nodes().stream()
                .anyMatch(own -> own.name().equals(Wishes.name(node)))).forEach(node -> proofs.addAll(of(node, at))));
        return proofs;
    }

    private static List<Proof> of(JsonNode node, Instant at) {
        String name = Wishes.name(node);
        String version = Wishes.text(node.at("/status/nodeInfo/kubeletVersion"));
        List<Proof> proofs = new ArrayList<>();
        boolean ready = Wishes.condition(node, "Ready");
        proofs.add(new Proof("ready", name, ready, "Kubernetes says that it is " + (ready ? "Ready" : "not "
                + "Ready"), at));
        boolean labelled = Wishes.isLabelled(node);
        proofs.add(new Proof("label", name, labelled, "it has " + (labelled ? "the" : "no")
                + " label openebs.io/engine=mayastor", at));
        minor(version).ifPresent(minor -> proofs.add(new Proof("kubernetes", name, minor >= OLDEST, "its kubelet is "
                + version, at)));
        return proofs;
    }

    /** Of a version of Kubernetes, its second number. */
    static Optional<Integer> minor(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    /** Why Helm is too old; empty if it is not, or if its version is none. */
    public static Optional<String> oldHelm(String version) {
        Matcher matcher = Pattern.compile("v?([0-9]{1,3})\\.([0-9]{1,3})\\..*", Pattern.DOTALL)
                .matcher(version.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return major > 3 || major == 3 && minor >= 7 ? Optional.empty() : Optional.of("helm is " + version.strip()
                + "; 3.7 is the oldest that installs this chart");
    }

    /** Why Kubernetes is too old. @param json of {@code kubectl version -o json} */
    public static Optional<String> oldKubernetes(String json) {
        String version = Wishes.tree(json).map(tree -> Wishes.text(tree.at("/serverVersion/gitVersion"))).orElse("");
        return minor(version).filter(minor -> minor < OLDEST).map(_ -> "Kubernetes is " + version + "; 1." + OLDEST
                + " is the oldest on which Mayastor runs");
    }
}
