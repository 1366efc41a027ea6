package dev.ichor.config;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of one appliance. Their meaning, with defaults, stands in {@code appliance/appliance.yaml}.
 *
 * @param networkInterface name of the NIC on the boot network; empty until someone chooses one
 * @param address   own address with prefix on that network; absent: the interface's
 * @param state     folder of the database
 */
public record ApplianceConfig(String networkInterface, Optional<Cidr> address, Path state, Boot boot, Dhcp dhcp,
                              Tftp tftp, Discovery discovery, Sinks sinks, Disks disks, Admin admin, Assets assets,
                              Secrets secrets, Flight flight, Log log) {
    /**
     * Where nodes report to.
     *
     * @param eventsPort    TCP port of the event sink; 0: there is none
     * @param kernelLogPort TCP and UDP port of the kernel log; 0: there is none
     */
    public record Sinks(int eventsPort, int kernelLogPort) {
    }

    /**
     * What disks and arms must keep to.
     *
     * @param mostUsed        percentage used beyond which a disk is refused
     * @param leastSpare      available spare in percent below which it is refused
     * @param mostMediaErrors count beyond which it is refused
     * @param policyArm       how long an arm lives that a policy gives
     */
    public record Disks(int mostUsed, int leastSpare, int mostMediaErrors, Duration policyArm) {
    }

    /**
     * The boot plane.
     *
     * @param port    TCP port of HTTP on the boot network
     * @param tlsPort TCP port of HTTPS there, for configurations alone; 0: there is none
     */
    public record Boot(int port, int tlsPort) {
    }

    /** What the appliance is for DHCP. */
    public enum Mode { PROXY, FULL, OFF }

    /**
     * DHCP.
     *
     * @param pool         first and last dynamic address; absent: only reservations
     * @param reservations fixed addresses
     * @param mtu          told to machines; 0: none is told
     * @param conflictProbe whether an address is tried before it is leased
     */
    public record Dhcp(Mode mode, Optional<Range> pool, Map<Mac, Ipv4> reservations, Duration leaseTime,
                       Optional<Ipv4> router, List<Ipv4> dns, String domain, int mtu, boolean conflictProbe) {
        public Dhcp {
            reservations = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(reservations));
        }
    }

    /**
     * TFTP.
     *
     * @param blockSize most bytes in a block that are granted; 0: as the interface's MTU allows
     * @param window    most blocks without an acknowledgement that are granted
     * @param transfers most transfers at once
     */
    public record Tftp(boolean enabled, int port, int blockSize, int window, int transfers, boolean singlePort) {
    }

    /**
     * The discovery image.
     *
     * @param lldp            how long the agent listens for neighbours
     * @param echoPort        UDP port that answers the 9000-byte probe
     * @param kernelArguments added to the kernel command line
     */
    public record Discovery(Duration lldp, int echoPort, String kernelArguments) {
    }

    /**
     * The admin plane: where it listens.
     *
     * @param certificate    PEM file; absent: the appliance makes its own
     * @param key            PEM file of its key
     * @param firstTokenFile where the first token goes; absent: to the log
     */
    public record Admin(Ipv4 address, int port, Optional<Path> certificate, Optional<Path> key,
                        Optional<Path> firstTokenFile) {
    }

    /**
     * The boot assets.
     *
     * @param folder  where the files are; absent: {@code assets} in the state folder
     * @param proxy   URL of a proxy for fetching; empty: what the environment says
     * @param mirrors beginnings of URLs and what to ask instead
     */
    public record Assets(Optional<Path> folder, String proxy, Map<String, String> mirrors) {
    }

    /** Where the asset files are. */
    public Path assetFolder() {
        return assets.folder().orElseGet(() -> state.resolve("assets"));
    }

    /**
     * The clusters' secrets.
     *
     * @param sealKey file of their key; absent: the credential that systemd gives, else the appliance's own
     */
    public record Secrets(Optional<Path> sealKey) {
    }

    /** How many exchanges the flight recorder keeps, for one machine and for all. */
    public record Flight(int perMachine, int total) {
    }

    /** How log lines look. */
    public enum Format { LOGFMT, JSON }

    /** Which log lines are written. */
    public enum Level { DEBUG, INFO, WARN, ERROR }

    /** The log. */
    public record Log(Format format, Level level) {
    }

    /** The settings when nothing is set. */
    public static ApplianceConfig defaults() {
        return Keys.build(new Values(Map.of()));
    }
}
