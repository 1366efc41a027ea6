package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problems;
import dev.ichor.base.Subnet;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Cidr;
import dev.ichor.config.NetworkRules;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The boot network as this host sees it.
 *
 * @param nic name of the interface
 * @param own the appliance's address there
 * @param mtu of the interface
 */
record Segment(String nic, Cidr own, int mtu) {
    private static final String WHERE = "interface";

    /** Finds it; whatever is missing goes to {@code problems}. */
    static Optional<Segment> find(ApplianceConfig config, Problems problems) {
        String name = config.networkInterface();
        if (name.isEmpty()) {
            problems.add(WHERE, "no interface is chosen for the boot network", "Set it with --interface, or in the "
                    + "settings; this host has " + names());
            return Optional.empty();
        }
        try {
            NetworkInterface nic = NetworkInterface.getByName(name);
            if (nic == null) {
                problems.add(WHERE, "this host has no interface " + name, "It has " + names());
                return Optional.empty();
            }
            if (!nic.isUp()) {
                problems.add(WHERE, name + " is down", "Bring it up: ip link set " + name + " up");
            }
            return own(nic, config, problems).map(own -> new Segment(name, own, mtu(nic)));
        } catch (SocketException e) {
            problems.add(WHERE, name + " cannot be read (" + e.getMessage() + ")", "");
            return Optional.empty();
        }
    }

    private static Optional<Cidr> own(NetworkInterface nic, ApplianceConfig config, Problems problems) {
        List<Cidr> has = nic.getInterfaceAddresses().stream().filter(a -> a.getAddress() instanceof Inet4Address)
                .map(Segment::cidr).toList();
        String wanted = config.address().map(Cidr::toString).orElse("10.77.0.1/24");
        if (has.isEmpty()) {
            problems.add(WHERE, nic.getName() + " has no IPv4 address",
                    "Give it one: ip address add " + wanted + " dev " + nic.getName());
            return Optional.empty();
        }
        Optional<Cidr> own = config.address().isEmpty() ? Optional.of(has.getFirst())
                : has.stream().filter(a -> a.address().equals(config.address().get().address())).findFirst()
                        .map(a -> config.address().get());
        if (own.isEmpty()) {
            problems.add("address", nic.getName() + " does not have the address " + wanted + " (it has "
                    + has.stream().map(Cidr::toString).collect(Collectors.joining(", ")) + ")",
                    "Give it that address, or correct the setting");
        }
        own.ifPresent(address -> NetworkRules.check(address, config.dhcp(), problems));
        return own;
    }

    private static Cidr cidr(InterfaceAddress address) {
        Ipv4 ip = Ipv4.of((Inet4Address) address.getAddress());
        return new Cidr(ip, new Subnet(ip, address.getNetworkPrefixLength()));
    }

    private static int mtu(NetworkInterface nic) {
        try {
            return nic.getMTU();
        } catch (SocketException e) {
            return 1500;
        }
    }

    private static String names() {
        try {
            return NetworkInterface.networkInterfaces().map(NetworkInterface::getName).sorted()
                    .collect(Collectors.joining(", "));
        } catch (SocketException e) {
            return "none that can be read";
        }
    }
}
