package dev.ichor.yaml.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problems;
import dev.ichor.inventory.MachineKey;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Node.DiskOfNode;
import dev.ichor.inventory.NodeNames;
import dev.ichor.inventory.NodeType;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.yaml.Fields;
import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a node. */
final class NodeReader {
    private static final int MOST_DISKS = 256;

    private NodeReader() {
    }

    static Optional<Node> read(Fields fields, String name, Problems problems) {
        fields.require("cluster", "type");
        Optional<String> cluster = fields.parsed("cluster", NodeNames::label);
        Optional<NodeType> type = fields.parsed("type", NodeType::parse);
        String zone = fields.parsed("zone", NodeNames::label).orElse("");
        Optional<String> machine = fields.parsed("machine", MachineKey::parse);
        Optional<Ipv4> storage = fields.parsed("storage", Ipv4::parse);
        Map<String, String> labels = Forms.labels(fields, "labels");
        List<DiskOfNode> disks = disks(fields, problems);
        fields.finish();
        if (cluster.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Node(name, cluster.get(), type.get(), zone, machine, storage, labels, disks));
    }

    private static List<DiskOfNode> disks(Fields fields, Problems problems) {
        List<DiskOfNode> disks = new ArrayList<>();
        Set<String> serials = new HashSet<>();
        List<YamlNode> items = fields.list("disks");
        for (YamlNode item : items) {
            Fields.of(item, problems).ifPresent(disk -> {
                disk.require("serial", "role");
                Optional<String> serial = disk.parsed("serial", Forms::serial);
                Optional<DiskRole> role = disk.parsed("role", DiskRole::parse);
                if (serial.filter(text -> !serials.add(text.toLowerCase(Locale.ROOT))).isPresent()) {
                    disk.problem("serial", "this disk is there twice", "Remove one of them");
                }
                disk.finish();
                serial.ifPresent(text -> role.ifPresent(what -> disks.add(new DiskOfNode(text, what))));
            });
        }
        long systems = disks.stream().filter(disk -> disk.role() == DiskRole.SYSTEM).count();
        boolean written = disks.stream().anyMatch(disk -> disk.role().isWritten());
        if (items.size() > MOST_DISKS) {
            fields.problem("disks", "more than " + MOST_DISKS + " disks", "Remove some");
        }
        if (systems > 1) {
            fields.problem("disks", systems + " system disks", "Give all but one of them another role");
        }
        if (systems == 0 && written && disks.size() == items.size()) {
            fields.problem("disks", "no system disk", "Give one disk the role system");
        }
        return disks;
    }
}
