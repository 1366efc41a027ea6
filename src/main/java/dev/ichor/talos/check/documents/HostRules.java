package dev.ichor.talos.check.documents;

import dev.ichor.talos.check.rule.Forms;
import dev.ichor.talos.check.rule.Part;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Name, time, resolver, kernel, sinks and discovery. */
final class HostRules {
    private static final int LONGEST_FQDN = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int SECRET_BYTES = 32;
    private static final Set<String> SINKS = Set.of("tcp", "udp");
    private static final Set<String> SIDEROLINK = Set.of("https", "grpc");

    private HostRules() {
    }

    static void check(String kind, Part document) {
        switch (kind) {
            case "HostnameConfig" -> hostname(document);
            case "ResolverConfig" -> resolver(document);
            case "TimeSyncConfig" -> time(document);
            case "StaticHostConfig" -> host(document);
            case "EventSinkConfig" -> events(document.at("endpoint"));
            case "KmsgLogConfig" -> kernelLog(document);
            case "SideroLinkConfig" -> url(document.at("apiUrl"), SIDEROLINK, false, "https://host:port");
            case "SysctlConfig" -> {
                if (document.at("params").entries().containsKey("")) {
                    document.at("params").error("a kernel setting needs a name", "Write e.g. vm.nr_hugepages");
                }
            }
            case "KernelModuleConfig" -> DocumentRules.named(document);
            case "WatchdogTimerConfig" -> {
                if (document.at("device").isEmpty()) {
                    document.at("device").error("nothing says which watchdog this is", "Write e.g. /dev/watchdog0");
                }
            }
            case "UnattendedInstallConfig" -> install(document);
            case "DiscoveryServiceConfig" -> url(document.at("endpoint"), Set.of("https", "http"), false,
                    "https://discovery.talos.dev/");
            case "DiscoveryIdentityConfig" -> identity(document);
            default -> { }
        }
    }

    private static void hostname(Part document) {
        Part auto = document.at("auto");
        String name = document.at("hostname").text();
        if (auto.isEmpty() && name.isEmpty()) {
            document.at("hostname").error("nothing says what the node is called", "Write hostname, or auto: stable");
        } else if (!auto.isEmpty() && !Set.of("stable", "off").contains(auto.text())) {
            auto.error("no such way to make a name", "Write stable or off, or a hostname instead");
        } else if (!name.isEmpty() && auto.text().equals("stable")) {
            auto.error("a name is given and made", "Remove auto, or hostname");
        }
        String label = name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
        if (!name.isEmpty() && (name.length() > LONGEST_FQDN || label.isEmpty() || label.length() > LONGEST_LABEL)) {
            document.at("hostname").error("no host name", "Write at most 63 characters up to the first dot");
        }
    }

    private static void resolver(Part document) {
        for (Part server : document.at("nameservers").items()) {
            if (!Forms.isAddress(server.at("address").text())) {
                server.at("address").error("no address", "Write e.g. 192.0.2.53");
            }
        }
        Part dns = document.at("hostDNS");
        for (String key : List.of("forwardKubeDNSToHost", "resolveMemberNames")) {
            if (dns.at(key).flag() && !dns.at("enabled").flag()) {
                dns.at(key).error("the host's resolver, which this needs, is off", "Set enabled: true, or remove this");
            }
        }
    }

    private static void time(Part document) {
        if (document.at("ntp").isThere() && document.at("ptp").isThere()) {
            document.at("ptp").error("time comes by NTP or by PTP, not by both", "Remove one of them");
        }
        if (document.at("bootTimeout").text().startsWith("-")) {
            document.at("bootTimeout").error("a time to wait cannot be negative", "Write e.g. 2m");
        }
    }

    private static void host(Part document) {
        if (DocumentRules.named(document) && !Forms.isAddress(document.at("name").text())) {
            document.at("name").error("the name must be the host's address", "Write e.g. 192.0.2.10");
        }
        if (document.at("hostnames").isEmpty()) {
            document.at("hostnames").error("the address has no host name", "Write at least one");
        }
    }

    private static void events(Part endpoint) {
        if (!Forms.isHostAndPort(endpoint.text())) {
            endpoint.error("no address with port", "Write e.g. 192.0.2.10:8083");
        }
    }

    private static void kernelLog(Part document) {
        DocumentRules.named(document);
        url(document.at("url"), SINKS, true, "tcp://192.0.2.10:8084");
    }

    private static void url(Part part, Set<String> schemes, boolean port, String example) {
        Optional<URI> uri = Forms.uri(part.text());
        if (uri.isEmpty() || uri.get().getHost() == null || !schemes.contains(uri.get().getScheme())
                || !Forms.hasNoPath(uri.get()) || port && uri.get().getPort() < 0) {
            part.error("no address of this service", "Write e.g. " + example);
        }
    }

    private static void install(Part document) {
        Part match = document.at("provisioning", "diskSelector", "match");
        if (match.isEmpty()) {
            match.error("nothing says on which disk Talos is installed", "Give a disk of the node the role system");
        }
        if (document.at("installer", "image").isEmpty()) {
            document.at("installer", "image").warning("without an installer image Talos installs only if it was booted"
                    + " from an image of the Image Factory", "Name the installer image");
        }
    }

    private static void identity(Part document) {
        if (document.at("clusterID").isEmpty()) {
            document.at("clusterID").error("nodes cannot find each other without it", "Restore it");
        }
        if (!Forms.isBase64(document.at("clusterSecret").text(), SECRET_BYTES)) {
            document.at("clusterSecret").error("this must be base64 of 32 bytes", "Restore it");
        }
    }
}
