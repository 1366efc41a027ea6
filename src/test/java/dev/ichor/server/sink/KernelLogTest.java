package dev.ichor.server.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.talos.events.KernelLine;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KernelLogTest {
    private static final Ipv4 LOOPBACK = new Ipv4(0x7F000001);

    private final FakeReports reports = new FakeReports();
    private KernelLog log;

    @BeforeEach
    void start() throws IOException {
        log = KernelLog.start(LOOPBACK, 0, reports, Instant::now,
                new Guests.Limits(8, 3, Duration.ofMinutes(1), Duration.ofMinutes(1)), Duration.ofMillis(1_500));
    }

    @AfterEach
    void stop() throws IOException {
        log.close();
    }

    /** As Talos writes it. */
    private static String json(String text) {
        return "{\"clock\":123456,\"facility\":\"user\",\"msg\":\"" + text + "\",\"priority\":\"warning\",\"seq\":7,"
                + "\"talos-level\":\"warn\",\"talos-time\":\"2026-06-01T10:00:00.123456789Z\"}";
    }

    private Socket socket() throws IOException {
        return new Socket("127.0.0.1", log.port());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesComeOverTcpHoweverTheyAreCut() throws Exception {
        try (Socket socket = socket()) {
            String both = json("[talos] one\\n") + "\n" + json("two ü") + "\n";
            for (byte b : both.getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(b);
            }
            reports.await(2);
        }
        assertEquals(List.of("127.0.0.1 warn [talos] one", "127.0.0.1 warn two ü"), reports.heard);
    }

    @Test
    void aDatagramIsALine() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (String text : List.of(json("over udp"), "no json", json("x".repeat(9_000)), json("last"))) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), log.port()));
            }
            reports.await(2);
        }
        assertEquals(List.of("127.0.0.1 warn over udp", "127.0.0.1 warn last"), reports.heard);
    }

    @Test
    void whatIsNoLineIsPassedOver() throws Exception {
        try (Socket socket = socket()) {
            say(socket, "GET / HTTP/1.1\r\n\r\n[1]\n{\"msg\":5}\n" + "y".repeat(100_000) + "\n" + json("good") + "\n");
            reports.await(1);
        }
        assertEquals(List.of("127.0.0.1 warn good"), reports.heard);
    }

    @Test
    void whoDribblesALineIsSentAwayAndWhoIsSilentBetweenLinesIsNot() throws Exception {
        try (Socket slow = socket(); Socket fair = socket()) {
            say(fair, json("a") + "\n");
            say(slow, "{\"msg\":");
            assertThrows(SocketException.class, () -> {
                while (true) {
                    say(slow, "1");
                    Thread.sleep(50);
                }
            });
            say(fair, json("b") + "\n");
            reports.await(2);
            assertEquals(2, reports.heard.size());
        }
    }

    @Test
    void oneAddressHoldsAFewConnections() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sockets.add(socket());
        }
        say(sockets.getLast(), json("newest") + "\n");
        reports.await(1);
        assertEquals(1, reports.heard.size());
        assertTrue(log.connections() <= 3, "" + log.connections());
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aPortThatIsTakenIsToldAndClosingIsAnEnd() throws Exception {
        assertThrows(IOException.class, () -> KernelLog.start(LOOPBACK, log.port(), reports, Instant::now));
        log.close();
        log.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aLineIsDecodedAsFarAsItGoes() throws Malformed {
        assertEquals(new KernelLine(Optional.of(Instant.parse("2026-06-01T10:00:00.123456789Z")), "warn", "m"),
                KernelLines.decode(json("m").getBytes(StandardCharsets.UTF_8)));
        assertEquals(new KernelLine(Optional.empty(), "info", "m"), KernelLines.decode(
                "{\"msg\":\"m\",\"talos-time\":\"yesterday\",\"talos-level\":\"loud\"}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whateverTheBytesAreNothingButMalformedIsThrown() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("KernelLogTest -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = json("text").getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(5); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertFalse(KernelLines.decode(bytes).level().isEmpty());
            } catch (Malformed e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
        assertThrows(Malformed.class, () -> KernelLines.decode(("[".repeat(8_000)).getBytes(StandardCharsets.UTF_8)));
        assertThrows(Malformed.class, () -> KernelLines.decode(new byte[9_000]));
    }
}
