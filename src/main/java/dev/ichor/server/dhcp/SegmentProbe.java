package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpCodec;
import dev.ichor.dhcp.wire.DhcpEncoder;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.server.net.DeviceSocket;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Lists the DHCP servers of a segment: sends a DISCOVER as UEFI firmware would, and one as an operating system would,
 * and collects the offers. No address is taken: no REQUEST follows. Blocks for the whole time; needs root or
 * CAP_NET_BIND_SERVICE and CAP_NET_RAW.
 */
public final class SegmentProbe {
    private static final int UEFI_X64 = 7;
    private static final Duration GLANCE = Duration.ofMillis(100);

    private SegmentProbe() {
    }

    /**
     * A server that answered.
     *
     * @param id        option 54, or the packet's next server if that is missing
     * @param leases    it offered an address
     * @param bootFile  the boot file it names, possibly empty
     * @param pxeClass  it sent option 60 beginning with PXEClient
     * @param summary   one of its offers, for people
     */
    public record Found(Ipv4 id, boolean leases, String bootFile, boolean pxeClass, String summary) {
        /** It would boot machines into something else than this appliance. */
        public boolean boots() {
            return !bootFile.isEmpty();
        }

        /** It calls itself a PXE server and names no file: EDK2 then waits on its port 4011 for ever (quirk D9). */
        public boolean strands() {
            return pxeClass && bootFile.isEmpty();
        }

        private Found with(Found other) {
            return new Found(id, leases || other.leases, bootFile.isEmpty() ? other.bootFile : bootFile,
                    pxeClass || other.pxeClass, boots() ? summary : other.summary);
        }
    }

    /**
     * Asks and listens.
     *
     * @param own    our server's address, left out of the result
     * @param listen how long to wait for offers; servers that probe first need a second or more
     * @param random for transaction ids
     * @return the others, by address
     * @throws IOException with one sentence, when the interface is missing or port 68 is not allowed
     */
    public static List<Found> run(String device, Ipv4 own, Duration listen, RandomGenerator random)
            throws IOException {
        NetworkInterface nic = NetworkInterface.getByName(device);
        if (nic == null || nic.getHardwareAddress() == null) {
            throw new IOException(DeviceSocket.missing(device));
        }
        Mac mac = Mac.of(nic.getHardwareAddress());
        int plain = random.nextInt();
        int booting = plain + 1;
        Map<Ipv4, Found> found = new TreeMap<>(Comparator.naturalOrder());
        try (DeviceSocket socket = DeviceSocket.udp(device, Delivery.CLIENT_PORT, true)) {
            socket.timeout(GLANCE);
            socket.sendUdp(discover(mac, plain, false), Ipv4.BROADCAST, Delivery.SERVER_PORT);
            socket.sendUdp(discover(mac, booting, true), Ipv4.BROADCAST, Delivery.SERVER_PORT);
            long deadline = System.nanoTime() + listen.toNanos();
            while (System.nanoTime() < deadline) {
                socket.receive().flatMap(SegmentProbe::offer)
                        .filter(offer -> offer.xid() == plain || offer.xid() == booting)
                        .map(SegmentProbe::read).filter(server -> !server.id().equals(own))
                        .ifPresent(server -> found.merge(server.id(), server, Found::with));
            }
        }
        return List.copyOf(found.values());
    }

    static byte[] discover(Mac mac, int xid, boolean firmware) {
        Options.Builder options = Options.builder().u8(Code.MESSAGE_TYPE, MessageType.DISCOVER.code())
                .bytes(Code.PARAMETER_LIST, (byte) 1, (byte) 3, (byte) 6, (byte) 43, (byte) 54, (byte) 60, (byte) 66,
                        (byte) 67)
                .u16(Code.MAX_SIZE, 1472);
        if (firmware) {
            options.text(Code.VENDOR_CLASS, "PXEClient:Arch:00007:UNDI:003000")
                    .u16(Code.CLIENT_ARCH, UEFI_X64).bytes(Code.CLIENT_NDI, (byte) 1, (byte) 3, (byte) 0);
        }
        return DhcpEncoder.encode(new DhcpMessage(false, Hardware.of(mac), 0, xid, 0, DhcpMessage.BROADCAST_FLAG,
                Ipv4.ANY, Ipv4.ANY, Ipv4.ANY, Ipv4.ANY, "", "", options.build()));
    }

    private static Optional<DhcpMessage> offer(byte[] datagram) {
        try {
            return Optional.of(DhcpCodec.decode(datagram))
                    .filter(message -> message.type().filter(type -> type == MessageType.OFFER).isPresent());
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    static Found read(DhcpMessage offer) {
        String file = offer.file().isEmpty() ? offer.options().text(Code.BOOT_FILE).orElse("") : offer.file();
        return new Found(offer.serverId().orElse(offer.siaddr()), !offer.yiaddr().isAny(), file,
                offer.options().text(Code.VENDOR_CLASS).orElse("").startsWith("PXEClient"), offer.describe());
    }
}
