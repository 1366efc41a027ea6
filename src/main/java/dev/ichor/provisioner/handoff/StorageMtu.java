package dev.ichor.provisioner.handoff;

import dev.ichor.base.Ipv4;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The MTU of the interface that a configuration gives the storage address. */
final class StorageMtu {
    /** What an interface has if nothing is said. */
    private static final int PLAIN = 1_500;
    private static final Set<String> LINKS = Set.of("LinkConfig", "VLANConfig", "BondConfig", "BridgeConfig",
            "DummyLinkConfig");

    private StorageMtu() {
    }

    /** The smallest if several interfaces have the address; 0 if none has it. */
    static int of(Configuration all, Ipv4 address) {
        return IntStream.concat(older(all, address), newer(all, address)).min().orElse(0);
    }

    /** Entries of {@code machine.network.interfaces}; a VLAN carries no more than the interface below it. */
    private static IntStream older(Configuration all, Ipv4 address) {
        Stream<Map<?, ?>> interfaces = ServedFacts.items(all.find(Document.V1ALPHA1)
                .flatMap(document -> document.at("machine", "network", "interfaces")).orElse(""));
        return interfaces.flatMapToInt(link -> {
            int own = mtu(link).orElse(PLAIN);
            IntStream top = has(link, address) ? IntStream.of(own) : IntStream.empty();
            return IntStream.concat(top, ServedFacts.items(link.get("vlans")).filter(vlan -> has(vlan, address))
                    .mapToInt(vlan -> Math.min(own, mtu(vlan).orElse(own))));
        });
    }

    private static IntStream newer(Configuration all, Ipv4 address) {
        return all.documents().stream().filter(document -> LINKS.contains(document.kind())
                && has(document.body(), address)).mapToInt(document -> {
                    Optional<String> parent = document.at("parent").map(Object::toString);
                    if (parent.isEmpty()) {
                        return mtu(document.body()).orElse(PLAIN);
                    }
                    int below = all.documents().stream().filter(other -> LINKS.contains(other.kind())
                            && other.name().equals(parent.get())).map(other -> mtu(other.body()))
                            .flatMap(Optional::stream).findFirst().orElse(PLAIN);
                    return Math.min(below, mtu(document.body()).orElse(below));
                });
    }

    private static Optional<Integer> mtu(Map<?, ?> link) {
        return Optional.ofNullable(link.get("mtu")).map(Object::toString).filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt).filter(mtu -> mtu > 0);
    }

    /** Addresses are texts with a prefix, or maps with such a text. */
    private static boolean has(Map<?, ?> link, Ipv4 address) {
        return link.get("addresses") instanceof java.util.List<?> list && list.stream()
                .map(item -> item instanceof Map<?, ?> map ? String.valueOf(map.get("address")) : item.toString())
                .anyMatch(text -> text.startsWith(address + "/") || text.equals(address.toString()));
    }
}
