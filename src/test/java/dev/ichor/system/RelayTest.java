package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Mac;
import dev.ichor.base.Sha256;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.rack.Daemon;
import dev.ichor.rack.Host;
import dev.ichor.rack.Namespace;
import dev.ichor.rack.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines behind a router: ISC's relay carries DHCP, the router carries the rest. */
@Tag("netns")
@Timeout(90)
class RelayTest {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration COMMAND = Duration.ofSeconds(10);

    @Test
    void aMachineBehindARelayGetsItsLoaderAndItsScript() throws Exception {
        try (Site site = Site.proxy(1500)) {
            Namespace router = site.rack().namespace("router");
            site.segment().attach(router, "site", "10.77.0.9/24");
            Segment far = site.rack().segment(1500);
            Host leaf = far.attach(router, "leaf", "10.5.0.1/24");
            router.run(COMMAND, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward").orFail();
            site.host().namespace().run(COMMAND, "ip", "route", "add", "10.5.0.0/24", "via", "10.77.0.9").orFail();
            site.appliance().start();
            Daemon relay = router.start("dhcrelay", List.of("dhcrelay", "-4", "-d", "-a", "-id", leaf.nic(), "-iu",
                    "site", Site.ADDRESS));
            relay.await("Sending on   Socket", COMMAND);
            Client machine = site.rack().own(new Client(far.host("machine", "10.5.0.2/24")));
            machine.host().namespace().run(COMMAND, "ip", "route", "add", "default", "via", "10.5.0.1").orFail();

            DhcpMessage offer = machine.ask(pxe(MessageType.DISCOVER), WAIT).orElseThrow();
            assertEquals(Optional.of(MessageType.OFFER), offer.type());
            assertTrue(offer.yiaddr().isAny(), "a proxy gives no address");
            assertEquals(Site.ADDRESS, offer.serverId().orElseThrow().toString());
            DhcpMessage answer = machine.ask(pxe(MessageType.REQUEST), Site.ADDRESS, 4011, WAIT).orElseThrow();
            String file = answer.options().text(Code.BOOT_FILE).orElseThrow();
            assertEquals("snponly-x86_64.efi", file);
            assertEquals(Sha256.of(machine.get(Site.BOOT + "/boot/" + file).body()),
                    Sha256.of(machine.tftp(Site.ADDRESS, file, WAIT)));
            assertTrue(machine.get(Site.BOOT + "/boot/init.ipxe").text().startsWith("#!ipxe\n"));
        }
    }

    private static DhcpMessage pxe(MessageType type) {
        return Client.message(new Mac(0x5254_0077_0001L), type, o -> o.u16(Code.CLIENT_ARCH, 7).u16(Code.MAX_SIZE, 1472)
                .text(Code.VENDOR_CLASS, "PXEClient:Arch:00007:UNDI:003016"));
    }
}
