package dev.ichor.server.net;

import dev.ichor.base.Ipv4;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A socket that belongs to one interface from its first moment. Used by one thread, closed by any. */
public final class DeviceSocket implements AutoCloseable {
    private static final int ETH_P_ARP = 0x0806;
    private static final int BUFFER = 4096;

    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER);
    private volatile boolean closed;

    private DeviceSocket(int fd) {
        this.fd = fd;
    }

    /**
     * A UDP socket on 0.0.0.0 that hears only one interface.
     *
     * @param share true to live beside another socket of this port
     * @throws IOException with a sentence for people
     */
    public static DeviceSocket udp(String device, int port, boolean share) throws IOException {
        int fd = open(Native.AF_INET, Native.SOCK_DGRAM, 0, "port " + port);
        try {
            Native.setOption(fd, Native.SO_BROADCAST, flag(true));
            Native.setOption(fd, Native.SO_REUSEADDR, flag(share));
            bindToDevice(fd, device);
            Native.bind(fd, inet(Ipv4.ANY, port));
            return new DeviceSocket(fd);
        } catch (Native.CallFailed e) {
            quietly(fd);
            throw new IOException(sentence(e, device, "UDP port " + port), e);
        }
    }

    /** A socket for whole Ethernet frames that carry ARP. */
    public static DeviceSocket arp(String device) throws IOException {
        NetworkInterface nic = NetworkInterface.getByName(device);
        if (nic == null) {
            throw new IOException(missing(device));
        }
        int fd = open(Native.AF_PACKET, Native.SOCK_RAW, Short.toUnsignedInt(Short.reverseBytes((short) ETH_P_ARP)),
                "ARP on " + device);
        try {
            Native.bind(fd, link(nic.getIndex()));
            return new DeviceSocket(fd);
        } catch (Native.CallFailed e) {
            quietly(fd);
            throw new IOException(sentence(e, device, "ARP"), e);
        }
    }

    private static int open(int family, int type, int protocol, String what) throws IOException {
        try {
            return Native.socket(family, type, protocol);
        } catch (Native.CallFailed e) {
            throw new IOException(sentence(e, "", what), e);
        }
    }

    /** Ties an open socket to one interface: it then hears and sends on no other. */
    static void bindToDevice(int fd, String device) throws Native.CallFailed {
        Native.setOption(fd, Native.SO_BINDTODEVICE, (device + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    /** A failed call in words, for {@code what} on {@code device}. */
    static String sentence(Native.CallFailed e, String device, String what) {
        return switch (e.errno()) {
            case Native.EPERM, Native.EACCES -> what + " needs root, or the capabilities CAP_NET_BIND_SERVICE and "
                    + "CAP_NET_RAW: run as root or through the systemd unit";
            case Native.ENODEV -> missing(device);
            case Native.EADDRINUSE -> what + " on " + device + " is in use by another program (often dnsmasq or "
                    + "another DHCP server): stop it, or give it another interface";
            default -> what + " on " + device + " cannot be opened: " + e.getMessage();
        };
    }

    /** That there is no such interface, in one sentence. */
    public static String missing(String device) {
        return "there is no network interface '" + device + "': see 'ip link' and correct the setting interface";
    }

    /** How long {@link #receive} waits. */
    public void timeout(Duration time) throws IOException {
        byte[] value = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder())
                .putLong(time.toSeconds()).putLong(time.toNanosPart() / 1000).array();
        try {
            Native.setOption(fd, Native.SO_RCVTIMEO, value);
        } catch (Native.CallFailed e) {
            throw new IOException("a socket cannot be timed: " + e.getMessage(), e);
        }
    }

    /** Sends one datagram. */
    public void sendUdp(byte[] data, Ipv4 to, int port) throws IOException {
        send(data, inet(to, port));
    }

    /** Sends one Ethernet frame out of that interface. */
    public void sendFrame(byte[] frame, int interfaceIndex) throws IOException {
        send(frame, link(interfaceIndex));
    }

    private void send(byte[] data, byte[] address) throws IOException {
        try {
            Native.sendTo(fd, data, address);
        } catch (Native.CallFailed e) {
            throw new IOException("sending failed: " + e.getMessage(), e);
        }
    }

    /** One datagram or frame; empty after the timeout or when closed. */
    public Optional<byte[]> receive() throws IOException {
        if (closed) {
            return Optional.empty();
        }
        try {
            int length = Native.receive(fd, buffer);
            return Optional.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        } catch (Native.CallFailed e) {
            if (closed || e.errno() == Native.EAGAIN || e.errno() == Native.EINTR) {
                return Optional.empty();
            }
            throw new IOException("receiving failed: " + e.getMessage(), e);
        }
    }

    /** To be called when no thread is in {@link #receive} any more, or by the one that was. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            quietly(fd);
            arena.close();
        }
    }

    private static void quietly(int fd) {
        try {
            Native.close(fd);
        } catch (Native.CallFailed e) {
            // Nothing can be done about a descriptor that does not close, and nothing depends on it.
            return;
        }
    }

    private static byte[] flag(boolean on) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(on ? 1 : 0).array();
    }

    /** {@code struct sockaddr_in}. */
    private static byte[] inet(Ipv4 address, int port) {
        byte[] out = new byte[16];
        ByteBuffer.wrap(out).order(ByteOrder.nativeOrder()).putShort((short) Native.AF_INET);
        ByteBuffer.wrap(out).putShort(2, (short) port).putInt(4, address.bits());
        return out;
    }

    /** {@code struct sockaddr_ll} for ARP. */
    private static byte[] link(int interfaceIndex) {
        byte[] out = new byte[20];
        ByteBuffer.wrap(out).order(ByteOrder.nativeOrder()).putShort((short) Native.AF_PACKET).putInt(4,
                interfaceIndex);
        ByteBuffer.wrap(out).putShort(2, (short) ETH_P_ARP);
        return out;
    }
}
