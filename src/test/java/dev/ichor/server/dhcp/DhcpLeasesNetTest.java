package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.lease.Lease;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases on a real network: each address once, over restarts, and never one that is in use. */
@Tag("netns")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DhcpLeasesNetTest extends DhcpNetBed {
    @Test
    void leasesSurviveARestartAndDeclinedAddressesRest() throws Exception {
        Lab.Running first = full("reserve=" + B + "/10.77.0.20");
        Ipv4 address;
        try (TestClient nic = new TestClient(client, "nic")) {
            address = nic.lease(A);
            assertEquals("10.77.0.20", nic.lease(B).toString());
            first.stop();
            Lab.Running second = full("reserve=" + B + "/10.77.0.20");
            DhcpMessage renewed = nic.ask(TestClient.message(A, MessageType.REQUEST, Ipv4.ANY,
                    o -> o.ipv4(Code.REQUESTED_ADDRESS, address)));
            assertEquals(Optional.of(MessageType.ACK), renewed.type(), "INIT-REBOOT after a restart");
            DhcpMessage foreign = nic.ask(TestClient.message(new Mac(0x525400000003L), MessageType.REQUEST, Ipv4.ANY,
                    o -> o.ipv4(Code.REQUESTED_ADDRESS, address)));
            assertEquals(Optional.of(MessageType.NAK), foreign.type());
            nic.send(TestClient.message(A, MessageType.DECLINE, Ipv4.ANY, o -> o.ipv4(Code.REQUESTED_ADDRESS, address)
                    .ipv4(Code.SERVER_ID, Packets.ip("10.77.0.1"))), Ipv4.BROADCAST, 67);
            assertNotEquals(address, nic.lease(A));
            second.stop();
        }
        assertEquals(Lease.State.QUARANTINED, stored().get(address).state());
    }

    @Test
    void anAddressInUseIsFoundByArpAndOthersDoNotWait() throws Exception {
        Lab.sh("ip", "-n", client, "addr", "add", "10.77.0.100/24", "dev", "nic");
        Lab.Running appliance = full("reserve=" + B + "/10.77.0.20");
        try (TestClient nic = new TestClient(client, "nic")) {
            assertEquals("10.77.0.20", nic.lease(B).toString());
            DhcpMessage stranger = TestClient.message(A, MessageType.DISCOVER, Ipv4.ANY, o -> { });
            DhcpMessage known = TestClient.message(B, MessageType.DISCOVER, Ipv4.ANY, o -> { });
            nic.send(stranger, Ipv4.BROADCAST, 67);
            nic.send(known, Ipv4.BROADCAST, 67);
            long sent = System.nanoTime();
            boolean knownFirst = nic.next(Duration.ofSeconds(5)).xid() == known.xid();
            // An address that was asked about ahead of time is offered at once, before any probe of 120 ms could end.
            assertTrue(knownFirst || System.nanoTime() - sent < 120_000_000L, "a known client waited for a stranger's probe");
            assertEquals("10.77.0.101", nic.discover(A).yiaddr().toString());
            String xid = java.util.HexFormat.of().toHexDigits(stranger.xid());
            appliance.await("OFFER to " + A + " xid " + xid);
            assertEquals(1, appliance.lines().stream().filter(l -> l.startsWith("IN ") && l.contains(xid)).count(),
                    () -> "a question that waits for a probe is told once: " + appliance.lines());
        }
        appliance.stop();
        assertEquals(Lease.State.QUARANTINED, stored().get(Packets.ip("10.77.0.100")).state());
    }

    @Test
    void perfdhcpGetsALeaseForEveryExchange() throws Exception {
        Lab.needs("perfdhcp", "kea-admin");
        Lab.sh("ip", "-n", server, "addr", "flush", "dev", "rack");
        Lab.sh("ip", "-n", server, "addr", "add", "10.77.0.1/16", "dev", "rack");
        Lab.sh("ip", "-n", client, "addr", "flush", "dev", "nic");
        Lab.sh("ip", "-n", client, "addr", "add", "10.77.0.2/16", "dev", "nic");
        Lab.Running appliance = lab.appliance(server, "mode=FULL", "interface=rack", "server=10.77.0.1/16",
                "pool=10.77.1.0-10.77.20.255", "db=" + folder.resolve("l.db"), "probe=false", "quiet=1");
        Lab.Running perf = lab.start(client, "perfdhcp", "-4", "-l", "nic", "-r", "200", "-n", "1000", "-R", "1000",
                "-W", "1000000", "-d", "5", "10.77.0.1");
        perf.ended();
        String report = String.join("\n", perf.lines());
        assertEquals(2, perf.lines().stream().filter(l -> l.equals("drops: 0")).count(), report);
        assertTrue(perf.lines().stream().anyMatch(l -> l.equals("non unique addresses: 0")), report);
        appliance.stop();
        assertTrue(stored().size() >= 900, stored().size() + " leases");
    }

    @Test
    void killedAtAnyMomentItLosesNoAcknowledgedLease() throws Exception {
        Map<Ipv4, Mac> acknowledged = new ConcurrentHashMap<>();
        Random random = new Random(7);
        long next = 0x525400100000L;
        for (int round = 0; round < 4; round++) {
            Lab.Running appliance = lab.appliance(server, arguments("FULL", "probe=false", "quiet=1"));
            Thread killer = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(50 + random.nextInt(250));
                    appliance.kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            try (TestClient nic = new TestClient(client, "nic")) {
                while (killer.isAlive()) {
                    exchange(nic, new Mac(next++), acknowledged);
                }
            }
            Map<Ipv4, Lease> stored = stored();
            acknowledged.forEach((address, mac) -> assertEquals(mac.toString(),
                    Optional.ofNullable(stored.get(address)).map(l -> l.client().text()).orElse("lost"), address.toString()));
        }
        assertTrue(acknowledged.size() > 10, acknowledged.size() + " leases were acknowledged");
    }

    private static void exchange(TestClient nic, Mac mac, Map<Ipv4, Mac> acknowledged) throws Exception {
        DhcpMessage discover = TestClient.message(mac, MessageType.DISCOVER, Ipv4.ANY, o -> { });
        nic.send(discover, Ipv4.BROADCAST, 67);
        for (DhcpMessage offer : nic.replies(discover.xid(), Duration.ofMillis(300), 1)) {
            DhcpMessage request = TestClient.selecting(mac, offer);
            nic.send(request, Ipv4.BROADCAST, 67);
            for (DhcpMessage ack : nic.replies(request.xid(), Duration.ofMillis(300), 1)) {
                Mac before = acknowledged.put(ack.yiaddr(), mac);
                assertTrue(before == null, ack.yiaddr() + " was given to " + before + " and to " + mac);
            }
        }
    }
}
