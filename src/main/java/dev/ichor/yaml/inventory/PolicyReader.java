package dev.ichor.yaml.inventory;

import dev.ichor.inventory.NodeNames;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.Policy.DiskRule;
import dev.ichor.inventory.Policy.ZoneRule;
import dev.ichor.inventory.Size;
import dev.ichor.inventory.policy.Selector;
import dev.ichor.yaml.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a policy. */
final class PolicyReader {
    private static final int MOST_POOLS = 64;

    private PolicyReader() {
    }

    static Optional<Policy> read(Fields fields, String name) {
        fields.require("selector", "cluster", "type", "node");
        Optional<Selector> selector = fields.fields("selector").map(PolicyReader::selector);
        Optional<String> cluster = fields.parsed("cluster", NodeNames::label);
        Optional<NodeType> type = fields.parsed("type", NodeType::parse);
        Optional<String> node = fields.parsed("node", NodeNames::pattern);
        ZoneRule zone = fields.fields("zone").map(PolicyReader::zone).orElse(ZoneRule.NONE);
        DiskRule disks = fields.fields("disks").map(PolicyReader::disks).orElse(DiskRule.DEFAULT);
        Map<String, String> labels = Forms.labels(fields, "labels");
        boolean autoArm = fields.flag("auto-arm").orElse(false);
        fields.finish();
        if (selector.isEmpty() || cluster.isEmpty() || type.isEmpty() || node.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Policy(name, selector.get(), cluster.get(), type.get(), node.get(), zone, disks, labels,
                autoArm));
    }

    private static Selector selector(Fields fields) {
        Optional<String> vendor = fields.parsed("vendor", Forms::text);
        Optional<String> product = fields.parsed("product", Forms::text);
        Optional<String> serial = fields.parsed("serial", Forms::text);
        Optional<String> cpu = fields.parsed("cpu", Forms::text);
        OptionalLong cores = number(fields, "cores", 65_536);
        OptionalLong memory = size(fields, "memory");
        OptionalLong count = number(fields, "nvme-count", 1_024);
        OptionalLong bytes = size(fields, "nvme-size");
        OptionalLong speed = number(fields, "nic-speed", 10_000_000);
        Optional<String> name = fields.parsed("switch", Forms::text);
        Optional<String> port = fields.parsed("switch-port", Forms::text);
        List<String> macs = fields.listOf("macs", Forms::macPrefix);
        if (new HashSet<>(macs).size() < macs.size()) {
            fields.problem("macs", "a prefix is there twice", "Remove one of them");
        }
        fields.finish();
        return new Selector(vendor, product, serial, cpu, cores, memory, count, bytes, speed, name, port, macs);
    }

    private static OptionalLong number(Fields fields, String key, long most) {
        return fields.integer(key, 1, most).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static OptionalLong size(Fields fields, String key) {
        return fields.parsed(key, Size::parse).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static ZoneRule zone(Fields fields) {
        Map<String, String> bySwitch = Forms.zones(fields, "by-switch");
        Optional<String> fixed = fields.parsed("fixed", NodeNames::label);
        fields.finish();
        return new ZoneRule(bySwitch, fixed);
    }

    private static DiskRule disks(Fields fields) {
        long system = fields.parsed("system", Size::parse).orElse(DiskRule.DEFAULT.systemBytes());
        long pool = fields.parsed("pool", Size::parse).orElse(DiskRule.DEFAULT.poolBytes());
        int least = fields.integer("least-pools", 0, MOST_POOLS).map(Long::intValue)
                .orElse(DiskRule.DEFAULT.leastPools());
        int most = fields.integer("most-pools", 0, MOST_POOLS).map(Long::intValue)
                .orElse(DiskRule.DEFAULT.mostPools());
        if (least > most) {
            fields.problem("least-pools", "more than most-pools (" + most + ")", "Lower one or raise the other");
        }
        fields.finish();
        return new DiskRule(system, pool, least, most);
    }
}
