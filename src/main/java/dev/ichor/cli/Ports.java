package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problems;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.ApplianceConfig.Mode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tries whether the ports can be had, and gives them back at once. */
final class Ports {
    private Ports() {
    }

    static void check(ApplianceConfig config, Segment segment, Problems problems) {
        Ipv4 own = segment.own().address();
        if (config.dhcp().mode() != Mode.OFF) {
            udp("DHCP", Ipv4.ANY, 67, "Stop that server on this host", problems);
            udp("DHCP", Ipv4.ANY, 4011, "Stop that server on this host", problems);
        }
        if (config.tftp().enabled()) {
            udp("TFTP", own, config.tftp().port(), "Stop that server on this host", problems);
        }
        udp("jumbo echo", own, config.discovery().echoPort(), "Set discovery.echo-port", problems);
        tcp("boot plane", own, config.boot().port(), "Set boot.port", problems);
        if (config.boot().tlsPort() != 0) {
            tcp("boot plane by HTTPS", own, config.boot().tlsPort(), "Set boot.tls-port", problems);
        }
        if (config.sinks().eventsPort() != 0) {
            tcp("event sink", own, config.sinks().eventsPort(), "Set sinks.events-port", problems);
        }
        if (config.sinks().kernelLogPort() != 0) {
            tcp("kernel log", own, config.sinks().kernelLogPort(), "Set sinks.kernel-log-port", problems);
            udp("kernel log", own, config.sinks().kernelLogPort(), "Set sinks.kernel-log-port", problems);
        }
        tcp("admin plane", config.admin().address(), config.admin().port(), "Set admin.port", problems);
    }

    private static void udp(String what, Ipv4 address, int port, String mend, Problems problems) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(address.inet(), port));
        } catch (IOException e) {
            problems.add(what, "UDP port " + port + " of " + address + " cannot be had (" + e.getMessage() + ")",
                    mend + "; 'ss -lunp sport = :" + port + "' names the program that holds it");
        }
    }

    private static void tcp(String what, Ipv4 address, int port, String mend, Problems problems) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.inet(), port));
        } catch (IOException e) {
            problems.add(what, "TCP port " + port + " of " + address + " cannot be had (" + e.getMessage() + ")",
                    mend + "; 'ss -ltnp sport = :" + port + "' names the program that holds it");
        }
    }
}
