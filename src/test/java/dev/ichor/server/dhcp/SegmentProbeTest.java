package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Problem;
import dev.ichor.base.Subnet;
import dev.ichor.dhcp.Delivery;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.Replies;
import dev.ichor.dhcp.lease.AddressRange;
import dev.ichor.dhcp.lease.Scope;
import dev.ichor.dhcp.pxe.PxeClient;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpCodec;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SegmentProbeTest {
    private static final Mac OWN = new Mac(0x525400cc0001L);

    private static SegmentProbe.Found found(String vendorClass, String file, String yiaddr) {
        DhcpMessage discover = Packets.pxeDiscover(7);
        Options.Builder options = Replies.options(discover, MessageType.OFFER, Packets.SERVER);
        if (!vendorClass.isEmpty()) {
            options.text(Code.VENDOR_CLASS, vendorClass);
        }
        return SegmentProbe.read(Replies.message(discover, Packets.ip(yiaddr), Ipv4.ANY, "", file, options.build()));
    }

    @Test
    void tellsLeasingBootingAndStrandingServersApart() {
        SegmentProbe.Found leasing = found("", "", "10.9.0.7");
        assertTrue(leasing.leases() && !leasing.boots() && !leasing.strands());
        SegmentProbe.Found booting = found("PXEClient", "pxelinux.0", "10.9.0.7");
        assertTrue(booting.leases() && booting.boots() && !booting.strands());
        SegmentProbe.Found proxy = found("PXEClient", "", "0.0.0.0");
        assertTrue(!proxy.leases() && proxy.strands());
    }

    @Test
    void asksOnceAsAnOperatingSystemAndOnceAsFirmware() throws Exception {
        assertInstanceOf(PxeClient.NotPxe.class, PxeClient.read(DhcpCodec.decode(SegmentProbe.discover(OWN, 1, false))));
        assertInstanceOf(PxeClient.Boots.class, PxeClient.read(DhcpCodec.decode(SegmentProbe.discover(OWN, 1, true))));
        assertTrue(DhcpCodec.decode(SegmentProbe.discover(OWN, 1, true)).wantsBroadcast());
        assertEquals(68, Delivery.CLIENT_PORT);
    }

    @Test
    void anArpClaimIsReadFromAnyArpFrameWithASender() {
        byte[] question = ArpProber.question(OWN, Packets.ip("10.9.0.7"));
        assertTrue(ArpProber.claim(question).isEmpty(), "a probe claims nothing");
        byte[] answer = question.clone();
        ByteBuffer.wrap(answer).putShort(20, (short) 2).putInt(28, Packets.ip("10.9.0.7").bits());
        assertEquals(Optional.of(new ArpProber.Claim(Packets.ip("10.9.0.7"), OWN)), ArpProber.claim(answer));
        assertTrue(ArpProber.claim(new byte[20]).isEmpty());
    }

    @Test
    void settingsTellEveryProblemAtOnce() {
        Scope elsewhere = new Scope(new Subnet(Packets.ip("10.5.0.0"), 24), List.of(), Optional.empty(), List.of(), "",
                OptionalInt.empty());
        DhcpSettings bad = new DhcpSettings(DhcpSettings.Mode.FULL, "rack", Packets.SERVER, 8080, List.of(elsewhere),
                Map.of(OWN, Packets.ip("192.168.1.1")), Duration.ofHours(1), true, true);
        assertEquals(List.of("dhcp.subnet", "dhcp.pool", "dhcp.reservations." + OWN),
                bad.problems().stream().map(Problem::where).toList());
        Scope good = new Scope(new Subnet(Packets.SERVER, 24), List.of(new AddressRange(Packets.ip("10.9.0.9"),
                Packets.ip("10.9.0.9"))), Optional.empty(), List.of(), "", OptionalInt.empty());
        assertFalse(new DhcpSettings(DhcpSettings.Mode.FULL, "rack", Packets.SERVER, 8080, List.of(good), Map.of(),
                Duration.ofHours(1), true, true).problems().iterator().hasNext());
    }
}
