package dev.ichor.ipxe;

import dev.ichor.base.Ipv4;

/**
 * Where machines find the appliance, and what their agent is told. Addresses are always numbers: iPXE started by UEFI
 * HTTP boot may have no resolver (quirk H4).
 *
 * @param address         of the HTTP boot plane
 * @param port            of the HTTP boot plane
 * @param echoPort        UDP port of the jumbo probe's echo
 * @param lldpSeconds     how long the agent listens for LLDP; switches announce themselves every 30 s
 * @param kernelArguments added to the discovery kernel's command line, e.g. consoles; may be empty
 */
public record BootPlane(Ipv4 address, int port, int echoPort, int lldpSeconds, String kernelArguments) {
    /** The consoles that servers have: the screen, and the first serial port, which becomes {@code /dev/console}. */
    public static final String CONSOLES = "console=tty0 console=ttyS0,115200";

    public BootPlane {
        if (port < 1 || port > 65_535 || echoPort < 1 || echoPort > 65_535 || lldpSeconds < 0 || lldpSeconds > 600) {
            throw new IllegalArgumentException("ports lie between 1 and 65535, LLDP seconds between 0 and 600");
        }
        if (!kernelArguments.matches("[\\x20-\\x7e&&[^$|&;#]]*")) {
            throw new IllegalArgumentException("kernel arguments are printable ASCII without $ | & ; #");
        }
    }

    /** {@code http://10.0.0.1:8080}. */
    public String url() {
        return "http://" + address + ":" + port;
    }
}
