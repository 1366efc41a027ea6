package dev.ichor.machine.hardware;

import dev.ichor.base.Mac;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A physical NIC. Its identity is the permanent MAC; the kernel name is a label of one boot.
 *
 * @param mac        permanent MAC
 * @param kernelName as the discovery image named it
 * @param driver     kernel driver
 * @param firmware   firmware version as the driver says
 * @param pci        PCI function and link
 * @param numa       NUMA node
 * @param speed      current speed in Mb/s; absent without a link
 * @param link       whether a carrier was seen
 * @param maximumMtu largest MTU the driver takes
 * @param booted     whether the firmware booted over this NIC
 * @param address    IPv4 address with prefix during discovery; empty if none
 * @param lldp       the neighbour that announced itself
 * @param jumbo      result of the 9000-byte probe
 */
public record Nic(Mac mac, String kernelName, String driver, String firmware, Optional<PciLink> pci,
                  OptionalInt numa, OptionalInt speed, boolean link, OptionalInt maximumMtu, boolean booted,
                  String address, Optional<Lldp> lldp, Optional<Jumbo> jumbo) {
    /** An LLDP neighbour (IEEE 802.1AB): chassis and port ids as text, system name, port description, VLAN id or 0. */
    public record Lldp(String chassis, String port, String system, String portDescription, int vlan) {
    }

    /**
     * Whether a don't-fragment datagram filling a 9000-byte MTU went to the appliance and came back.
     *
     * @param verdict  what was found
     * @param sent     datagrams sent
     * @param received datagrams that came back whole
     * @param detail   for people
     */
    public record Jumbo(Verdict verdict, int sent, int received, String detail) {
        /** {@code UNREACHABLE}: not even small datagrams came back, so nothing is known of the MTU. */
        public enum Verdict { PASSES, LOST, TOO_SMALL, UNREACHABLE }
    }
}
