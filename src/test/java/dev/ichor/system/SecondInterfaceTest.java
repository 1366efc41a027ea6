package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.dhcp.Packets;
import dev.ichor.rack.Capture;
import dev.ichor.rack.Host;
import dev.ichor.rack.Pcap;
import dev.ichor.rack.Segment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host with two NICs: the appliance serves one network, and the other never learns that it is there. */
@Tag("netns")
@Timeout(120)
class SecondInterfaceTest {
    private static final Mac RIGHT = new Mac(0x5254_0066_0001L);
    private static final Duration SILENCE = Duration.ofMillis(700);
    private static final int ARP = 0x0806;

    @Test
    void nothingIsSentToNorAnsweredFromTheSecondNetwork() throws Exception {
        try (Site site = Site.full(1500)) {
            Segment other = site.rack().segment(1500);
            Host second = other.attach(site.host().namespace(), "eth1", "10.88.0.1/24");
            Client stranger = site.rack().own(new Client(other.host("stranger", "10.88.0.2/24")));
            stranger.host().namespace().run(Duration.ofSeconds(5), "ip", "route", "add", "10.77.0.0/24", "via",
                    "10.88.0.1").orFail();
            Client friend = site.client("friend", "10.77.0.50/24");
            Capture wire = other.capture(second.port());
            site.appliance().start();

            for (String address : List.of("10.77.0.1", "10.88.0.1")) {
                assertTrue(Client.isUnanswered(() -> stranger.get("http://" + address + ":8080/boot/init.ipxe")));
                assertTrue(Client.isUnanswered(() -> stranger.get("http://" + address + ":8081/healthz")));
                assertTrue(Client.isUnanswered(() -> stranger.tftp(address, "undionly.kpxe", SILENCE)));
                assertTrue(Client.isUnanswered(() -> probeEcho(stranger, address)));
                for (int port : List.of(67, 4011)) {
                    assertEquals(Optional.empty(), stranger.ask(Packets.pxeDiscover(0), address, port, SILENCE));
                }
            }
            assertEquals(Optional.empty(), stranger.ask(Packets.pxeDiscover(7), SILENCE));
            assertNotEquals(0, stranger.host().namespace().run(Duration.ofSeconds(20), "busybox", "udhcpc", "-n", "-q",
                    "-f", "-t", "2", "-T", "1", "-i", "eth0", "-s", "/bin/true").status(), "udhcpc got a lease");

            assertTrue(friend.lease(RIGHT, Duration.ofSeconds(5)).isPresent());
            assertEquals(200, friend.get(Site.BOOT + "/boot/init.ipxe").status());
            assertArrayEquals(friend.get(Site.BOOT + "/boot/undionly.kpxe").body(),
                    friend.tftp(Site.ADDRESS, "undionly.kpxe", Duration.ofSeconds(5)));
            assertEquals("ICHORJMB", probeEcho(friend, Site.ADDRESS));
            assertSilent(wire.stop(), stranger);
        }
    }

    private static String probeEcho(Client client, String address) {
        return client.host().namespace().call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(InetAddress.getByName(address), 8082);
                socket.setSoTimeout((int) SILENCE.toMillis());
                byte[] probe = "ICHORJMB".getBytes(StandardCharsets.US_ASCII);
                socket.send(new DatagramPacket(probe, probe.length));
                DatagramPacket back = new DatagramPacket(new byte[64], 64);
                socket.receive(back);
                return new String(back.getData(), 0, back.getLength(), StandardCharsets.US_ASCII);
            }
        });
    }

    /** The kernel answers ARP, refuses closed ports by ICMP and TCP resets; nothing else may leave. */
    private static void assertSilent(List<Pcap.Packet> packets, Client stranger) {
        Mac asking = packets.stream().filter(p -> p.udp().filter(u -> u.destinationPort() == 69).isPresent())
                .map(Pcap.Packet::source).findFirst().orElseThrow(() ->
                        new AssertionError("the capture does not even hold the stranger's question"));
        List<Pcap.Packet> ours = packets.stream().filter(p -> !p.source().equals(asking)).toList();
        assertFalse(ours.isEmpty(), "not even ARP was answered to " + stranger.host().nic());
        for (Pcap.Packet packet : ours) {
            byte[] frame = packet.frame();
            boolean kernel = packet.etherType() == ARP || frame[23] == 1
                    || frame[23] == 6 && (frame[14 + (frame[14] & 15) * 4 + 13] & 0x04) != 0;
            assertTrue(kernel, () -> "sent on the second network: " + java.util.HexFormat.of().formatHex(frame));
        }
    }
}
