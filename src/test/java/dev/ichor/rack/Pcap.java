package dev.ichor.rack;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads classic pcap files of Ethernet frames, microsecond or nanosecond, in either byte order. */
public final class Pcap {
    private static final int MICROS = 0xA1B2C3D4;
    private static final int NANOS = 0xA1B23C4D;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int ETHERNET = 1;

    private Pcap() {
    }

    /**
     * One captured frame.
     *
     * @param time   when the kernel saw it
     * @param frame  bytes from the destination MAC on
     * @param length length on the wire, at least the captured length
     */
    public record Packet(Instant time, byte[] frame, int length) {

        public Mac destination() {
            return Mac.of(frame);
        }

        public Mac source() {
            return Mac.of(Arrays.copyOfRange(frame, 6, 12));
        }

        /** The Ethernet type, such as 0x0800; VLAN tags are not looked through. */
        public int etherType() {
            return u16(12);
        }

        /** The UDP datagram in an unfragmented IPv4 packet; empty for everything else. */
        public Optional<Udp> udp() {
            boolean ipv4Udp = frame.length >= 42 && etherType() == 0x0800 && frame[23] == 17;
            if (!ipv4Udp || (u16(20) & 0x3FFF) != 0) {
                return Optional.empty();
            }
            int start = 14 + (frame[14] & 0x0F) * 4;
            if (frame.length < start + 8) {
                return Optional.empty();
            }
            int end = Math.clamp(start + u16(start + 4), start + 8, frame.length);
            return Optional.of(new Udp(ip(26), u16(start), ip(30), u16(start + 2),
                    (u16(20) & 0x4000) != 0, Arrays.copyOfRange(frame, start + 8, end)));
        }

        private Ipv4 ip(int at) {
            return Ipv4.of(Arrays.copyOfRange(frame, at, at + 4));
        }

        private int u16(int at) {
            return (frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF;
        }
    }

    /**
     * A UDP datagram.
     *
     * @param dontFragment the IPv4 flag
     */
    public record Udp(Ipv4 source, int sourcePort, Ipv4 destination, int destinationPort, boolean dontFragment,
            byte[] payload) {
    }

    /** All whole packets of the file. */
    public static List<Packet> read(Path file) {
        try {
            return read(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new RackFailure("cannot read " + file, e);
        }
    }

    static List<Packet> read(ByteBuffer in) {
        if (in.remaining() < FILE_HEADER) {
            return List.of();
        }
        boolean swapped = in.getInt(0) != MICROS && in.getInt(0) != NANOS;
        in.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int magic = in.getInt(0);
        if (magic != MICROS && magic != NANOS || in.getInt(20) != ETHERNET) {
            throw new RackFailure("not a pcap file of Ethernet frames");
        }
        int unit = magic == MICROS ? 1_000 : 1;
        in.position(FILE_HEADER);
        List<Packet> packets = new ArrayList<>();
        while (in.remaining() >= PACKET_HEADER && in.remaining() - PACKET_HEADER >= in.getInt(in.position() + 8)) {
            Instant time = Instant.ofEpochSecond(in.getInt() & 0xFFFF_FFFFL, (long) in.getInt() * unit);
            byte[] frame = new byte[in.getInt()];
            int length = in.getInt();
            in.get(frame);
            packets.add(new Packet(time, frame, length));
        }
        return packets;
    }
}
