package dev.ichor.dhcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {
    /** RFC 2131 section 4.1: request, ciaddr, giaddr, flag, source, reply: where it goes. */
    @ParameterizedTest
    @CsvSource({
        "DISCOVER,0.0.0.0,0.0.0.0,true,0.0.0.0,OFFER,255.255.255.255,68",
        "DISCOVER,0.0.0.0,0.0.0.0,false,0.0.0.0,OFFER,255.255.255.255,68",
        "DISCOVER,0.0.0.0,10.5.0.1,true,10.5.0.1,OFFER,10.5.0.1,67",
        "REQUEST,10.9.0.7,0.0.0.0,false,10.9.0.7,ACK,10.9.0.7,68",
        "REQUEST,10.9.0.7,10.5.0.1,false,10.5.0.1,ACK,10.5.0.1,67",
        "REQUEST,0.0.0.0,0.0.0.0,false,0.0.0.0,NAK,255.255.255.255,68",
        "REQUEST,10.9.0.7,0.0.0.0,false,10.9.0.7,NAK,255.255.255.255,68",
        "REQUEST,0.0.0.0,10.5.0.1,false,10.5.0.1,NAK,10.5.0.1,67",
        "INFORM,10.9.0.7,0.0.0.0,false,10.9.0.7,ACK,10.9.0.7,68",
        "INFORM,0.0.0.0,0.0.0.0,false,10.9.0.7,ACK,10.9.0.7,68"})
    void followsTheRfc(MessageType type, String ciaddr, String giaddr, boolean flag, String source, MessageType answer,
                       String to, int port) {
        DhcpMessage plain = Packets.of(Hardware.of(Packets.MAC), type, Packets.ip(ciaddr), Packets.ip(giaddr), o -> { });
        DhcpMessage request = new DhcpMessage(false, plain.client(), 0, 1, 0, flag ? DhcpMessage.BROADCAST_FLAG : 0,
                plain.ciaddr(), Ipv4.ANY, Ipv4.ANY, plain.giaddr(), "", "", plain.options());
        DhcpMessage reply = Replies.message(request, Ipv4.ANY, Ipv4.ANY, "", "",
                Replies.options(request, answer, Packets.SERVER).build());
        Delivery delivery = Delivery.of(request, reply, Packets.ip(source));
        assertEquals(to + ":" + port, delivery.to() + ":" + delivery.port(), delivery.rule());
    }

    /** D4: EDK2 asks from 4011, BIOS from 68; without an address the answer is broadcast. */
    @ParameterizedTest
    @CsvSource({"10.9.0.7,4011,0.0.0.0,10.9.0.7,4011", "10.9.0.7,68,0.0.0.0,10.9.0.7,68",
        "0.0.0.0,68,0.0.0.0,255.255.255.255,68", "10.9.0.7,68,10.5.0.1,10.5.0.1,67"})
    void bootServerAnswersTheSender(String source, int port, String giaddr, String to, int toPort) {
        DhcpMessage request = Packets.of(Hardware.of(Packets.MAC), MessageType.REQUEST, Ipv4.ANY, Packets.ip(giaddr),
                o -> { });
        Delivery delivery = Delivery.fromBootServer(request, Packets.ip(source), port);
        assertEquals(to + ":" + toPort, delivery.to() + ":" + delivery.port());
    }

    @Test
    void aReplyRepeatsWhatItMust() {
        DhcpMessage request = Packets.of(Hardware.of(Packets.MAC), MessageType.DISCOVER, Ipv4.ANY,
                Packets.ip("10.5.0.1"), o -> o.bytes(Code.CLIENT_ID, (byte) 1, (byte) 2)
                        .bytes(Code.CLIENT_UUID, new byte[17]).bytes(Code.RELAY_AGENT, (byte) 1, (byte) 1, (byte) 9));
        DhcpMessage reply = Replies.message(request, Ipv4.ANY, Packets.SERVER, "s", "f",
                Replies.options(request, MessageType.OFFER, Packets.SERVER).build());
        assertEquals(request.xid(), reply.xid());
        assertEquals(request.flags(), reply.flags());
        assertEquals(request.giaddr(), reply.giaddr());
        assertEquals(request.client(), reply.client());
        for (int code : new int[] {Code.CLIENT_ID, Code.CLIENT_UUID, Code.RELAY_AGENT}) {
            assertArrayEquals(request.options().bytes(code).orElseThrow(), reply.options().bytes(code).orElseThrow());
        }
        assertEquals(Packets.SERVER, reply.serverId().orElseThrow());
    }

    /** D13: a short option 97 is accepted and not mirrored. */
    @Test
    void aBrokenUuidIsNotMirrored() {
        DhcpMessage request = Packets.of(MessageType.DISCOVER, o -> o.bytes(Code.CLIENT_UUID, (byte) 0));
        assertTrue(Replies.options(request, MessageType.OFFER, Packets.SERVER).build().bytes(97).isEmpty());
    }

    @Test
    void aRefusalOverARelayAsksForBroadcast() {
        DhcpMessage request = Packets.of(Hardware.of(Packets.MAC), MessageType.REQUEST, Packets.ip("10.5.0.9"),
                Packets.ip("10.5.0.1"), o -> { });
        assertTrue(Replies.nak(request, Packets.SERVER, "x").wantsBroadcast());
        assertEquals(Ipv4.ANY, Replies.nak(request, Packets.SERVER, "x").ciaddr());
    }

    @Test
    void aLongNameStandsOnlyInOption67() {
        assertEquals("a".repeat(127), Replies.fileField("a".repeat(127)));
        assertEquals("", Replies.fileField("a".repeat(128)));
    }
}
