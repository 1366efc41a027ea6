package dev.ichor.inventory;

import dev.ichor.inventory.Policy.DiskRule;
import dev.ichor.inventory.Policy.ZoneRule;
import dev.ichor.inventory.policy.Selector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is declared as a tree of ordered maps, lists, texts, {@code Long} and {@code Boolean}, with the keys of a file:
 * what YAML, JSON and the comparison of two worlds are made of. Nothing stands for an absent value.
 */
public final class Shape {
    private final boolean defaults;

    private Shape(boolean defaults) {
        this.defaults = defaults;
    }

    /** @param defaults whether values that are as if nothing were said stand there too */
    public static Map<String, Object> of(Declared declared, boolean defaults) {
        Shape shape = new Shape(defaults);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", declared.kind().label());
        out.put("name", declared.name());
        switch (declared) {
            case Cluster cluster -> shape.cluster(cluster, out);
            case Node node -> shape.node(node, out);
            case Policy policy -> shape.policy(policy, out);
        }
        return out;
    }

    private void cluster(Cluster cluster, Map<String, Object> out) {
        out.put("endpoint", cluster.endpoint().toString());
        out.put("talos", cluster.talos());
        out.put("kubernetes", cluster.kubernetes());
        put(out, "pods", texts(cluster.pods()), texts(Cluster.PODS));
        put(out, "services", texts(cluster.services()), texts(Cluster.SERVICES));
        management(cluster.management(), out);
        cluster.storage().ifPresent(network -> storage(network, out));
        put(out, "zones", texts(cluster.zones()), List.of());
        mayastor(cluster.mayastor(), out);
        TalosPlan plan = cluster.plan();
        Map<String, Object> talos = new LinkedHashMap<>();
        put(talos, "schematic", plan.schematic(), "");
        put(talos, "installer", plan.installer(), "");
        plan.maxPods().ifPresent(pods -> talos.put("max-pods", (long) pods));
        put(out, "plan", talos, Map.of());
        put(out, "patches", patches(plan.patches(), true), List.of());
    }

    private void management(Management management, Map<String, Object> out) {
        Map<String, Object> network = new LinkedHashMap<>();
        text(network, "subnet", management.subnet().map(Object::toString));
        text(network, "gateway", management.gateway().map(Object::toString));
        put(network, "nameservers", texts(management.nameservers()), List.of());
        put(network, "time-servers", texts(management.timeServers()), List.of());
        text(network, "vip", management.vip().map(Object::toString));
        put(out, "management", network, Map.of());
    }

    private void storage(StorageNetwork network, Map<String, Object> out) {
        Map<String, Object> storage = new LinkedHashMap<>();
        storage.put("subnet", network.subnet().toString());
        network.vlan().ifPresent(vlan -> storage.put("vlan", (long) vlan));
        put(storage, "mtu", (long) network.mtu(), (long) StorageNetwork.MTU);
        network.pool().ifPresent(pool -> storage.put("pool", pool.toString()));
        put(storage, "link", word(network.link()), word(StorageNetwork.Link.AUTO));
        put(storage, "bond", network.bond(), StorageNetwork.BOND);
        put(storage, "routes", network.routes().stream().map(route -> pair("network", route.network(), "gateway",
                route.gateway())).toList(), List.of());
        out.put("storage", storage);
    }

    private void mayastor(MayastorPlan plan, Map<String, Object> out) {
        MayastorPlan usual = MayastorPlan.DEFAULT;
        Map<String, Object> mayastor = new LinkedHashMap<>();
        put(mayastor, "enabled", plan.enabled(), usual.enabled());
        put(mayastor, "chart-version", plan.chartVersion(), "");
        put(mayastor, "replicas", (long) plan.replicas(), (long) usual.replicas());
        put(mayastor, "cores", (long) plan.cores(), (long) usual.cores());
        put(mayastor, "isolate", plan.isolate(), usual.isolate());
        if (plan.hugepages() > 0) {
            mayastor.put("hugepages", (long) plan.hugepages());
        }
        put(mayastor, "nvmet-tcp", plan.nvmetTcp(), usual.nvmetTcp());
        put(mayastor, "local", word(plan.local()), word(usual.local()));
        handoff(plan.handoff(), mayastor);
        put(out, "mayastor", mayastor, Map.of());
    }

    private void handoff(Handoff handoff, Map<String, Object> mayastor) {
        put(mayastor, "chart", word(handoff.chart()), word(Handoff.DEFAULT.chart()));
        put(mayastor, "domain", word(handoff.domain()), word(Handoff.DEFAULT.domain()));
        put(mayastor, "registry", handoff.registry(), "");
        put(mayastor, "fio-image", handoff.fioImage(), "");
        handoff.prices().ifPresent(prices -> {
            Map<String, Object> out = pair("currency", prices.currency(), "node", prices.node().toPlainString());
            out.put("tib", prices.tib().toPlainString());
            mayastor.put("prices", out);
        });
    }

    private List<Object> patches(List<Patch> patches, boolean aimed) {
        return patches.stream().<Object>map(patch -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", patch.name());
            if (aimed) {
                put(one, "for", word(patch.target()), word(Patch.Target.ALL));
            }
            one.put("patch", patch.text());
            return one;
        }).toList();
    }

    private void node(Node node, Map<String, Object> out) {
        out.put("cluster", node.cluster());
        out.put("type", node.type().label());
        if (!node.zone().isEmpty()) {
            out.put("zone", node.zone());
        }
        text(out, "machine", node.machine());
        text(out, "storage", node.storage().map(Object::toString));
        put(out, "labels", new TreeMap<>(node.labels()), Map.of());
        put(out, "disks", node.disks().stream().map(disk -> pair("serial", disk.serial(), "role",
                disk.role().label())).toList(), List.of());
        text(out, "address", node.address().map(Object::toString));
        put(out, "nics", node.nics().stream().map(nic -> pair("mac", nic.mac(), "use", word(nic.use()))).toList(),
                List.of());
        put(out, "patches", patches(node.patches(), false), List.of());
    }

    private void policy(Policy policy, Map<String, Object> out) {
        out.put("selector", selector(policy.selector()));
        out.put("cluster", policy.cluster());
        out.put("type", policy.type().label());
        out.put("node", policy.node());
        ZoneRule rule = policy.zone();
        Map<String, Object> zone = new LinkedHashMap<>();
        put(zone, "by-switch", new TreeMap<>(rule.bySwitch()), Map.of());
        text(zone, "fixed", rule.fixed());
        put(out, "zone", zone, Map.of());
        Map<String, Object> disks = new LinkedHashMap<>();
        put(disks, "system", Size.text(policy.disks().systemBytes()), Size.text(DiskRule.DEFAULT.systemBytes()));
        put(disks, "pool", Size.text(policy.disks().poolBytes()), Size.text(DiskRule.DEFAULT.poolBytes()));
        put(disks, "least-pools", (long) policy.disks().leastPools(), (long) DiskRule.DEFAULT.leastPools());
        put(disks, "most-pools", (long) policy.disks().mostPools(), (long) DiskRule.DEFAULT.mostPools());
        put(out, "disks", disks, Map.of());
        put(out, "labels", new TreeMap<>(policy.labels()), Map.of());
        put(out, "auto-arm", policy.autoArm(), false);
    }

    private static Map<String, Object> selector(Selector selector) {
        Map<String, Object> out = new LinkedHashMap<>();
        text(out, "vendor", selector.vendor());
        text(out, "product", selector.product());
        text(out, "serial", selector.serial());
        text(out, "cpu", selector.cpu());
        number(out, "cores", selector.cores());
        size(out, "memory", selector.memory());
        number(out, "nvme-count", selector.nvmeCount());
        size(out, "nvme-size", selector.nvmeBytes());
        number(out, "nic-speed", selector.nicSpeed());
        text(out, "switch", selector.switchName());
        text(out, "switch-port", selector.switchPort());
        if (!selector.macs().isEmpty()) {
            out.put("macs", texts(selector.macs()));
        }
        return out;
    }

    private static Map<String, Object> pair(String key, Object value, String second, Object other) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(key, value.toString());
        out.put(second, other.toString());
        return out;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<Object> texts(List<?> values) {
        return values.stream().<Object>map(Object::toString).toList();
    }

    private static void text(Map<String, Object> out, String key, Optional<String> value) {
        value.ifPresent(text -> out.put(key, text));
    }

    private static void number(Map<String, Object> out, String key, OptionalLong value) {
        value.ifPresent(number -> out.put(key, number));
    }

    private static void size(Map<String, Object> out, String key, OptionalLong value) {
        value.ifPresent(bytes -> out.put(key, Size.text(bytes)));
    }

    /** Empty lists, maps and texts say nothing, so they never stand there. */
    private void put(Map<String, Object> out, String key, Object value, Object usual) {
        boolean empty = value.equals(List.of()) || value.equals(Map.of()) || value.equals("");
        if (!empty && (defaults || !value.equals(usual))) {
            out.put(key, value);
        }
    }
}
