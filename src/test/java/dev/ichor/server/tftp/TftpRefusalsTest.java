package dev.ichor.server.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.tftp.ErrorCode;
import dev.ichor.tftp.Negotiation;
import dev.ichor.tftp.Outcome;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.Patience;
import dev.ichor.tftp.TftpCodec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a TFTP server does not do, and what it says of it. */
@Timeout(30)
class TftpRefusalsTest extends TftpBed {
    @Test
    void whatIsNotServedIsRefusedAtOnce() throws Exception {
        refused(read("nothing"), ErrorCode.NOT_FOUND, "File not found");
        refused(new Packet.WriteRequest("disk", "octet", List.of()), ErrorCode.ACCESS, "This server is read-only");
        for (String mode : List.of("netascii", "mail", "")) {
            refused(new Packet.ReadRequest("disk", mode, List.of()), ErrorCode.ILLEGAL,
                    "Only mode octet (binary) is served");
        }
        refused(read("shrunk"), ErrorCode.UNDEFINED, "The server cannot read the file");
        assertEquals(6, server.counters().refused());
    }

    @Test
    void tooManyTransfersAreToldToTryAgain() throws Exception {
        server.stop(Duration.ZERO);
        start(false, 1);
        send(read("disk"), server.port());
        receive();
        try (DatagramSocket second = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            second.setSoTimeout(5000);
            byte[] bytes = TftpCodec.encode(read("disk"));
            second.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", server.port())));
            DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
            second.receive(answer);
            assertEquals(new Packet.Error(0, "The server is busy, try again"), decode(answer));
        }
        assertEquals(1, server.counters().busy());
    }

    @Test
    void malformedDatagramsAreCountedAndDropped() throws Exception {
        sendBytes(new byte[] {9, 9, 9}, server.port());
        send(read("nothing"), server.port());
        assertInstanceOf(Packet.Error.class, decode(receive()), "the server still answers");
        assertEquals(1, server.counters().malformed());
    }

    @Test
    void strangersAreToldSo() throws Exception {
        send(new Packet.Ack(7), server.port());
        assertEquals(new Packet.Error(5, "Unknown transfer ID"), decode(receive()));
        send(new Packet.Error(0, "x"), server.port());
        client.setSoTimeout(200);
        assertThrows(SocketTimeoutException.class, this::receive, "an ERROR is never answered");
        assertEquals(2, server.counters().strangers());
    }

    @Test
    void aClientThatIsGoneIsNoticed() throws Exception {
        send(read("disk"), server.port());
        receive();
        client.close();
        assertInstanceOf(Outcome.ClientGone.class, record().outcome());
    }

    @Test
    void aBusyPortIsOneClearSentence() {
        TftpSettings same = new TftpSettings(LOOPBACK, server.port(), false, new Negotiation.Limits(1500, 1468, 16), 4,
                Patience.DEFAULT);
        TftpServer second = new TftpServer(same, (n, c) -> new Found.Missing(""), r -> { });
        String message = assertThrows(IOException.class, second::start).getMessage();
        assertEquals("TFTP cannot listen on UDP port " + server.port() + " of 127.0.0.1: another program holds it;"
                + " stop that program ('ss -lunp sport = :" + server.port() + "' names it)", message);
    }

    @Test
    void anAddressOfAnotherMachineIsOneClearSentence() {
        TftpServer foreign = new TftpServer(TftpSettings.defaults(new Ipv4(0xC0000201)),
                (n, c) -> new Found.Missing(""), r -> { });
        String message = assertThrows(IOException.class, foreign::start).getMessage();
        assertTrue(message.contains("192.0.2.1: no network interface of this machine has that address"),
                message);
    }

    private void refused(Packet request, int code, String text) throws Exception {
        send(request, server.port());
        assertEquals(new Packet.Error(code, text), decode(receive()));
        assertEquals(code, assertInstanceOf(Outcome.Refused.class, record().outcome()).code());
    }
}
