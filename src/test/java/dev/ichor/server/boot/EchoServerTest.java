package dev.ichor.server.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EchoServerTest {
    private static final Ipv4 LOOPBACK = new Ipv4(0x7F000001);
    private static final Subnet HERE = new Subnet(LOOPBACK, 8);
    private static final Subnet ELSEWHERE = new Subnet(new Ipv4(0x0A000000), 8);

    @Test
    void probesComeBackWhole() throws Exception {
        try (EchoServer server = EchoServer.start(LOOPBACK, 0, HERE); DatagramSocket client = client()) {
            for (int size : new int[] {8, 100, 8_972}) {
                assertArrayEquals(probe(size), exchange(client, server, probe(size)));
            }
        }
    }

    @Test
    void nothingElseIsAnswered() throws Exception {
        try (EchoServer server = EchoServer.start(LOOPBACK, 0, HERE); DatagramSocket client = client()) {
            for (String other : new String[] {"", "ICHORJM", "ichorjmb", "xICHORJMB"}) {
                assertThrows(SocketTimeoutException.class, () -> exchange(client, server,
                        other.getBytes(StandardCharsets.US_ASCII)), other);
            }
            assertArrayEquals(probe(8), exchange(client, server, probe(8)));
        }
        try (EchoServer server = EchoServer.start(LOOPBACK, 0, ELSEWHERE); DatagramSocket client = client()) {
            assertThrows(SocketTimeoutException.class, () -> exchange(client, server, probe(8)));
        }
    }

    @Test
    void theRateIsBounded() throws Exception {
        try (EchoServer server = EchoServer.start(LOOPBACK, 0, HERE); DatagramSocket client = client()) {
            int answered = 0;
            for (int i = 0; i < 1_000; i++) {
                send(client, server, probe(8));
            }
            try {
                while (true) {
                    client.receive(new DatagramPacket(new byte[100], 100));
                    answered++;
                }
            } catch (SocketTimeoutException e) {
                assertTrue(answered >= 100 && answered <= 600, "answered " + answered);
            }
        }
    }

    private static DatagramSocket client() throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(300);
        return socket;
    }

    private static byte[] probe(int size) {
        byte[] probe = new byte[size];
        Arrays.fill(probe, (byte) 7);
        System.arraycopy("ICHORJMB".getBytes(StandardCharsets.US_ASCII), 0, probe, 0, 8);
        return probe;
    }

    private static void send(DatagramSocket client, EchoServer server, byte[] bytes) throws Exception {
        client.send(new DatagramPacket(bytes, bytes.length,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
    }

    private static byte[] exchange(DatagramSocket client, EchoServer server, byte[] bytes) throws Exception {
        send(client, server, bytes);
        DatagramPacket answer = new DatagramPacket(new byte[10_000], 10_000);
        client.receive(answer);
        assertEquals(server.port(), answer.getPort());
        return Arrays.copyOf(answer.getData(), answer.getLength());
    }
}
