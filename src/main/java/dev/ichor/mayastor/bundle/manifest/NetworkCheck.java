package dev.ichor.mayastor.bundle.manifest;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Images;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pod per storage node, {@code ichor-network-NODE}, in the node's own network: packets of full size to each other
 * storage node, and the huge pages. It prints {@code ichor-jumbo NODE OTHER ok|bad WORDS} and
 * {@code ichor-hugepages NODE FREE/TOTAL}, in pages of 2 MiB, and ends with 1 if a packet is lost.
 */
final class NetworkCheck {
    private NetworkCheck() {
    }

    static BundleFile of(HandoffPlan plan, StorageNode node) {
        boolean storage = plan.cluster().storage().isPresent() && node.storage().isPresent();
        List<String> arguments = new ArrayList<>(List.of(node.name(), storage ? node.storage().orElseThrow().toString()
                : "-", plan.cluster().storage().map(network -> Integer.toString(network.mtu())).orElse("0")));
        plan.nodes().stream().filter(other -> storage && !other.name().equals(node.name())).forEach(other ->
                other.storage().ifPresent(address -> arguments.addAll(List.of(other.name(), address.toString()))));
        Map<String, Object> spec = CheckPod.on(node.name());
        spec.put("hostNetwork", true);
        spec.put("containers", List.of(CheckPod.container("network", Images.tools(plan),
                CheckPod.command("network.sh", arguments), Tree.map("readOnlyRootFilesystem", true, "runAsUser", 0,
                        "capabilities", Tree.map("add", List.of("NET_RAW"))), List.of())));
        return CheckPod.file(plan, "checks/network-" + node.name() + ".yaml", "ichor-network-" + node.name(), spec,
                List.of());
    }
}
