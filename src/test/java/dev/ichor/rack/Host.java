package dev.ichor.rack;

import dev.ichor.base.Ipv4;

/**
 * A computer that is a namespace: its NIC on a segment.
 *
 * @param nic     name of the NIC inside the namespace
 * @param address its IPv4 address
 * @param port    the switch's name for the port it hangs on
 */
public record Host(Namespace namespace, String nic, Ipv4 address, String port) {

    /** Captures what this NIC sends and receives. */
    public Capture capture() {
        return Capture.start(namespace, nic);
    }
}
