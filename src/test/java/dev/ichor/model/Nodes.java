package dev.ichor.model;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import dev.ichor.inventory.Addresses;
import dev.ichor.inventory.Assign;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.NodeType;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.StorageNetwork;
import dev.ichor.inventory.World;
import dev.ichor.inventory.policy.Selector;
import dev.ichor.inventory.roles.HardwareNeeds;
import dev.ichor.inventory.roles.HealthLimits;
import dev.ichor.machine.Identity;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The nodes that exist, and the storage address of each. */
final class Nodes {
    private static final StorageNetwork STORAGE = new StorageNetwork(new Subnet(new Ipv4(0x0a010000), 24),
            OptionalInt.empty(), 9000,
            Optional.of(new StorageNetwork.Pool(new Ipv4(0x0a010000), new Ipv4(0x0a010006))));
    private static final World DECLARED = new World(List.of(new Cluster("c", URI.create("https://c:6443"), "v1.11.3",
            "v1.34.1", List.of(), List.of(), Optional.of(STORAGE), List.of(), MayastorPlan.DEFAULT)), List.of(),
            List.of(new Policy("p", Selector.ANY, "c", NodeType.WORKER, "n{n}", Policy.ZoneRule.NONE,
                    new Policy.DiskRule(1, 1, 0, 64), Map.of(), true)));
    private static final Assign.Limits LIMITS = new Assign.Limits(HealthLimits.DEFAULT,
            new HardwareNeeds(1, 1, 1, 1, 1, 1));

    private final Map<String, Ipv4> addresses = new HashMap<>();
    private final Set<Ipv4> given = new HashSet<>();
    private final Ledger ledger;

    /** @param before so many nodes came and went before */
    Nodes(Ledger ledger, int before) {
        this.ledger = ledger;
        for (int i = 0; i < before; i++) {
            take("gone");
            delete("gone");
        }
    }

    Assign.Answer wanted(Identity identity, Box.Seen seen) {
        return Assign.of(DECLARED, identity, seen.print(), addresses.keySet(), LIMITS);
    }

    Set<String> names() {
        return addresses.keySet();
    }

    /** A node that is new takes an address, one that exists keeps its own; false if the pool has none left. */
    boolean take(String node) {
        if (addresses.containsKey(node)) {
            return true;
        }
        Optional<Ipv4> address = Addresses.next(STORAGE, Set.copyOf(addresses.values()), Set.copyOf(given));
        address.ifPresent(free -> {
            ledger.addressed(free, addresses.values(), given, STORAGE.pool().orElseThrow());
            addresses.put(node, free);
            given.add(free);
        });
        return address.isPresent();
    }

    /** A node that declares its own address. */
    void declare(String node, Ipv4 address) {
        if (!addresses.containsKey(node) && !addresses.containsValue(address)) {
            addresses.put(node, address);
        }
    }

    void delete(String node) {
        addresses.remove(node);
    }

    @Override
    public String toString() {
        return addresses.entrySet().stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }
}
