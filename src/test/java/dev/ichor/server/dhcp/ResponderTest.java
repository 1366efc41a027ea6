package dev.ichor.server.dhcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Subnet;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.lease.AddressRange;
import dev.ichor.dhcp.lease.LeaseTable;
import dev.ichor.dhcp.lease.Scope;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpEncoder;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Option;
import dev.ichor.provision.OfferVariant;
import dev.ichor.provision.VariantMemory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole answers, without sockets. Numbers in names are rows of the quirk table. */
class ResponderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Map<Mac, OfferVariant> remembered = new HashMap<>();
    private Responder proxy;
    private Responder full;
    private BootMemory memory;

    @BeforeEach
    void build() throws IOException {
        VariantMemory durable = new VariantMemory() {
            @Override
            public Map<Mac, OfferVariant> load() {
                return remembered;
            }

            @Override
            public void remember(Mac mac, OfferVariant variant, Instant at) {
                remembered.put(mac, variant);
            }
        };
        memory = new BootMemory(durable);
        proxy = responder(DhcpSettings.proxy("rack", Packets.SERVER, 8080));
        Scope scope = new Scope(new Subnet(Packets.SERVER, 24), List.of(range("10.9.0.100", "10.9.0.120")),
                Optional.of(Packets.SERVER), List.of(Packets.SERVER), "rack.test", OptionalInt.of(9000));
        full = responder(new DhcpSettings(DhcpSettings.Mode.FULL, "rack", Packets.SERVER, 8080, List.of(scope), Map.of(),
                Duration.ofHours(1), true, false));
    }

    private static AddressRange range(String first, String last) {
        return new AddressRange(Packets.ip(first), Packets.ip(last));
    }

    private Responder responder(DhcpSettings settings) {
        BootReplies boots = new BootReplies(settings, file -> true, memory);
        LeaseTable table = new LeaseTable(settings.policy(), List.of(), NOW);
        return new Responder(settings, boots, new LeaseReplies(settings, table, boots), memory);
    }

    private static Answer ask(Responder responder, DhcpMessage message, int port, int second) {
        return responder.answer(Incoming.of(message, port, message.ciaddr(), port == 67 ? 68 : 4011,
                NOW.plusSeconds(second)));
    }

    private static DhcpMessage reply(Answer answer) {
        return assertInstanceOf(Answer.Send.class, answer, answer.reason()).reply();
    }

    private DhcpMessage proxied(DhcpMessage message) {
        return reply(ask(proxy, message, 67, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void d1d2d3aProxyOfferIsWhatEdk2Accepts(int arch) {
        DhcpMessage offer = proxied(Packets.pxeDiscover(arch));
        assertEquals(Optional.of(MessageType.OFFER), offer.type());
        assertEquals(Packets.SERVER, offer.serverId().orElseThrow());
        assertEquals(Ipv4.ANY, offer.yiaddr());
        assertEquals(Packets.SERVER, offer.siaddr());
        assertEquals("PXEClient", offer.options().text(Code.VENDOR_CLASS).orElseThrow());
        assertFalse(offer.options().has(Code.LEASE_TIME));
        assertFalse(offer.options().has(Code.OVERLOAD), "D22");
        assertTrue(DhcpEncoder.encode(offer).length >= 300, "D22");
    }

    @Test
    void d5d6firmwareGetsTheVariantOfItsKind() {
        assertFalse(proxied(Packets.pxeDiscover(7)).options().has(Code.VENDOR), "UEFI asks 4011");
        DhcpMessage bios = Packets.of(Hardware.of(new Mac(0x525400bb0001L)), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY,
                o -> o.u16(Code.CLIENT_ARCH, 0));
        assertArrayEquals(Packets.hex("060108ff"), proxied(bios).options().bytes(Code.VENDOR).orElseThrow());
    }

    @Test
    void d7theOtherVariantComesAfterTwoIgnoredOffersAndWhatWorkedIsRemembered() {
        DhcpMessage discover = Packets.pxeDiscover(7);
        List<Boolean> direct = java.util.stream.IntStream.of(0, 4, 8)
                .mapToObj(s -> reply(ask(proxy, discover, 67, s)).options().has(Code.VENDOR)).toList();
        assertEquals(List.of(false, false, true), direct);
        ask(proxy, Packets.ipxeDiscover(7, "iPXE", Packets.IPXE_HTTP), 67, 12);
        assertEquals(Map.of(Packets.MAC, OfferVariant.DIRECT), remembered);
    }

    @Test
    void d8ignoredVariantsAreTold() {
        ask(proxy, Packets.pxeDiscover(7), 67, 0);
        Answer second = ask(proxy, Packets.pxeDiscover(7), 67, 4);
        assertTrue(second.reason().contains("may ignore a second DHCP server"), second.reason());
    }

    @Test
    void httpBootAfterPxeTeachesNothingAboutPxe() {
        ask(proxy, Packets.pxeDiscover(7), 67, 0);
        ask(proxy, http(), 67, 4);
        ask(proxy, Packets.ipxeDiscover(7, "iPXE", Packets.IPXE_HTTP), 67, 12);
        assertEquals(Map.of(), remembered);
    }

    private static DhcpMessage http() {
        return Packets.of(MessageType.DISCOVER, o -> o.text(Code.VENDOR_CLASS, "HTTPClient:Arch:00016:UNDI:003000")
                .u16(Code.CLIENT_ARCH, 16));
    }

    @Test
    void d10httpBootGetsItsClassAndAUrlInBothPlaces() {
        DhcpMessage offer = proxied(http());
        String url = "http://10.9.0.1:8080/boot/snponly-x86_64.efi";
        assertEquals("HTTPClient", offer.options().text(Code.VENDOR_CLASS).orElseThrow());
        assertEquals(url, offer.options().text(Code.BOOT_FILE).orElseThrow());
        assertEquals(url, offer.file());
        assertFalse(offer.options().has(Code.VENDOR));
    }

    private static DhcpMessage bootServer(MessageType type, String option43) {
        return Packets.of(Hardware.of(Packets.MAC), type, Packets.ip("10.9.0.77"), Ipv4.ANY, o -> {
            o.text(Code.VENDOR_CLASS, "PXEClient:Arch:00007:UNDI:003016").u16(Code.CLIENT_ARCH, 7);
            if (!option43.isEmpty()) {
                o.bytes(Code.VENDOR, Packets.hex(option43));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(value = MessageType.class, names = {"REQUEST", "INFORM"})
    void d3d4theBootServerAcknowledgesFrom4011(MessageType type) {
        Answer.Send send = (Answer.Send) ask(proxy, bootServer(type, ""), 4011, 0);
        assertEquals(Optional.of(MessageType.ACK), send.reply().type());
        assertEquals("snponly-x86_64.efi", send.reply().file());
        assertEquals(Packets.ip("10.9.0.77"), send.reply().ciaddr());
        assertEquals("10.9.0.77:4011", send.delivery().to() + ":" + send.delivery().port());
        assertEquals(Packets.SERVER, send.reply().siaddr(), "D15: iPXE loops without it");
    }

    @Test
    void d9aBroadcastTo4011IsAnsweredToo() {
        DhcpMessage request = Packets.of(MessageType.REQUEST, o -> o.u16(Code.CLIENT_ARCH, 7));
        assertEquals(Ipv4.BROADCAST, ((Answer.Send) ask(proxy, request, 4011, 0)).delivery().to());
    }

    @ParameterizedTest
    @CsvSource({"67", "4011"})
    void d14theBootItemIsEchoedAndCredentialsAreNot(int port) {
        assertArrayEquals(Packets.hex("470480000000ff"), reply(ask(proxy, bootServer(MessageType.REQUEST,
                "470480000000ff"), port, 0)).options().bytes(Code.VENDOR).orElseThrow());
        assertInstanceOf(Answer.Keep.class, ask(proxy, bootServer(MessageType.REQUEST, "470400018000ff"), port, 0));
    }

    @Test
    void d12theUnknownIsIgnoredWithItsReason() {
        assertTrue(ask(proxy, Packets.pxeDiscover(4242), 67, 0).reason().contains("4242"));
    }

    @Test
    void d13theUuidIsMirrored() {
        DhcpMessage discover = Packets.pxeDiscover(7);
        assertArrayEquals(discover.options().bytes(97).orElseThrow(), proxied(discover).options().bytes(97).orElseThrow());
    }

    @Test
    void d17ipxeIsToldNotToWaitForAProxyInFullModeOnly() {
        DhcpMessage discover = Packets.ipxeDiscover(0, "iPXE", Packets.IPXE_HTTP);
        assertArrayEquals(Packets.hex("b00101"), reply(ask(full, discover, 67, 0)).options().bytes(Code.IPXE).orElseThrow());
        assertFalse(proxied(discover).options().has(Code.IPXE));
    }

    @Test
    void d20d21theFileStandsInTheFieldAndLastInTheOptions() {
        DhcpMessage offer = proxied(Packets.pxeDiscover(7));
        assertEquals(offer.file(), offer.options().text(Code.BOOT_FILE).orElseThrow());
        byte[] wire = DhcpEncoder.encode(offer);
        String text = new String(wire, java.nio.charset.StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("snponly-x86_64.efi") + "snponly-x86_64.efi".length();
        assertEquals(0xFF, wire[end] & 0xFF, "END follows option 67");
    }

    @Test
    void d24relayedClientsAreAnsweredThroughTheirRelayWithOption82() {
        DhcpMessage discover = Packets.of(Hardware.of(Packets.MAC), MessageType.DISCOVER, Ipv4.ANY, Packets.ip("10.5.0.1"),
                o -> o.u16(Code.CLIENT_ARCH, 7).bytes(Code.RELAY_AGENT, Packets.hex("0101aa")));
        Answer.Send send = (Answer.Send) ask(proxy, discover, 67, 0);
        assertEquals("10.5.0.1:67", send.delivery().to() + ":" + send.delivery().port());
        assertEquals(new Option(82, Packets.hex("0101aa")), send.reply().options().find(82).orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(value = MessageType.class, names = {"REQUEST", "INFORM", "DECLINE", "RELEASE", "OFFER", "ACK", "NAK"})
    void d25aProxyAnswersNothingButDiscoversOn67(MessageType type) {
        DhcpMessage message = Packets.of(type, o -> o.u16(Code.CLIENT_ARCH, 7).ipv4(Code.SERVER_ID, Packets.ip("10.9.0.200"))
                .ipv4(Code.REQUESTED_ADDRESS, Packets.ip("192.168.9.9")));
        assertInstanceOf(Answer.Keep.class, ask(proxy, message, 67, 0));
    }

    @Test
    void d25aRequestToAnotherBootServerIsLeftAlone() {
        DhcpMessage message = Packets.of(MessageType.REQUEST, o -> o.u16(Code.CLIENT_ARCH, 7)
                .ipv4(Code.SERVER_ID, Packets.ip("10.9.0.200")).bytes(Code.VENDOR, Packets.hex("470480000000ff")));
        assertInstanceOf(Answer.Keep.class, ask(proxy, message, 67, 0));
    }

    @Test
    void d26repeatedDiscoversAreAllAnswered() {
        for (int second = 0; second < 40; second++) {
            reply(ask(proxy, Packets.pxeDiscover(7), 67, second));
        }
    }

    @Test
    void d27aRaspberryPiIsIgnoredWithAdvice() {
        DhcpMessage message = Packets.of(Hardware.of(new Mac(0xb827eb000001L)), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY,
                o -> o.text(Code.VENDOR_CLASS, "PXEClient:Arch:00000:UNDI:002001").u16(Code.CLIENT_ARCH, 0));
        assertTrue(ask(proxy, message, 67, 0).reason().contains("Raspberry Pi"));
    }

    @Test
    void d29aClientInGuidModeGetsItsWholeAddressBack() {
        Hardware guid = new Hardware(1, "00112233445566778899aabbccddeeff");
        DhcpMessage message = Packets.of(guid, MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY, o -> o.u16(Code.CLIENT_ARCH, 7));
        assertEquals(guid, proxied(message).client());
    }

    @Test
    void aFullOfferIsCompleteInOne() {
        DhcpMessage offer = reply(ask(full, Packets.pxeDiscover(7), 67, 0));
        assertEquals("10.9.0.100", offer.yiaddr().toString());
        assertArrayEquals(Packets.hex("060108ff"), offer.options().bytes(Code.VENDOR).orElseThrow());
        assertEquals(3600, offer.options().u32(Code.LEASE_TIME).orElseThrow());
        assertEquals(1800, offer.options().u32(Code.T1).orElseThrow());
        assertEquals(3150, offer.options().u32(Code.T2).orElseThrow());
        assertEquals(Packets.ip("255.255.255.0"), offer.options().ipv4(Code.SUBNET_MASK).orElseThrow());
        assertEquals(Packets.SERVER, offer.options().ipv4(Code.ROUTERS).orElseThrow());
        assertEquals(Packets.SERVER, offer.options().ipv4(Code.DNS_SERVERS).orElseThrow());
        assertEquals("rack.test", offer.options().text(Code.DOMAIN_NAME).orElseThrow());
        assertEquals(9000, offer.options().u16(Code.INTERFACE_MTU).orElseThrow());
    }

    @Test
    void anOperatingSystemInFullModeGetsALeaseAndNothingToBoot() {
        DhcpMessage offer = reply(ask(full, Packets.of(MessageType.DISCOVER, o -> { }), 67, 0));
        assertEquals("", offer.file());
        assertEquals(Ipv4.ANY, offer.siaddr());
        assertFalse(offer.options().has(Code.VENDOR_CLASS));
    }

    @Test
    void informInFullModeCarriesNoAddressAndNoTime() {
        DhcpMessage ack = reply(ask(full, Packets.of(Hardware.of(Packets.MAC), MessageType.INFORM, Packets.ip("10.9.0.7"),
                Ipv4.ANY, o -> { }), 67, 0));
        assertEquals(Ipv4.ANY, ack.yiaddr());
        assertFalse(ack.options().has(Code.LEASE_TIME));
        assertTrue(ack.options().has(Code.SUBNET_MASK));
    }

    @Test
    void theAddressOfAMachineIsLearntFromItsRequestToTheSitesServer() {
        ask(proxy, Packets.of(MessageType.REQUEST, o -> o.ipv4(Code.SERVER_ID, Packets.ip("10.9.0.200"))
                .ipv4(Code.REQUESTED_ADDRESS, Packets.ip("10.9.0.55"))), 67, 0);
        assertEquals(Optional.of(Packets.MAC), memory.ownerOf(Packets.ip("10.9.0.55")));
    }
}
