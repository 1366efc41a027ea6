package dev.ichor.bench;

import dev.ichor.rack.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server that takes part in a run. */
interface Contender {
    String name();

    /** Starts it in the lab's server namespace and waits until it serves. */
    Daemon start(Lab lab) throws IOException;

    /** False if its work is done by children whose CPU time the kernel does not hand to the parent. */
    default boolean showsCpu() {
        return true;
    }

    /** The path by which it serves a file over HTTP. */
    default String httpPath(String file) {
        return "/" + file;
    }

    default int httpPort() {
        return 80;
    }

    /** Debian's dnsmasq, with the options a PXE host would use. */
    record Dnsmasq() implements Contender {
        @Override
        public String name() {
            return "dnsmasq";
        }

        @Override
        public Daemon start(Lab lab) {
            Daemon daemon = lab.server.namespace().start("dnsmasq", List.of("dnsmasq", "--keep-in-foreground",
                    "--log-facility=-", "--quiet-dhcp", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--port=0",
                    "--interface=eth0", "--bind-interfaces", "--no-ping", "--dhcp-authoritative",
                    "--dhcp-range=10.66.16.0,10.66.255.250,255.255.0.0,1h", "--dhcp-lease-max=100000",
                    "--dhcp-leasefile=" + lab.folder().resolve("dnsmasq.leases"),
                    "--enable-tftp", "--tftp-root=" + lab.files, "--tftp-max=1000"));
            Wait.forLog(daemon, "TFTP root");
            return daemon;
        }
    }

    /** Debian's tftpd-hpa, which forks a process for each transfer. */
    record TftpdHpa() implements Contender {
        @Override
        public String name() {
            return "tftpd-hpa";
        }

        @Override
        public boolean showsCpu() {
            return false;
        }

        @Override
        public Daemon start(Lab lab) {
            Daemon daemon = lab.server.namespace().start("tftpd-hpa", List.of("in.tftpd", "--foreground", "--ipv4",
                    "--address", "0.0.0.0:69", "--user", "root", "--secure", lab.files.toString()));
            Wait.forUdp(lab, 69);
            return daemon;
        }
    }

    /** Debian's Kea with its memory-and-file lease store. */
    record Kea() implements Contender {
        @Override
        public String name() {
            return "kea";
        }

        @Override
        public Daemon start(Lab lab) throws IOException {
            Path config = Files.writeString(lab.folder().resolve("kea.json"), """
                    {"Dhcp4": {"interfaces-config": {"interfaces": ["eth0"], "dhcp-socket-type": "raw"},
                      "lease-database": {"type": "memfile", "persist": true, "name": "%s", "lfc-interval": 0},
                      "valid-lifetime": 3600, "subnet4": [{"id": 1, "subnet": "10.66.0.0/16",
                        "pools": [{"pool": "10.66.16.0 - 10.66.255.250"}]}],
                      "loggers": [{"name": "kea-dhcp4", "severity": "WARN", "output_options": [{"output": "stderr"}]}]}}
                    """.formatted(lab.folder().resolve("kea.leases")));
            Daemon daemon = lab.server.namespace().start("kea", List.of("env", "KEA_PIDFILE_DIR=" + lab.folder(),
                    "KEA_LOCKFILE_DIR=none", "kea-dhcp4", "-c", config.toString()));
            Wait.forUdp(lab, 67);
            return daemon;
        }
    }

    /** Debian's nginx with sendfile and one worker a core. */
    record Nginx() implements Contender {
        @Override
        public String name() {
            return "nginx";
        }

        @Override
        public Daemon start(Lab lab) throws IOException {
            Path config = Files.writeString(lab.folder().resolve("nginx.conf"), """
                    daemon off; user root; worker_processes 2; pid %1$s/nginx.pid; error_log stderr;
                    events { worker_connections 2048; }
                    http { access_log off; sendfile on; tcp_nopush on; server { listen 80; root %1$s/files; } }
                    """.formatted(lab.folder()));
            Daemon daemon = lab.server.namespace().start("nginx", List.of("nginx", "-c", config.toString()));
            Wait.forTcp(lab, 80);
            return daemon;
        }
    }
}
