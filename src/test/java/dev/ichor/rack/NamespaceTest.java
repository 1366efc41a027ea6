package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Namespaces, segments, hosts and captures, without machines. */
@Tag("netns")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Isolated("it looks for what any rack of this run leaves")
class NamespaceTest {
    private static final Duration SHORT = Duration.ofSeconds(10);

    @Test
    void jumboDatagramsCrossTheSegmentAndTheCaptureHoldsThem() throws Exception {
        try (Rack rack = Rack.open()) {
            Segment segment = rack.segment(9000);
            Host left = segment.host("left", "10.77.0.1/24");
            Host right = segment.host("right", "10.77.0.2/24");
            Capture capture = right.capture();
            byte[] payload = new byte[8972];
            payload[8971] = 42;
            try (DatagramSocket receiver = right.namespace().call(() ->
                            new DatagramSocket(new InetSocketAddress(right.address().inet(), 7777)));
                    DatagramSocket sender = left.namespace().call(() -> new DatagramSocket())) {
                receiver.setSoTimeout(5_000);
                sender.send(new DatagramPacket(payload, payload.length, right.address().inet(), 7777));
                DatagramPacket got = new DatagramPacket(new byte[9000], 9000);
                receiver.receive(got);
                assertEquals(8972, got.getLength());
            }
            Pcap.Udp seen = Waiting.until(SHORT, () -> capture.packets().stream().flatMap(p -> p.udp().stream())
                    .filter(udp -> udp.destinationPort() == 7777).findFirst()).orElseThrow();
            assertArrayEquals(payload, seen.payload());
            assertEquals(left.address(), seen.source());
        }
    }

    @Test
    void eachPortHearsItsOwnNeighbourAndNoOther() {
        try (Rack rack = Rack.open()) {
            Segment segment = rack.segment(1500);
            Host one = segment.host("one", "10.77.0.1/24");
            Host two = segment.host("two", "10.77.0.2/24");
            Capture atOne = one.capture();
            Capture atTwo = two.capture();
            Neighbour first = NeighbourTest.neighbour("Ethernet1");
            Neighbour second = NeighbourTest.neighbour("Ethernet2");
            segment.announce(one.port(), first);
            segment.announce(two.port(), second);
            assertArrayEquals(first.frame(), lldp(atOne));
            assertArrayEquals(second.frame(), lldp(atTwo));
            assertTrue(atOne.stop().stream().filter(p -> p.etherType() == 0x88CC)
                    .allMatch(p -> java.util.Arrays.equals(p.frame(), first.frame())));
        }
    }

    private static byte[] lldp(Capture capture) {
        return Waiting.until(SHORT, () -> capture.packets().stream().filter(p -> p.etherType() == 0x88CC)
                .findFirst()).orElseThrow().frame();
    }

    @Test
    void closingTheRackLeavesNoNamespaceNoProcessAndNoFolder() {
        Rack rack = Rack.open();
        Host host = rack.segment(1500).host("host", "10.77.0.1/24");
        Daemon sleeper = host.namespace().start("sleeper", List.of("sleep", "300"));
        Path folder = rack.folder();
        assertTrue(Files.exists(host.namespace().path()));
        rack.close();
        assertFalse(sleeper.isRunning());
        assertFalse(Files.exists(host.namespace().path()));
        assertFalse(Files.exists(folder));
        assertThrows(RackFailure.class, () -> rack.namespace("late"));
        assertFalse(Files.exists(Path.of("/run/netns")) && Command.must("ip", "netns", "list").out()
                .contains("ichor-" + ProcessHandle.current().pid() + "-"));
    }

    @Test
    void whatAKilledRunLeftIsRemovedByTheNext() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        String name = "ichor-" + dead.pid() + "-1-left";
        Command.must("ip", "netns", "add", name);
        Process orphan = new ProcessBuilder("ip", "netns", "exec", name, "sleep", "300").start();
        try (Rack rack = Rack.open()) {
            assertFalse(Files.exists(Path.of("/run/netns", name)));
            assertTrue(orphan.waitFor(5, TimeUnit.SECONDS), "its process is gone");
            assertTrue(Files.exists(rack.folder()));
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void aCommandThatOutlivesItsLimitIsKilled() {
        try (Rack rack = Rack.open()) {
            Namespace namespace = rack.namespace("slow");
            RackFailure failure = assertThrows(RackFailure.class,
                    () -> namespace.run(Duration.ofMillis(300), "sleep", "60"));
            assertTrue(failure.getMessage().contains("still running"), failure.getMessage());
            Optional<Boolean> empty = Waiting.until(SHORT, () -> Command.must("ip", "netns", "pids", namespace.name())
                    .out().isBlank() ? Optional.of(true) : Optional.empty());
            assertTrue(empty.isPresent());
        }
    }

    @Test
    void aMissingToolFailsWithTheNameOfItsPackage() {
        RackFailure failure = assertThrows(RackFailure.class, () -> Debian.file("/usr/lib/ipxe/none.efi"));
        assertEquals("the rack needs /usr/lib/ipxe/none.efi: apt-get install ipxe", failure.getMessage());
        assertThrows(RackFailure.class, () -> Debian.require("no-such-tool"));
    }
}
