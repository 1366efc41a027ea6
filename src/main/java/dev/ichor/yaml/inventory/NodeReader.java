package dev.ichor.yaml.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.inventory.MachineKey;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Node.DiskOfNode;
import dev.ichor.inventory.Node.NicOfNode;
import dev.ichor.inventory.NodeNames;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Patch;
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
    private static final int MOST_NICS = 64;

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
        Optional<Ipv4> address = fields.parsed("address", Ipv4::parse);
        List<NicOfNode> nics = nics(fields, problems);
        List<Patch> patches = PlanReader.patches(fields, false, problems);
        fields.finish();
        if (cluster.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Node(name, cluster.get(), type.get(), zone, machine, storage, labels, disks,
                address, nics, patches));
    }

    private static List<NicOfNode> nics(Fields fields, Problems problems) {
        List<NicOfNode> nics = new ArrayList<>();
        Set<Mac> macs = new HashSet<>();
        List<YamlNode> items = fields.list("nics");
        for (YamlNode item : items) {
            Fields.of(item, problems).ifPresent(nic -> {
                nic.require("mac", "use");
                Optional<Mac> mac = nic.parsed("mac", Mac::parse);
                Optional<NicOfNode.Use> use = nic.parsed("use", NodeReader::use);
                if (mac.filter(one -> !macs.add(one)).isPresent()) {
                    nic.problem("mac", "this NIC is there twice", "Remove one of them");
                }
                nic.finish();
                mac.ifPresent(one -> use.ifPresent(what -> nics.add(new NicOfNode(one, what))));
            });
        }
        if (items.size() > MOST_NICS) {
            fields.problem("nics", "more than " + MOST_NICS + " NICs", "Remove some");
        }
        if (nics.stream().filter(nic -> nic.use() == NicOfNode.Use.MANAGEMENT).count() > 1) {
            fields.problem("nics", "more than one NIC for management", "Give all but one of them another use");
        }
        return nics;
    }

    private static NicOfNode.Use use(String text) throws Malformed {
        for (NicOfNode.Use use : NicOfNode.Use.values()) {
            if (use.name().toLowerCase(Locale.ROOT).equals(text)) {
                return use;
            }
        }
        throw new Malformed("unknown use (known: management, storage, unused)");
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
