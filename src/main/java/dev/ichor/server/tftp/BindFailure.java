package dev.ichor.server.tftp;

import java.io.IOException;
import java.util.Locale;

import dev.ichor.base.Ipv4;

/** Why a port could not be bound, in one sentence with its mend. */
final class BindFailure {
    private BindFailure() {
    }

    static String explain(Ipv4 address, int port, IOException failure) {
        String where = "TFTP cannot listen on UDP port " + port + " of " + address + ": ";
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("already in use")) {
            return where + "another program holds it; stop that program ('ss -lunp sport = :" + port + "' names it)";
        }
        if (reason.contains("cannot assign")) {
            return where + "no network interface of this machine has that address; give one the address first";
        }
        if (reason.contains("permission denied")) {
            return where + "ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";
        }
        return where + failure.getMessage();
    }
}
