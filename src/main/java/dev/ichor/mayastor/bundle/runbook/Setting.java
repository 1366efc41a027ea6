package dev.ichor.mayastor.bundle.runbook;

import dev.ichor.inventory.Handoff;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of one cluster, put into texts in place of words like {@code @NODE@}. A text whose words are not all known
 * is a mistake in the program.
 */
record Setting(HandoffPlan plan) {
    private static final Pattern WORD = Pattern.compile("@([A-Z]+)@");

    /** Whether Mayastor is of 2.11 or later, whose plug-in can give up a pool that is gone. */
    boolean canPurge() {
        return atLeast(11);
    }

    private boolean atLeast(int minor) {
        String[] parts = plan.chart().mayastor().split("[.-]");
        int major = Integer.parseInt(parts[0]);
        return major > 2 || major == 2 && Integer.parseInt(parts[1]) >= minor;
    }

    /** The plug-in of kubectl: that of OpenEBS holds Mayastor's since 4.3 (Mayastor 2.9). */
    private String plugin() {
        return plan.chart().kind() == Handoff.Chart.OPENEBS && atLeast(9) ? "kubectl openebs mayastor"
                : "kubectl mayastor";
    }

    /** The text with the cluster's names. */
    String fill(String text) {
        Names names = Names.of(plan);
        return replaced(text, Map.of("CLUSTER", plan.cluster().name(), "NS", names.namespace(), "RELEASE",
                names.release(), "PLUGIN", plugin(), "NODES", join(StorageNode::name), "CLASS", Names.REPLICATED,
                "CHART", plan.chart().toString(), "REPLICAS", Integer.toString(plan.replicas()), "SOCKET",
                "/api/v1/namespaces/" + names.namespace() + "/services/" + names.release()
                        + "-api-rest:8081/proxy/v0"));
    }

    private String join(Function<StorageNode, String> what) {
        return plan.nodes().stream().map(what).collect(Collectors.joining(" "));
    }

    String of(StorageNode node, String text) {
        return replaced(text, Map.of("NODE", node.name(),
                "STORAGE", node.storage().map(address -> ", storage address " + address).orElse(""),
                "ZONE", node.zone().isEmpty() ? "" : ", zone " + node.zone(),
                "POOLS", node.pools().stream().map(Pool::name).collect(Collectors.joining(" ")),
                "KEEPS", node.pools().stream().map(pool -> "--keep " + pool.serial())
                        .collect(Collectors.joining(" "))));
    }

    String of(Pool pool, String text) {
        return replaced(text, Map.of("POOL", pool.name(), "NODE", pool.node(), "SERIAL", pool.serial(), "MODEL",
                pool.model(), "LINK", pool.link()));
    }

    String nodes(String text) {
        return plan.nodes().stream().map(node -> of(node, text)).collect(Collectors.joining());
    }

    String pools(String text) {
        return plan.pools().stream().map(pool -> of(pool, text)).collect(Collectors.joining());
    }

    private static String replaced(String text, Map<String, String> words) {
        return WORD.matcher(text).replaceAll(found -> Matcher.quoteReplacement(
                words.getOrDefault(found.group(1), found.group())));
    }

    /** A runbook of several parts. @throws IllegalStateException if a word is left that is not known */
    BundleFile page(String name, String... parts) {
        String text = fill(String.join("\n", List.of(parts)).replaceAll("\n{3,}", "\n\n"));
        if (WORD.matcher(text).find()) {
            throw new IllegalStateException(name + " holds an unknown word: " + text);
        }
        return BundleFile.of("runbooks/" + name, text);
    }
}
