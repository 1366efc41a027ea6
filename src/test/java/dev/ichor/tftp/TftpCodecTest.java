package dev.ichor.tftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ichor.base.Malformed;

class TftpCodecTest {
    private static final List<Option> UEFI = List.of(new Option("tsize", "0"), new Option("blksize", "1468"));

    static Stream<Arguments> goldenPackets() {
        return Stream.of(
                Arguments.of("0001 61 00 6f63746574 00", new Packet.ReadRequest("a", "octet", List.of())),
                Arguments.of("0001 61 00 6f63746574 00 7473697a65 00 30 00 626c6b73697a65 00 31343638 00",
                        new Packet.ReadRequest("a", "octet", UEFI)),
                Arguments.of("0001 ff 00 4f43544554 00", new Packet.ReadRequest("\u00ff", "OCTET", List.of())),
                Arguments.of("0001 00 6f63746574 00", new Packet.ReadRequest("", "octet", List.of())),
                Arguments.of("0002 61 00 6e65746173636969 00", new Packet.WriteRequest("a", "netascii", List.of())),
                Arguments.of("0003 0001", new Packet.Data(1, new byte[0])),
                Arguments.of("0003 ffff 0102", new Packet.Data(65_535, new byte[] {1, 2})),
                Arguments.of("0004 0000", new Packet.Ack(0)),
                Arguments.of("0004 ffff", new Packet.Ack(65_535)),
                Arguments.of("0005 0008 6e6f 00", new Packet.Error(8, "no")),
                Arguments.of("0006 7473697a65 00 30 00 626c6b73697a65 00 31343638 00", new Packet.OptionAck(UEFI)),
                Arguments.of("0006", new Packet.OptionAck(List.of())));
    }

    @ParameterizedTest
    @MethodSource("goldenPackets")
    void packetsHaveTheBytesOfTheRfc(String hex, Packet packet) throws Malformed {
        byte[] bytes = bytes(hex);
        assertEquals(packet, TftpCodec.decode(ByteBuffer.wrap(bytes)));
        assertArrayEquals(bytes, TftpCodec.encode(packet));
    }

    static Stream<Arguments> sloppyPackets() {
        Packet request = new Packet.ReadRequest("a", "octet", List.of());
        return Stream.of(
                Arguments.of("padding after a request", "0001 61 00 6f63746574 00 0000000000", request),
                Arguments.of("an option without a value", "0001 61 00 6f63746574 00 7473697a65 00", request),
                Arguments.of("an option without an end", "0001 61 00 6f63746574 00 7473697a65 00 30", request),
                Arguments.of("padding after an ACK", "0004 0007 0000", new Packet.Ack(7)),
                Arguments.of("an error text without an end", "0005 0000 6162", new Packet.Error(0, "ab")),
                Arguments.of("an option twice", "0006 7473697a65 00 31 00 5453495a45 00 32 00",
                        new Packet.OptionAck(List.of(new Option("tsize", "1")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sloppyPackets")
    void sloppyPacketsAreUnderstood(String what, String hex, Packet packet) throws Malformed {
        assertEquals(packet, TftpCodec.decode(ByteBuffer.wrap(bytes(hex))), what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000", "0007", "ffff", "0001", "0001 61", "0001 61 00 6f63746574", "0003",
            "0003 01", "0004 00", "0005 0a"})
    void whatIsNoPacketIsMalformed(String hex) {
        ByteBuffer in = ByteBuffer.wrap(bytes(hex));
        assertThrows(Malformed.class, () -> TftpCodec.decode(in));
        assertEquals(in.limit(), in.position(), "the datagram is consumed");
    }

    @Test
    void theHeaderOfABlockCarriesItsLowSixteenBits() {
        ByteBuffer out = ByteBuffer.allocate(8);
        TftpCodec.putDataHeader(out, 65_536);
        TftpCodec.putDataHeader(out, 65_535);
        assertArrayEquals(bytes("0003 0000 0003 ffff"), out.array());
    }

    @Test
    void aNulInATextDoesNotSmuggleAnOption() {
        byte[] bytes = TftpCodec.encode(new Packet.Error(0, "a\0b"));
        assertEquals("\0\5\0\0a\0", new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
