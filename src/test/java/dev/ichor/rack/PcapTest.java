package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PcapTest {
    private static final byte[] UDP = HexFormat.of().parseHex("ffffffffffff" + "525400000001" + "0800"
            + "4500001f" + "00004000" + "40110000" + "0a4d0001" + "0a4d0002" + "00440043" + "000b0000" + "616263");

    private static ByteBuffer file(ByteOrder order, int magic, byte[]... frames) {
        ByteBuffer out = ByteBuffer.allocate(4096).order(order);
        out.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65535).putInt(1);
        for (byte[] frame : frames) {
            out.putInt(1000).putInt(5).putInt(frame.length).putInt(frame.length + 7).put(frame);
        }
        return out.flip().order(ByteOrder.BIG_ENDIAN);
    }

    @Test
    void bothByteOrdersAndBothClocksAreRead() {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            List<Pcap.Packet> micros = Pcap.read(file(order, 0xA1B2C3D4, UDP, UDP));
            assertEquals(2, micros.size());
            assertEquals(Instant.ofEpochSecond(1000, 5_000), micros.getFirst().time());
            assertEquals(UDP.length + 7, micros.getFirst().length());
            assertEquals(Instant.ofEpochSecond(1000, 5), Pcap.read(file(order, 0xA1B23C4D, UDP)).getFirst().time());
        }
    }

    @Test
    void udpIsTakenOutOfItsFrame() {
        Pcap.Packet packet = Pcap.read(file(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, UDP)).getFirst();
        Pcap.Udp udp = packet.udp().orElseThrow();
        assertEquals("10.77.0.1:68 10.77.0.2:67 abc true", udp.source() + ":" + udp.sourcePort() + " "
                + udp.destination() + ":" + udp.destinationPort() + " " + new String(udp.payload()) + " "
                + udp.dontFragment());
        assertEquals("52:54:00:00:00:01", packet.source().toString());
        assertEquals("ff:ff:ff:ff:ff:ff", packet.destination().toString());
    }

    @Test
    void aFragmentOrAnotherProtocolIsNoUdp() {
        byte[] fragment = UDP.clone();
        fragment[21] = 1;
        byte[] tcp = UDP.clone();
        tcp[23] = 6;
        assertEquals(List.of(Optional.empty(), Optional.empty()), Pcap.read(file(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4,
                fragment, tcp)).stream().map(Pcap.Packet::udp).toList());
    }

    @Test
    void aHalfWrittenPacketIsLeftOut() {
        ByteBuffer whole = file(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, UDP, UDP);
        whole.limit(whole.limit() - 1);
        assertEquals(1, Pcap.read(whole).size());
        assertThrows(RackFailure.class, () -> Pcap.read(ByteBuffer.allocate(24)));
    }
}
