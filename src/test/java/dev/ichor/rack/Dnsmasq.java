package dev.ichor.rack;

import dev.ichor.base.Ipv4;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's dnsmasq as a foreign DHCP server, with or without TFTP. */
public final class Dnsmasq implements AutoCloseable {
    private final Daemon daemon;

    private Dnsmasq(Daemon daemon) {
        this.daemon = daemon;
    }

    /** A site's DHCP server that leases addresses and says nothing about booting. */
    public static Dnsmasq leasing(Host host, Ipv4 first, Ipv4 last) {
        return start(host, first, last, List.of());
    }

    /**
     * DHCP and TFTP that boot every firmware into a script.
     *
     * @param folder  what TFTP serves; holds {@code undionly.kpxe}, {@code snponly.efi} and {@code boot.ipxe}
     * @param httpUrl URL of the bootloader for UEFI HTTP boot
     */
    public static Dnsmasq booting(Host host, Ipv4 first, Ipv4 last, Path folder, String httpUrl) {
        return start(host, first, last, List.of(
                "--enable-tftp", "--tftp-root=" + folder,
                "--dhcp-match=set:ipxe,175",
                "--dhcp-match=set:bios,option:client-arch,0",
                "--dhcp-match=set:pxe,option:client-arch,7",
                "--dhcp-match=set:http,option:client-arch,16",
                "--dhcp-boot=tag:ipxe,boot.ipxe",
                "--dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe",
                "--dhcp-boot=tag:!ipxe,tag:pxe,snponly.efi",
                "--dhcp-boot=tag:!ipxe,tag:http," + httpUrl,
                "--dhcp-option-force=tag:http,60,HTTPClient"));
    }

    private static Dnsmasq start(Host host, Ipv4 first, Ipv4 last, List<String> more) {
        Path leases = host.namespace().rack().file("dnsmasq", "leases");
        List<String> argv = new ArrayList<>(List.of("dnsmasq", "--keep-in-foreground", "--log-facility=-", "--log-dhcp",
                "--conf-file=/dev/null", "--pid-file=", "--user=root", "--port=0", "--no-ping", "--dhcp-authoritative",
                "--interface=" + host.nic(), "--bind-interfaces",
                "--dhcp-range=" + first + "," + last + ",1h", "--dhcp-leasefile=" + leases));
        argv.addAll(more);
        Daemon daemon = host.namespace().start("dnsmasq", argv);
        daemon.await("DHCP, (IP range|sockets bound)", Duration.ofSeconds(10));
        return new Dnsmasq(daemon);
    }

    /** Its log, with every DHCP exchange. */
    public Transcript log() {
        return daemon.output();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
