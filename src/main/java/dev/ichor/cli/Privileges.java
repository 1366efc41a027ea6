package dev.ichor.cli;

import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.ApplianceConfig.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel lets this process do. */
final class Privileges {
    /** Bits of {@code capabilities(7)}. */
    private static final int NET_BIND_SERVICE = 10;
    private static final int NET_RAW = 13;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

    private Privileges() {
    }

    /** Adds one sentence if something is missing for these settings. */
    static void check(ApplianceConfig config, Problems problems) {
        try {
            String line = Files.readAllLines(STATUS).stream().filter(l -> l.startsWith("CapEff:")).findFirst()
                    .orElse("CapEff: 0");
            long effective = Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).trim(), 16);
            int first = Integer.parseInt(Files.readString(UNPRIVILEGED).trim());
            check(config, effective, first, problems);
        } catch (IOException | NumberFormatException e) {
            // not Linux as we know it: opening the ports will tell
        }
    }

    static void check(ApplianceConfig config, long effective, int firstFreePort, Problems problems) {
        boolean dhcp = config.dhcp().mode() != Mode.OFF;
        List<String> ports = new ArrayList<>();
        if (dhcp && firstFreePort > 67) {
            ports.add("67");
        }
        if (config.tftp().enabled() && config.tftp().port() < firstFreePort) {
            ports.add(String.valueOf(config.tftp().port()));
        }
        if (config.boot().port() < firstFreePort) {
            ports.add(String.valueOf(config.boot().port()));
        }
        if (config.boot().tlsPort() != 0 && config.boot().tlsPort() < firstFreePort) {
            ports.add(String.valueOf(config.boot().tlsPort()));
        }
        List<String> missing = new ArrayList<>();
        if (!ports.isEmpty() && !has(effective, NET_BIND_SERVICE)) {
            missing.add("CAP_NET_BIND_SERVICE");
        }
        if (dhcp && !has(effective, NET_RAW)) {
            missing.add("CAP_NET_RAW");
        }
        if (!missing.isEmpty()) {
            String why = (ports.isEmpty() ? "" : "open port " + String.join(" and ", ports))
                    + (dhcp ? (ports.isEmpty() ? "" : " and ") + "hold DHCP to one interface" : "");
            problems.add("privileges", "this process may not " + why, "Run it as root, or with "
                    + String.join(" and ", missing) + ", as the unit in systemd/ does");
        }
    }

    private static boolean has(long effective, int bit) {
        return (effective >>> bit & 1) == 1;
    }
}
