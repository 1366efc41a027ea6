package dev.ichor.server.tftp;

import dev.ichor.base.Ipv4;
import dev.ichor.tftp.Negotiation;
import dev.ichor.tftp.Patience;

/**
 * How the TFTP server runs.
 *
 * @param address      the server's own address on the provisioning network; every reply comes from it. Broadcast
 *                     requests are not heard, as RFC 1123 section 4.2.3.5 wants
 * @param port         69; 0 takes a free one
 * @param singlePort   true: transfers run over {@code port} too, for clients behind NAT; false: each has its own port
 * @param limits       of what is granted to clients
 * @param maxTransfers live at once, from 1; a request beyond them is told to try again
 * @param patience     how long a transfer waits for its client
 */
public record TftpSettings(Ipv4 address, int port, boolean singlePort, Negotiation.Limits limits, int maxTransfers,
                           Patience patience) {
    public TftpSettings {
        if (address.isAny() || address.equals(Ipv4.BROADCAST)) {
            throw new IllegalArgumentException("TFTP needs the server's own address: replies must come from it");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port lies between 0 and 65535");
        }
        if (maxTransfers < 1) {
            throw new IllegalArgumentException("at least one transfer must be allowed");
        }
    }

    /** Port 69, a port for each transfer, an MTU of 1500, windows up to 16 blocks, 1024 transfers. */
    public static TftpSettings defaults(Ipv4 address) {
        Negotiation.Limits limits = new Negotiation.Limits(1500, Negotiation.MAX_BLKSIZE, 16);
        return new TftpSettings(address, 69, false, limits, 1024, Patience.DEFAULT);
    }
}
