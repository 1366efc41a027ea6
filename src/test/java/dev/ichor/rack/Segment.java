package dev.ichor.rack;

import dev.ichor.base.Ipv4;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer-2 switch: a bridge in a namespace of its own. Hosts hang on it by veth pairs, machines by taps. Like a real
 * switch it can announce itself by LLDP on each port, with that port's own id.
 */
public final class Segment implements AutoCloseable {
    /** Seconds between LLDP frames; switches send each 30 s, a demo cannot wait so long. */
    private static final int LLDP_SECONDS = 2;

    private final Rack rack;
    private final Namespace bridge;
    private final int mtu;
    private final LldpSpeaker speaker;
    private int ports;

    private Segment(Rack rack, Namespace bridge, int mtu) {
        this.rack = rack;
        this.bridge = bridge;
        this.mtu = mtu;
        this.speaker = new LldpSpeaker(bridge, LLDP_SECONDS);
    }

    static Segment create(Rack rack, int mtu) {
        Namespace bridge = rack.namespace("switch");
        bridge.ip("link", "add", "br0", "type", "bridge", "stp_state", "0", "forward_delay", "0",
                "mcast_snooping", "0");
        bridge.ip("link", "set", "br0", "mtu", Integer.toString(mtu), "up");
        return new Segment(rack, bridge, mtu);
    }

    /**
     * A new host on this segment: a namespace whose {@code eth0} has the address.
     *
     * @param cidr address with prefix length, such as {@code 10.77.0.1/24}
     */
    public Host host(String label, String cidr) {
        return attach(rack.namespace(label), "eth0", cidr);
    }

    /** Gives an existing namespace a NIC on this segment, for hosts with several NICs. */
    public Host attach(Namespace namespace, String nic, String cidr) {
        String port = nextPort("p");
        String size = Integer.toString(mtu);
        bridge.ip("link", "add", port, "mtu", size, "type", "veth", "peer", "name", nic, "mtu", size,
                "netns", namespace.name());
        plug(port);
        namespace.ip("link", "set", nic, "up");
        namespace.ip("addr", "add", cidr, "dev", nic);
        return new Host(namespace, nic, address(cidr), port);
    }

    /** A new machine, switched off, with one port of this segment for each of its NICs. */
    public VirtualMachine machine(MachineSpec spec) {
        List<String> taps = new ArrayList<>();
        for (MachineSpec.Nic nic : spec.nics()) {
            String tap = nextPort("t");
            bridge.ip("tuntap", "add", tap, "mode", "tap");
            plug(tap);
            nic.neighbour().ifPresent(neighbour -> announce(tap, neighbour));
            taps.add(tap);
        }
        return rack.make(() -> VirtualMachine.create(rack, bridge, spec, taps));
    }

    /** Sends LLDP frames out of a port, from now until the segment closes. */
    public void announce(String port, Neighbour neighbour) {
        speaker.announce(port, neighbour);
    }

    /** Captures on a port of the switch (what a host or machine sends and receives). */
    public Capture capture(String port) {
        return Capture.start(bridge, port);
    }

    /** Pulls ({@code false}) or plugs the cable of a port. */
    public void link(String port, boolean up) {
        bridge.ip("link", "set", port, up ? "up" : "down");
    }

    public int mtu() {
        return mtu;
    }

    private synchronized String nextPort(String kind) {
        return kind + ++ports;
    }

    private void plug(String port) {
        bridge.ip("link", "set", port, "mtu", Integer.toString(mtu), "master", "br0", "up");
    }

    private static Ipv4 address(String cidr) {
        try {
            return Ipv4.parse(cidr.substring(0, Math.max(0, cidr.indexOf('/'))));
        } catch (dev.ichor.base.Malformed e) {
            throw new IllegalArgumentException("an address with prefix is expected, such as 10.77.0.1/24: " + cidr, e);
        }
    }

    @Override
    public void close() {
        speaker.close();
    }
}
