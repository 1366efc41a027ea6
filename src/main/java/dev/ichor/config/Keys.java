package dev.ichor.config;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.config.ApplianceConfig.Admin;
import dev.ichor.config.ApplianceConfig.Assets;
import dev.ichor.config.ApplianceConfig.Boot;
import dev.ichor.config.ApplianceConfig.Dhcp;
import dev.ichor.config.ApplianceConfig.Discovery;
import dev.ichor.config.ApplianceConfig.Disks;
import dev.ichor.config.ApplianceConfig.Flight;
import dev.ichor.config.ApplianceConfig.Format;
import dev.ichor.config.ApplianceConfig.Level;
import dev.ichor.config.ApplianceConfig.Log;
import dev.ichor.config.ApplianceConfig.Mode;
import dev.ichor.config.ApplianceConfig.Sinks;
import dev.ichor.config.ApplianceConfig.Tftp;
import dev.ichor.ipxe.BootPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting, its default and its bounds: the only place where they stand. */
final class Keys {
    private static final Forms.Parser<Integer> PORT = Forms.whole(1, 65_535);

    static final Key<String> INTERFACE = new Key<>("interface", "", Forms.one(Forms.text(15)));
    static final Key<Optional<Cidr>> ADDRESS = new Key<>("address", Optional.empty(), Forms.optional(Cidr::parse));
    static final Key<Path> STATE = new Key<>("state", Path.of("/var/lib/ichor"), Forms.one(Keys::path));
    static final Key<Integer> BOOT_PORT = new Key<>("boot.port", 8080, Forms.one(PORT));
    static final Key<Integer> BOOT_TLS_PORT =
            new Key<>("boot.tls-port", 8443, Forms.one(Forms.whole(0, 65_535)));
    static final Key<Mode> DHCP_MODE = new Key<>("dhcp.mode", Mode.PROXY, Forms.one(Forms.choice(Mode.class)));
    static final Key<Optional<Range>> DHCP_POOL =
            new Key<>("dhcp.pool", Optional.empty(), Forms.optional(Range::parse));
    static final Key<Map<Mac, Ipv4>> DHCP_RESERVATIONS =
            new Key<>("dhcp.reservations", Map.of(), Forms.reservations());
    static final Key<Duration> DHCP_LEASE_TIME = new Key<>("dhcp.lease-time", Duration.ofHours(12),
            Forms.one(Forms.duration(Duration.ofMinutes(1), Duration.ofDays(365))));
    static final Key<Optional<Ipv4>> DHCP_ROUTER =
            new Key<>("dhcp.router", Optional.empty(), Forms.optional(Ipv4::parse));
    static final Key<List<Ipv4>> DHCP_DNS = new Key<>("dhcp.dns", List.of(), Forms.list(Ipv4::parse));
    static final Key<String> DHCP_DOMAIN = new Key<>("dhcp.domain", "", Forms.one(Forms.text(253)));
    static final Key<Integer> DHCP_MTU = new Key<>("dhcp.mtu", 0, Forms.one(Keys::mtu));
    static final Key<Boolean> DHCP_PROBE = new Key<>("dhcp.conflict-probe", true, Forms.one(Forms::flag));
    static final Key<Boolean> TFTP_ENABLED = new Key<>("tftp.enabled", true, Forms.one(Forms::flag));
    static final Key<Integer> TFTP_PORT = new Key<>("tftp.port", 69, Forms.one(PORT));
    static final Key<Integer> TFTP_BLOCK = new Key<>("tftp.block-size", 0, Forms.one(Keys::blockSize));
    static final Key<Integer> TFTP_WINDOW = new Key<>("tftp.window", 16, Forms.one(Forms.whole(1, 64)));
    static final Key<Integer> TFTP_TRANSFERS = new Key<>("tftp.transfers", 1024, Forms.one(Forms.whole(1, 16_384)));
    static final Key<Boolean> TFTP_SINGLE_PORT = new Key<>("tftp.single-port", false, Forms.one(Forms::flag));
    static final Key<Duration> LLDP = new Key<>("discovery.lldp", Duration.ofSeconds(31),
            Forms.one(Forms.duration(Duration.ZERO, Duration.ofMinutes(10))));
    static final Key<Integer> ECHO_PORT = new Key<>("discovery.echo-port", 8082, Forms.one(PORT));
    static final Key<String> KERNEL_ARGUMENTS =
            new Key<>("discovery.kernel-arguments", BootPlane.CONSOLES, Forms.one(Keys::kernelArguments));
    static final Key<Integer> EVENTS_PORT = new Key<>("sinks.events-port", 8083, Forms.one(Forms.whole(0, 65_535)));
    static final Key<Integer> KERNEL_LOG_PORT =
            new Key<>("sinks.kernel-log-port", 8084, Forms.one(Forms.whole(0, 65_535)));
    static final Key<Integer> DISKS_USED = new Key<>("disks.most-used", 90, Forms.one(Forms.whole(1, 255)));
    static final Key<Integer> DISKS_SPARE = new Key<>("disks.least-spare", 10, Forms.one(Forms.whole(0, 100)));
    static final Key<Integer> DISKS_MEDIA_ERRORS =
            new Key<>("disks.most-media-errors", 0, Forms.one(Forms.whole(0, 1_000_000)));
    static final Key<Duration> POLICY_ARM = new Key<>("disks.policy-arm", Duration.ofHours(1),
            Forms.one(Forms.duration(Duration.ofMinutes(1), Duration.ofDays(1))));
    static final Key<Ipv4> ADMIN_ADDRESS = new Key<>("admin.address", Ipv4.of(new byte[] {127, 0, 0, 1}),
            Forms.one(Ipv4::parse));
    static final Key<Integer> ADMIN_PORT = new Key<>("admin.port", 8081, Forms.one(PORT));
    static final Key<Optional<Path>> ADMIN_CERTIFICATE =
            new Key<>("admin.certificate", Optional.empty(), Forms.optional(Keys::path));
    static final Key<Optional<Path>> ADMIN_KEY =
            new Key<>("admin.key", Optional.empty(), Forms.optional(Keys::path));
    static final Key<Optional<Path>> ADMIN_FIRST_TOKEN_FILE =
            new Key<>("admin.first-token-file", Optional.empty(), Forms.optional(Keys::path));
    static final Key<Optional<Path>> ASSETS_FOLDER =
            new Key<>("assets.folder", Optional.empty(), Forms.optional(Keys::path));
    static final Key<String> ASSETS_PROXY = new Key<>("assets.proxy", "", Forms.one(Forms.text(200)));
    static final Key<Map<String, String>> ASSETS_MIRRORS = new Key<>("assets.mirrors", Map.of(), Forms.mirrors());
    static final Key<Optional<Path>> SEAL_KEY =
            new Key<>("secrets.seal-key", Optional.empty(), Forms.optional(Keys::path));
    static final Key<Integer> FLIGHT_MACHINE =
            new Key<>("flight.per-machine", 2_000, Forms.one(Forms.whole(100, 100_000)));
    static final Key<Integer> FLIGHT_TOTAL =
            new Key<>("flight.total", 200_000, Forms.one(Forms.whole(1_000, 10_000_000)));
    static final Key<Format> LOG_FORMAT = new Key<>("log.format", Format.LOGFMT, Forms.one(Forms.choice(Format.class)));
    static final Key<Level> LOG_LEVEL = new Key<>("log.level", Level.INFO, Forms.one(Forms.choice(Level.class)));

    /** All of them, in the order of the file. */
    static final List<Key<?>> ALL = List.of(INTERFACE, ADDRESS, STATE, BOOT_PORT, BOOT_TLS_PORT, DHCP_MODE,
            DHCP_POOL, DHCP_RESERVATIONS, DHCP_LEASE_TIME, DHCP_ROUTER, DHCP_DNS, DHCP_DOMAIN, DHCP_MTU, DHCP_PROBE,
            TFTP_ENABLED, TFTP_PORT, TFTP_BLOCK, TFTP_WINDOW, TFTP_TRANSFERS, TFTP_SINGLE_PORT, LLDP, ECHO_PORT,
            KERNEL_ARGUMENTS, EVENTS_PORT, KERNEL_LOG_PORT, DISKS_USED, DISKS_SPARE, DISKS_MEDIA_ERRORS, POLICY_ARM,
            ADMIN_ADDRESS, ADMIN_PORT, ADMIN_CERTIFICATE, ADMIN_KEY, ADMIN_FIRST_TOKEN_FILE,
            ASSETS_FOLDER, ASSETS_PROXY, ASSETS_MIRRORS, SEAL_KEY, FLIGHT_MACHINE, FLIGHT_TOTAL, LOG_FORMAT, LOG_LEVEL);

    private Keys() {
    }

    static ApplianceConfig build(Values v) {
        return new ApplianceConfig(v.get(INTERFACE), v.get(ADDRESS), v.get(STATE),
                new Boot(v.get(BOOT_PORT), v.get(BOOT_TLS_PORT)),
                new Dhcp(v.get(DHCP_MODE), v.get(DHCP_POOL), v.get(DHCP_RESERVATIONS), v.get(DHCP_LEASE_TIME),
                        v.get(DHCP_ROUTER), v.get(DHCP_DNS), v.get(DHCP_DOMAIN), v.get(DHCP_MTU), v.get(DHCP_PROBE)),
                new Tftp(v.get(TFTP_ENABLED), v.get(TFTP_PORT), v.get(TFTP_BLOCK), v.get(TFTP_WINDOW),
                        v.get(TFTP_TRANSFERS), v.get(TFTP_SINGLE_PORT)),
                new Discovery(v.get(LLDP), v.get(ECHO_PORT), v.get(KERNEL_ARGUMENTS)),
                new Sinks(v.get(EVENTS_PORT), v.get(KERNEL_LOG_PORT)),
                new Disks(v.get(DISKS_USED), v.get(DISKS_SPARE), v.get(DISKS_MEDIA_ERRORS), v.get(POLICY_ARM)),
                new Admin(v.get(ADMIN_ADDRESS), v.get(ADMIN_PORT), v.get(ADMIN_CERTIFICATE), v.get(ADMIN_KEY),
                        v.get(ADMIN_FIRST_TOKEN_FILE)),
                new Assets(v.get(ASSETS_FOLDER), v.get(ASSETS_PROXY), v.get(ASSETS_MIRRORS)),
                new ApplianceConfig.Secrets(v.get(SEAL_KEY)),
                new Flight(v.get(FLIGHT_MACHINE), v.get(FLIGHT_TOTAL)), new Log(v.get(LOG_FORMAT), v.get(LOG_LEVEL)));
    }

    private static Path path(String text) throws Malformed {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new Malformed("expected a folder");
        }
        return Path.of(text);
    }

    /** RFC 2132 section 5.1: from 68; 0 tells none. */
    private static Integer mtu(String text) throws Malformed {
        int mtu = Forms.whole(0, 65_535).parse(text);
        if (mtu != 0 && mtu < 68) {
            throw new Malformed("expected 0, or a whole number from 68 to 65535");
        }
        return mtu;
    }

    /** iPXE gives some characters a meaning of its own. */
    private static String kernelArguments(String text) throws Malformed {
        if (text.length() > 1024 || !text.matches("[\\x20-\\x7e&&[^$|&;#]]*")) {
            throw new Malformed("expected at most 1024 plain characters without $ | & ; #");
        }
        return text;
    }

    /** RFC 2348: 8 to 65464; 0 leaves it to the MTU. */
    private static Integer blockSize(String text) throws Malformed {
        int size = Forms.whole(0, 65_464).parse(text);
        if (size != 0 && size < 8) {
            throw new Malformed("expected 0, or a whole number from 8 to 65464");
        }
        return size;
    }
}
