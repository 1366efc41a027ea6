package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.wire.DhcpMessage;
import java.time.Instant;

/** One request as it came in, read once. */
record Incoming(DhcpMessage message, PxeClient client, int port, Ipv4 source, int sourcePort, Instant at) {
    static Incoming of(DhcpMessage message, int port, Ipv4 source, int sourcePort, Instant at) {
        return new Incoming(message, PxeClient.read(message), port, source, sourcePort, at);
    }
}
