package dev.ichor.cli;

import dev.ichor.base.Mac;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.server.admin.api.LeaseView;
import dev.ichor.server.admin.api.MachineSummary;
import dev.ichor.server.admin.api.PlaceBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The machines as Ansible's dynamic inventory: a host for each, named by its node or else by its id, in groups by
 * cluster, type, zone and stage (Ansible, "Developing dynamic inventory").
 *
 * @param hosts  variables of each host
 * @param groups names of the hosts of each group
 */
record AnsibleInventory(Map<String, Map<String, Object>> hosts, Map<String, List<String>> groups) {
    static AnsibleInventory of(List<MachineSummary> machines, List<DeclaredItem> nodes, List<LeaseView> leases) {
        Map<String, DeclaredItem> byName = new HashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        Map<Mac, String> leased = new HashMap<>();
        leases.stream().filter(lease -> lease.state().equals("active")).forEach(lease -> lease.mac()
                .ifPresent(mac -> leased.put(mac, lease.address().toString())));
        AnsibleInventory inventory = new AnsibleInventory(new LinkedHashMap<>(), new TreeMap<>());
        machines.forEach(machine -> inventory.add(machine, machine.place().map(place -> byName.get(place.node())),
                machine.macs().stream().map(leased::get).filter(java.util.Objects::nonNull).findFirst()));
        return inventory;
    }

    private void add(MachineSummary machine, Optional<DeclaredItem> node, Optional<String> leased) {
        String name = machine.place().map(PlaceBody::node).orElse(machine.id().text());
        Map<String, Object> variables = new LinkedHashMap<>();
        node.flatMap(DeclaredItem::address).map(Object::toString).or(() -> leased)
                .ifPresent(address -> variables.put("ansible_host", address));
        variables.put("ichor_machine", machine.id().text());
        variables.put("ichor_stage", machine.stage());
        variables.put("ichor_serial", machine.serial());
        variables.put("ichor_product", machine.product());
        machine.uuid().ifPresent(uuid -> variables.put("ichor_uuid", uuid.toString()));
        variables.put("ichor_macs", machine.macs().stream().map(Mac::toString).toList());
        group("stage", machine.stage(), name);
        machine.place().ifPresent(place -> {
            variables.put("ichor_cluster", place.cluster());
            group("cluster", place.cluster(), name);
        });
        for (String member : List.of("type", "zone")) {
            node.map(item -> DeclaredCommand.member(item, member)).filter(value -> !value.isEmpty())
                    .ifPresent(value -> {
                        variables.put("ichor_" + member, value);
                        group(member, value, name);
                    });
        }
        hosts.put(name, variables);
    }

    /** Names of groups are letters, digits and underscores. */
    private void group(String kind, String value, String host) {
        groups.computeIfAbsent(kind + "_" + value.replaceAll("[^A-Za-z0-9_]", "_"), name -> new ArrayList<>())
                .add(host);
    }

    /** The answer to {@code --list}; with the variables of all hosts, so that nothing is asked again. */
    Map<String, Object> list() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("_meta", Map.of("hostvars", hosts));
        List<String> children = new ArrayList<>(groups.keySet());
        children.add("ungrouped");
        all.put("all", Map.of("children", children));
        groups.forEach((name, members) -> all.put(name, Map.of("hosts", members)));
        return all;
    }
}
