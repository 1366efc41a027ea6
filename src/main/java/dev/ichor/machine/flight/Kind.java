package dev.ichor.machine.flight;

import dev.ichor.base.Malformed;
import java.util.Locale;

/**
 * What an exchange was. Protocol and direction follow from it: one list, so that recorders and the explanation use
 * the same words.
 */
public enum Kind {
    /** DHCPDISCOVER; {@link Detail#CLIENT} says who of the machine sent it. */
    DISCOVER(Protocol.DHCP, Direction.IN),
    /** DHCPOFFER of ours; {@link Detail#VARIANT} and {@link Detail#FILE} say what it carried. */
    OFFER(Protocol.DHCP, Direction.OUT),
    /** DHCPREQUEST on port 67. */
    REQUEST(Protocol.DHCP, Direction.IN),
    /** DHCPACK of ours. */
    ACK(Protocol.DHCP, Direction.OUT),
    /** DHCPNAK of ours. */
    NAK(Protocol.DHCP, Direction.OUT),
    /** A question to the PXE boot server, port 4011. */
    BOOT_SERVER_REQUEST(Protocol.DHCP, Direction.IN),
    /** The answer from port 4011. */
    BOOT_SERVER_ACK(Protocol.DHCP, Direction.OUT),
    /** DHCPDECLINE, DHCPRELEASE or DHCPINFORM. */
    DHCP_OTHER(Protocol.DHCP, Direction.IN),
    /** Another server's offer to this machine; {@link Detail#SERVER} and {@link Detail#PXE} describe it. */
    FOREIGN_OFFER(Protocol.DHCP, Direction.IN),
    /** A TFTP transfer that the machine ended after it had learned the size: what UEFI firmware always does first. */
    TFTP_PROBE(Protocol.TFTP, Direction.OUT),
    /** A whole TFTP transfer, with its outcome. */
    TFTP_TRANSFER(Protocol.TFTP, Direction.OUT),
    /** A bootloader over HTTP (UEFI HTTP boot). */
    BOOTLOADER(Protocol.HTTP, Direction.OUT),
    /** The first script: iPXE lives and is asked for its labels. */
    SCRIPT_INIT(Protocol.HTTP, Direction.OUT),
    /** The second script: what the machine shall do; {@link Detail#STEP} says what. */
    SCRIPT_NEXT(Protocol.HTTP, Direction.OUT),
    /** A kernel, initramfs or other asset over HTTP. */
    ASSET(Protocol.HTTP, Direction.OUT),
    /** A request of the boot plane that is none of the above. */
    HTTP_OTHER(Protocol.HTTP, Direction.OUT),
    /** The agent's archive of facts. */
    FINGERPRINT(Protocol.AGENT, Direction.IN),
    /** A line of the agent about what it does or why it cannot. */
    REPORT(Protocol.AGENT, Direction.IN),
    /** The agent asked for an order and got one. */
    ORDER(Protocol.AGENT, Direction.OUT),
    /** The agent asked which disks it is to erase. */
    WIPE_PLAN(Protocol.AGENT, Direction.OUT),
    /** The agent told how far it is with a disk that it is to erase. */
    WIPE_RECEIPT(Protocol.AGENT, Direction.IN);

    private final Protocol protocol;
    private final Direction direction;

    Kind(Protocol protocol, Direction direction) {
        this.protocol = protocol;
        this.direction = direction;
    }

    public Protocol protocol() {
        return protocol;
    }

    public Direction direction() {
        return direction;
    }

    /** Whether an agent says it over and over while nothing happens. */
    public boolean isChatter() {
        return this == REPORT || this == ORDER || this == WIPE_RECEIPT;
    }

    /** The name used in JSON and in the database, e.g. {@code tftp-probe}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws Malformed if no kind has that label */
    public static Kind parse(String label) throws Malformed {
        for (Kind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new Malformed("unknown kind of exchange");
    }
}
