package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("netns")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DhcpNetTest extends DhcpNetBed {
    @Test
    void nothingIsHeardOrSentOnTheSecondInterface() throws Exception {
        Lab.needs("tcpdump", "tcpdump");
        String second = lab.space("b");
        lab.cable(server, "other", "10.88.0.1/24", second, "nic", "10.88.0.2/24");
        Path capture = folder.resolve("second.pcap");
        Lab.Running tcpdump = lab.start(server, "tcpdump", "-i", "other", "-U", "-Z", "root", "-w", capture.toString(),
                "udp port 67 or udp port 68 or udp port 4011 or arp");
        tcpdump.await("listening on");
        Lab.Running appliance = full();
        try (TestClient right = new TestClient(client, "nic"); TestClient wrong = new TestClient(second, "nic")) {
            DhcpMessage stray = TestClient.message(B, MessageType.DISCOVER, Ipv4.ANY, o -> { });
            wrong.send(stray, Ipv4.BROADCAST, 67);
            wrong.send(stray, Packets.ip("10.88.0.1"), 67);
            wrong.send(stray, Packets.ip("10.88.0.1"), 4011);
            right.lease(A);
            assertEquals(List.of(), wrong.replies(stray.xid(), Duration.ofSeconds(2), 1));
        }
        assertTrue(appliance.said(A.toString()));
        assertFalse(appliance.said(B.toString()), "heard on the second interface");
        String seen = Lab.sh("tcpdump", "-n", "-e", "-r", capture.toString());
        assertTrue(seen.lines().filter(line -> line.contains("52:54:00:00:00:02") && line.contains("> 255.255.255.255.67"))
                .count() >= 1, "the capture must hold the question: " + seen);
        assertFalse(seen.lines().anyMatch(line -> line.contains("10.77.0.1.67") || line.contains("10.88.0.1.67 >")
                || line.contains("10.88.0.1.4011 >") || line.contains("52:54:00:00:00:01")), seen);
    }

    @Test
    void aRelayBetweenClientAndApplianceWorks() throws Exception {
        Lab.needs("dhcrelay", "isc-dhcp-relay");
        String relay = lab.space("r");
        String far = lab.space("f");
        Lab.sh("ip", "-n", server, "link", "del", "rack");
        lab.cable(server, "rack", "10.77.0.1/24", relay, "site", "10.77.0.9/24");
        lab.cable(relay, "leaf", "10.5.0.1/24", far, "nic", "10.5.0.2/24");
        Lab.sh("ip", "-n", server, "route", "add", "10.5.0.0/24", "via", "10.77.0.9");
        Lab.sh("ip", "netns", "exec", relay, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        Lab.Running appliance = full("relayed=10.5.0.50-10.5.0.60");
        Lab.Running dhcrelay = lab.start(relay, "dhcrelay", "-4", "-d", "-a", "-id", "leaf", "-iu", "site", "10.77.0.1");
        dhcrelay.await("Sending on   Socket");
        try (TestClient away = new TestClient(far, "nic")) {
            DhcpMessage offer = away.discover(A);
            assertEquals("10.5.0.50", offer.yiaddr().toString());
            assertEquals("10.5.0.50", away.ask(TestClient.selecting(A, offer)).yiaddr().toString());
        }
        assertTrue(appliance.said("OUT 67 10.5.0.1:67"), appliance.lines().toString());
    }

    @Test
    void proxyModeBesideAServerThatOnlyLeases() throws Exception {
        Lab.needs("dnsmasq", "dnsmasq-base");
        Lab.needs("busybox", "busybox-static");
        String machine = lab.space("m");
        bridge(machine);
        lab.start(client, "dnsmasq", "-k", "--port=0", "--conf-file=/dev/null", "--user=root", "--interface=sw",
                "--bind-interfaces", "--log-dhcp", "--log-facility=-", "--dhcp-authoritative", "--no-ping",
                "--dhcp-range=10.77.0.50,10.77.0.60,1h", "--dhcp-leasefile=" + folder.resolve("dm.leases"))
                .await("DHCP, IP range");
        Lab.Running appliance = lab.appliance(server, arguments("PROXY"));
        Lab.Running udhcpc = lab.start(machine, "busybox", "udhcpc", "-f", "-q", "-n", "-i", "nic", "-s", "/bin/true");
        assertEquals(0, udhcpc.ended(), udhcpc.lines().toString());
        udhcpc.await("lease of 10.77.0.");
        appliance.await("ignored: not a network boot");
        assertFalse(appliance.said("OUT "), "an operating system gets nothing from a proxy");
        try (TestClient pxe = new TestClient(machine, "nic")) {
            DhcpMessage discover = TestClient.message(A, MessageType.DISCOVER, Ipv4.ANY,
                    o -> Packets.pxeDiscover(7).options().list().forEach(o::put));
            pxe.send(discover, Ipv4.BROADCAST, 67);
            List<DhcpMessage> offers = pxe.replies(discover.xid(), Duration.ofSeconds(5), 2);
            assertEquals(2, offers.size());
            DhcpMessage ours = offers.stream().filter(o -> o.yiaddr().isAny()).findFirst().orElseThrow();
            assertEquals("snponly-x86_64.efi", ours.file());
            assertTrue(offers.stream().anyMatch(o -> o.serverId().orElseThrow().toString().equals("10.77.0.2")));
        }
        List<SegmentProbe.Found> found = Lab.inside(server, () -> SegmentProbe.run("rack", Packets.ip("10.77.0.1"),
                Duration.ofSeconds(2), new Random(1)));
        assertEquals(1, found.size(), found.toString());
        assertEquals("10.77.0.2", found.getFirst().id().toString());
        assertTrue(found.getFirst().leases());
        assertFalse(found.getFirst().boots());
    }

    /** Puts a third machine on the cable between server and client. */
    private void bridge(String machine) {
        Lab.sh("ip", "-n", client, "link", "add", "sw", "type", "bridge");
        Lab.sh("ip", "-n", client, "link", "set", "sw", "up");
        lab.cable(client, "port2", "", machine, "nic", "");
        Lab.sh("ip", "-n", client, "addr", "del", "10.77.0.2/24", "dev", "nic");
        Lab.sh("ip", "-n", client, "link", "set", "nic", "name", "port1");
        Lab.sh("ip", "-n", client, "link", "set", "port1", "master", "sw");
        Lab.sh("ip", "-n", client, "link", "set", "port2", "master", "sw");
        Lab.sh("ip", "-n", client, "addr", "add", "10.77.0.2/24", "dev", "sw");
    }

    @Test
    void badPacketsAreCountedAndHarmNobody() throws Exception {
        Lab.Running appliance = full();
        try (TestClient nic = new TestClient(client, "nic")) {
            nic.sendRaw(new byte[0]);
            nic.sendRaw(new byte[100]);
            nic.sendRaw(new byte[4096]);
            nic.sendRaw(new byte[8192]);
            nic.lease(A);
        }
        appliance.tell("m");
        appliance.await("MALFORMED");
        assertTrue(appliance.said("MALFORMED 4"), appliance.lines().getLast());
    }

    @Test
    void whatStopsTheStartIsToldInOneSentence() throws Exception {
        String busy = error(server, arguments("FULL"), full());
        assertEquals("ERROR UDP port 67 on rack is in use by another program (often dnsmasq or another DHCP server): "
                + "stop it, or give it another interface", busy);
        String missing = error(server, List.of("mode=PROXY", "interface=nosuch", "server=10.77.0.1/24",
                "db=" + folder.resolve("m.db")).toArray(String[]::new), null);
        assertEquals("ERROR there is no network interface 'nosuch': see 'ip link' and correct the setting interface", missing);
    }

    @Test
    void withoutCapabilitiesTheStartSaysWhatItNeeds() throws Exception {
        Lab.needs("setpriv", "util-linux");
        Lab.Running failing = lab.launch(server, List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"),
                arguments("PROXY"));
        assertEquals(1, failing.ended(), failing.lines().toString());
        assertTrue(failing.said("ERROR UDP port 67 needs root, or the capabilities CAP_NET_BIND_SERVICE and "
                + "CAP_NET_RAW"), failing.lines().toString());
    }

    private String error(String space, String[] arguments, Lab.Running beside) throws Exception {
        Lab.Running failing = lab.launch(space, List.of(), arguments);
        assertEquals(1, failing.ended(), failing.lines().toString());
        if (beside != null) {
            beside.stop();
        }
        return failing.lines().stream().filter(l -> l.startsWith("ERROR")).findFirst().orElse("nothing said");
    }

    @Test
    void bootServerAnswersFromPort4011() throws Exception {
        lab.appliance(server, arguments("PROXY"));
        Path capture = folder.resolve("4011.pcap");
        Lab.Running tcpdump = lab.start(client, "tcpdump", "-i", "nic", "-U", "-Z", "root", "-w", capture.toString(),
                "udp src port 4011");
        tcpdump.await("listening on");
        try (TestClient nic = new TestClient(client, "nic")) {
            DhcpMessage request = TestClient.message(A, MessageType.REQUEST, Packets.ip("10.77.0.2"),
                    o -> Packets.pxeDiscover(7).options().list().stream().filter(x -> x.code() != 53).forEach(o::put));
            nic.send(request, Packets.ip("10.77.0.1"), 4011);
            DhcpMessage ack = nic.replies(request.xid(), Duration.ofSeconds(5), 1).getFirst();
            assertEquals(Optional.of(MessageType.ACK), ack.type());
            assertEquals("snponly-x86_64.efi", ack.file());
            assertArrayEquals("PXEClient".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    ack.options().bytes(Code.VENDOR_CLASS).orElseThrow());
        }
        Lab.until(Duration.ofSeconds(5), () -> Lab.sh("tcpdump", "-n", "-r", capture.toString())
                .contains("10.77.0.1.4011 > 10.77.0.2.68"), () -> "an answer from port 4011");
        assertTrue(Files.size(capture) > 0);
    }
}
