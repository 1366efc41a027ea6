package dev.ichor.server.dhcp;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.server.net.DeviceSocket;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the segment whether an address is in use (RFC 5227 section 2.1.1: an ARP request with sender address zero,
 * which spoils nobody's cache). Answers reach a listener on this class's own thread; silence is told by the caller's
 * clock.
 */
final class ArpProber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArpProber.class);
    private static final int FRAME = 42;
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final DeviceSocket socket;
    private final int interfaceIndex;
    private final Mac own;
    private final BiConsumer<Ipv4, Mac> heard;
    private final Thread reader;
    private volatile boolean open = true;

    private ArpProber(DeviceSocket socket, int interfaceIndex, Mac own, BiConsumer<Ipv4, Mac> heard) {
        this.socket = socket;
        this.interfaceIndex = interfaceIndex;
        this.own = own;
        this.heard = heard;
        this.reader = Thread.ofPlatform().name("dhcp-arp").daemon().unstarted(this::read);
    }

    /** @param heard told of every address that somebody says is his */
    static ArpProber start(String device, BiConsumer<Ipv4, Mac> heard) throws IOException {
        NetworkInterface nic = NetworkInterface.getByName(device);
        byte[] mac = nic == null ? null : nic.getHardwareAddress();
        if (mac == null || mac.length != 6) {
            throw new IOException("the interface '" + device + "' has no Ethernet address, so it cannot ask by ARP: "
                    + "set dhcp.conflictProbe to false");
        }
        DeviceSocket socket = DeviceSocket.arp(device);
        socket.timeout(GLANCE);
        ArpProber prober = new ArpProber(socket, nic.getIndex(), Mac.of(mac), heard);
        prober.reader.start();
        return prober;
    }

    /** Sends one question. */
    void ask(Ipv4 address) throws IOException {
        socket.sendFrame(question(own, address), interfaceIndex);
    }

    static byte[] question(Mac own, Ipv4 address) {
        ByteBuffer out = ByteBuffer.allocate(FRAME);
        out.put(new byte[] {-1, -1, -1, -1, -1, -1}).put(own.bytes()).putShort((short) 0x0806);
        out.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4).putShort((short) 1);
        out.put(own.bytes()).putInt(0).put(new byte[6]).putInt(address.bits());
        return out.array();
    }

    /** Who claims which address in a frame; empty for anything that is not an Ethernet ARP claim. */
    static Optional<Claim> claim(byte[] frame) {
        if (frame.length < FRAME) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(frame);
        boolean ethernetIpv4 = in.getShort(12) == 0x0806 && in.getShort(14) == 1 && in.getShort(16) == 0x0800
                && in.get(18) == 6 && in.get(19) == 4;
        Ipv4 sender = new Ipv4(in.getInt(28));
        return ethernetIpv4 && !sender.isAny()
                ? Optional.of(new Claim(sender, Mac.of(Arrays.copyOfRange(frame, 22, 28)))) : Optional.empty();
    }

    record Claim(Ipv4 address, Mac mac) {
    }

    private void read() {
        while (open) {
            try {
                socket.receive().flatMap(ArpProber::claim).filter(claim -> !claim.mac().equals(own))
                        .ifPresent(claim -> heard.accept(claim.address(), claim.mac()));
            } catch (IOException e) {
                LOG.warn("arp_probe_failed reason=\"{}\"", e.getMessage());
                open = false;
            }
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            reader.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.close();
    }
}
