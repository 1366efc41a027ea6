package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.server.dhcp.DhcpExchange;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Puts DHCP packets on the flight recorder. */
final class DhcpTap {
    private static final int BOOT_SERVER_PORT = 4011;

    private DhcpTap() {
    }

    /** @param own the appliance's address: a client that names another server follows that one */
    static Exchange exchange(DhcpExchange packet, Ipv4 own) {
        Map<String, String> details = new HashMap<>();
        details.put("peer", packet.peer());
        packet.arch().ifPresent(arch -> details.put(Detail.ARCH, String.valueOf(arch.code())));
        packet.type().ifPresent(type -> details.put(Detail.TYPE, type.name()));
        details.put(Detail.XID, HexFormat.of().toHexDigits(packet.xid()));
        String file = packet.message().bootFile();
        if (!file.isEmpty()) {
            details.put(Detail.FILE, file);
        }
        if (packet.inbound()) {
            details.put(Detail.SECS, String.valueOf(packet.message().secs()));
            details.put(Detail.CLIENT, packet.path().map(DhcpTap::client).orElse(Detail.SYSTEM));
            packet.message().serverId().filter(server -> !server.equals(own))
                    .ifPresent(server -> details.put(Detail.SERVER, server.toString()));
        }
        packet.variant().ifPresent(variant -> details.put(Detail.VARIANT, switch (variant) {
            case BOOT_SERVER -> "by way of port 4011";
            case DIRECT -> "straight from the offer";
        }));
        Outcome outcome = packet.decision().equals("ignored") ? Outcome.IGNORED
                : packet.decision().equals("refused") ? Outcome.REFUSED : Outcome.OK;
        details.put(outcome == Outcome.OK ? "reason" : Detail.WHY, packet.reason());
        return new Exchange(packet.at(), keys(packet), kind(packet), outcome, packet.summary(), details);
    }

    private static Keys keys(DhcpExchange packet) {
        Keys ofMac = packet.mac().map(Keys::of).orElse(Keys.NONE);
        Keys keys = packet.uuid().map(ofMac::with).orElse(ofMac);
        return packet.address().map(keys::with).orElse(keys);
    }

    private static Kind kind(DhcpExchange packet) {
        boolean bootServer = packet.port() == BOOT_SERVER_PORT;
        Optional<MessageType> type = packet.type();
        if (packet.inbound()) {
            return bootServer ? Kind.BOOT_SERVER_REQUEST
                    : type.equals(Optional.of(MessageType.DISCOVER)) ? Kind.DISCOVER
                    : type.equals(Optional.of(MessageType.REQUEST)) ? Kind.REQUEST : Kind.DHCP_OTHER;
        }
        return bootServer ? Kind.BOOT_SERVER_ACK : type.equals(Optional.of(MessageType.OFFER)) ? Kind.OFFER
                : type.equals(Optional.of(MessageType.NAK)) ? Kind.NAK : Kind.ACK;
    }

    private static String client(BootPath path) {
        return switch (path) {
            case BIOS_PXE, UEFI_PXE, UBOOT, RASPBERRY_PI -> Detail.FIRMWARE;
            case UEFI_HTTP -> Detail.HTTP_FIRMWARE;
            case IPXE_OWN, IPXE_FOREIGN -> Detail.IPXE;
        };
    }
}
