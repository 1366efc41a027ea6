package dev.ichor.server.admin.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Where requests come from, as far as it counts. */
final class Sources {
    private static final int NETWORK_BYTES = 8;

    private Sources() {
    }

    /** An IPv4 address; of an IPv6 address its first 64 bits, since one host has all those behind them. */
    static String key(InetAddress address) {
        if (address instanceof Inet6Address) {
            return HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "::/64";
        }
        return address.getHostAddress();
    }
}
