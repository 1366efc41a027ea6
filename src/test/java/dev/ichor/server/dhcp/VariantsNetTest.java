package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.cli.TinyAppliance;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.tftp.Packet;
import dev.ichor.tftp.TftpCodec;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole appliance learns from what TFTP sees which offer a firmware follows (quirks D6, D7), over real sockets. */
@Tag("netns")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class VariantsNetTest {
    private static final Mac MACHINE = new Mac(0x5254000000a1L);
    private static final Ipv4 SERVER = new Ipv4(0x0A4D0001);

    @TempDir
    private Path folder;
    private final Lab lab = new Lab();

    @AfterEach
    void clear() {
        lab.close();
    }

    private Lab.Running appliance(String space) {
        Lab.Running running = lab.start(space, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-Djava.net.preferIPv4Stack=true", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TinyAppliance.class.getName(), "rack", folder.resolve("state").toString());
        running.await("READY");
        return running;
    }

    private static DhcpMessage discover() {
        return TestClient.message(MACHINE, MessageType.DISCOVER, Ipv4.ANY, o -> o
                .text(Code.VENDOR_CLASS, "PXEClient:Arch:00007:UNDI:003016").u16(Code.CLIENT_ARCH, 7)
                .u16(Code.MAX_SIZE, 1472));
    }

    /** True if the offer says that its own file counts (43.6 = 8). */
    private static boolean isDirect(TestClient client) throws Exception {
        return client.ask(discover()).options().bytes(Code.VENDOR).isPresent();
    }

    @Test
    void theOtherVariantComesAfterTwoRoundsAndTheWinnerSurvivesAKill() throws Exception {
        String server = lab.space("s");
        String space = lab.space("c");
        lab.cable(server, "rack", "10.77.0.1/24", space, "nic", "10.77.0.2/24");
        Lab.Running first = appliance(server);
        try (TestClient client = new TestClient(space, "nic")) {
            assertEquals(List.of(false, false, true), List.of(isDirect(client), later(client), later(client)));
            client.send(TestClient.message(MACHINE, MessageType.REQUEST, Ipv4.ANY, o -> o
                    .ipv4(Code.REQUESTED_ADDRESS, new Ipv4(0x0A4D0002)).ipv4(Code.SERVER_ID, new Ipv4(0x0A4D0063))),
                    Ipv4.BROADCAST, 67);
            assertTrue(fetch(space).startsWith("loader "));
            first.await("dhcp_offer_learned");
            first.kill();
            Lab.Running second = appliance(server);
            assertTrue(isDirect(client), () -> "the winner was forgotten: " + second.lines());
        }
    }

    /** DISCOVERs within a second count as one. */
    private static boolean later(TestClient client) throws Exception {
        long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1200);
        Lab.until(java.time.Duration.ofSeconds(5), () -> System.nanoTime() > next, () -> "time stands still");
        return isDirect(client);
    }

    private static String fetch(String space) {
        return Lab.inside(space, () -> {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("10.77.0.2", 0))) {
                socket.setSoTimeout(10_000);
                byte[] request = TftpCodec.encode(new Packet.ReadRequest("snponly-x86_64.efi", "octet", List.of()));
                socket.send(new DatagramPacket(request, request.length, new InetSocketAddress(SERVER.inet(), 69)));
                DatagramPacket answer = new DatagramPacket(new byte[600], 600);
                socket.receive(answer);
                byte[] ack = TftpCodec.encode(new Packet.Ack(1));
                socket.send(new DatagramPacket(ack, ack.length, answer.getSocketAddress()));
                return new String(answer.getData(), 4, answer.getLength() - 4,
                        java.nio.charset.StandardCharsets.US_ASCII);
            }
        });
    }
}
