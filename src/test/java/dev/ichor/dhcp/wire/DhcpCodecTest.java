package dev.ichor.dhcp.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.dhcp.Packets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpCodecTest {
    /** The fixed part of a request from 52:54:00:aa:00:01, xid 1234abcd, flags broadcast, then the cookie. */
    private static final String HEADER = "01010600" + "1234abcd" + "0004" + "8000" + "00000000".repeat(4)
            + "525400aa0001" + "00".repeat(10) + "00".repeat(192) + "63825363";

    private static byte[] packet(String options) {
        return Packets.hex(HEADER + options);
    }

    private static DhcpMessage withFields(String fileHex, String snameHex, String options) throws Malformed {
        byte[] bytes = packet(options);
        byte[] sname = Packets.hex(snameHex);
        byte[] file = Packets.hex(fileHex);
        System.arraycopy(sname, 0, bytes, 44, sname.length);
        System.arraycopy(file, 0, bytes, 108, file.length);
        return DhcpCodec.decode(bytes);
    }

    @Test
    void readsTheFixedFields() throws Malformed {
        DhcpMessage message = DhcpCodec.decode(packet("350101ff"));
        assertEquals(Packets.of(MessageType.DISCOVER, o -> { }), message);
        assertEquals("DISCOVER from 52:54:00:aa:00:01 xid 1234abcd", message.describe());
    }

    @Test
    void writesWhatItRead() throws Malformed {
        byte[] bytes = packet("350101" + "3902" + "05c0" + "e103010203" + "ff");
        byte[] written = DhcpEncoder.encode(DhcpCodec.decode(bytes));
        assertEquals(300, written.length, "padded to the BOOTP minimum (D22)");
        assertArrayEquals(bytes, Arrays.copyOf(written, bytes.length), "unknown option 225 and order survive");
    }

    @Test
    void joinsThePartsOfAnOptionAsRfc3396Says() throws Malformed {
        DhcpMessage message = DhcpCodec.decode(packet("350101" + "e102aabb" + "0c0161" + "e101cc" + "ff"));
        assertArrayEquals(Packets.hex("aabbcc"), message.options().bytes(225).orElseThrow());
        assertEquals(List.of(53, 225, 12), message.options().list().stream().map(Option::code).toList());
    }

    @Test
    void splitsALongOptionAndReadsItBack() throws Malformed {
        byte[] value = new byte[600];
        Arrays.fill(value, (byte) 7);
        DhcpMessage message = Packets.of(MessageType.DISCOVER, o -> o.bytes(225, value));
        byte[] wire = DhcpEncoder.encode(message);
        assertEquals(message, DhcpCodec.decode(wire));
        assertEquals(0xFF, wire[243 + 1] & 0xFF, "first part of 255 bytes");
    }

    @Test
    void readsOptionsFromOverloadedFieldsInTheRfcsOrder() throws Malformed {
        DhcpMessage message = withFields("e101bb0c0166ff", "e101cc4d0173ff", "350101" + "340103" + "e101aa" + "ff");
        assertArrayEquals(Packets.hex("aabbcc"), message.options().bytes(225).orElseThrow(), "options, file, sname");
        assertEquals("f", message.options().text(12).orElseThrow());
        assertEquals("s", message.options().text(77).orElseThrow());
        assertEquals("", message.file(), "an overloaded field is no name");
        assertFalse(message.options().has(Code.OVERLOAD));
    }

    @Test
    void readsNamesFromFieldsThatAreNotOverloaded() throws Malformed {
        DhcpMessage message = withFields("626f6f7400ffff", "686f7374", "350101ff");
        assertEquals("boot", message.file());
        assertEquals("host", message.sname());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "35|has no length", "3502|runs over the end", "350101e105aabb|runs over the end", "350101340104ff|option 52",
        "35010134020001ff|option 52"})
    void refusesBrokenOptions(String options, String reason) {
        Malformed e = assertThrows(Malformed.class, () -> DhcpCodec.decode(packet(options)));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 236, 239})
    void refusesShortDatagrams(int length) {
        assertThrows(Malformed.class, () -> DhcpCodec.decode(Arrays.copyOf(packet("ff"), length)));
    }

    @Test
    void refusesWhatIsNotDhcp() {
        byte[] cookie = packet("350101ff");
        cookie[236] = 0;
        byte[] op = packet("350101ff");
        op[0] = 3;
        byte[] hlen = packet("350101ff");
        hlen[2] = 17;
        for (byte[] bad : List.of(cookie, op, hlen, new byte[DhcpCodec.MAX_DATAGRAM + 1])) {
            assertThrows(Malformed.class, () -> DhcpCodec.decode(bad));
        }
    }

    @Test
    void aMissingEndAndAZeroLengthOptionAreFine() throws Malformed {
        DhcpMessage message = DhcpCodec.decode(packet("350101" + "5000"));
        assertEquals(0, message.options().bytes(80).orElseThrow().length);
    }

    /** D23, D21, RFC 3046: 53, 54, the rest, 67, a PAD for EDK2's NUL, 82, END. */
    @Test
    void ordersOptionsForFirmwareAndRelays() {
        DhcpMessage message = Packets.of(MessageType.OFFER, o -> o.bytes(82, (byte) 1, (byte) 1, (byte) 9)
                .text(67, "f").text(60, "PXEClient").ipv4(54, Packets.SERVER));
        byte[] wire = DhcpEncoder.encode(message);
        byte[] options = Arrays.copyOfRange(wire, 240, 240 + 32);
        assertArrayEquals(Packets.hex("350102" + "36040a090001" + "3c09505845436c69656e74" + "430166" + "00"
                + "5203010109" + "ff" + "0000"), options);
    }

    @Test
    void overwritingTheByteAfterOption67HarmsNothing() throws Malformed {
        for (int relay : new int[] {0, 1}) {
            DhcpMessage message = Packets.of(MessageType.OFFER, o -> {
                o.text(67, "boot.efi").ipv4(54, Packets.SERVER);
                if (relay == 1) {
                    o.bytes(82, (byte) 1, (byte) 1, (byte) 9);
                }
            });
            byte[] wire = DhcpEncoder.encode(message);
            int at = 240;
            while ((wire[at] & 0xFF) != 67) {
                at += 2 + wire[at + 1];
            }
            wire[at + 2 + wire[at + 1]] = 0;
            assertEquals(message.options().list().size(), DhcpCodec.decode(wire).options().list().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,548", "0,548", "576,548", "1000,972", "1472,1444", "1500,1472", "65535,1472"})
    void keepsToTheClientsLimit(int asked, int limit) {
        DhcpMessage request = Packets.of(MessageType.DISCOVER, o -> {
            if (asked >= 0) {
                o.u16(Code.MAX_SIZE, asked);
            }
        });
        assertEquals(limit, DhcpEncoder.limitFor(request));
    }

    @Test
    void leavesOutComfortsBeforeItGrowsTooLong() throws Malformed {
        DhcpMessage message = Packets.of(MessageType.ACK, o -> o.ipv4(54, Packets.SERVER)
                .bytes(Code.CLIENT_ID, new byte[200]).bytes(Code.RELAY_AGENT, new byte[250]).text(67, "boot.efi"));
        byte[] wire = DhcpEncoder.encode(message, 548);
        assertTrue(wire.length <= 548);
        DhcpMessage read = DhcpCodec.decode(wire);
        assertFalse(read.options().has(Code.CLIENT_ID));
        assertTrue(read.options().has(Code.RELAY_AGENT), "the relay needs its option most");
        assertTrue(read.options().has(67));
    }

    @Test
    void dumpsEveryFieldForPeople() {
        DhcpMessage message = Packets.of(MessageType.REQUEST, o -> o.ipv4(Code.SERVER_ID, Packets.SERVER)
                .u32(Code.LEASE_TIME, 3600).text(Code.HOST_NAME, "a'\n\u0001b").bytes(225, (byte) 1));
        assertEquals("""
                BOOTREQUEST client 52:54:00:aa:00:01 hops 0 xid 1234abcd secs 4 flags broadcast
                  ciaddr 0.0.0.0 yiaddr 0.0.0.0 siaddr 0.0.0.0 giaddr 0.0.0.0
                  53 message-type: REQUEST
                  54 server-id: 10.9.0.1
                  51 lease-time: 3600 s
                  12 host-name: 'a...b'
                  225 option: 01
                """, message.dump());
        assertEquals(Ipv4.BROADCAST, new Ipv4(-1));
    }
}
