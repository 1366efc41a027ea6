package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import dev.ichor.dhcp.wire.Options;
import dev.ichor.machine.BootId;
import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provision.OfferVariant;
import dev.ichor.server.boot.HttpExchangeRecord;
import dev.ichor.server.dhcp.DhcpExchange;
import dev.ichor.tftp.TransferRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the servers tell becomes what the explanation reads. */
class TapsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Mac MAC = new Mac(0x525400000001L);
    private static final Ipv4 OWN = new Ipv4(0x0A4D0001);
    private static final Ipv4 SITE = new Ipv4(0x0A4D0002);
    private static final Ipv4 CLIENT = new Ipv4(0x0A4D0064);

    private static DhcpExchange dhcp(boolean inbound, int port, MessageType type, Optional<BootPath> path,
                                     Optional<Ipv4> server, Optional<OfferVariant> variant, String decision) {
        Options.Builder options = Options.builder().u8(Code.MESSAGE_TYPE, type.code());
        server.ifPresent(id -> options.ipv4(Code.SERVER_ID, id));
        DhcpMessage message = new DhcpMessage(!inbound, Hardware.of(MAC), 0, 0x0BADCAFE, 4, 0, CLIENT, Ipv4.ANY,
                Ipv4.ANY, Ipv4.ANY, "", inbound ? "" : "snponly-x86_64.efi", options.build());
        return new DhcpExchange(NOW, inbound, port, "10.77.0.100:68", Optional.of(MAC), 0x0BADCAFE, Optional.empty(),
                Optional.of(ClientArch.UEFI_X64), path, Optional.of(type), variant, message, decision, "a reason");
    }

    @TestFactory
    Stream<DynamicTest> dhcpPacketsBecomeKinds() {
        return Map.of(Kind.DISCOVER, dhcp(true, 67, MessageType.DISCOVER, Optional.of(BootPath.UEFI_PXE),
                                Optional.empty(), Optional.empty(), "offered"),
                Kind.REQUEST, dhcp(true, 67, MessageType.REQUEST, Optional.empty(), Optional.of(SITE),
                        Optional.empty(), "ignored"),
                Kind.BOOT_SERVER_REQUEST, dhcp(true, 4011, MessageType.REQUEST, Optional.of(BootPath.UEFI_PXE),
                        Optional.of(OWN), Optional.empty(), "acknowledged"),
                Kind.DHCP_OTHER, dhcp(true, 67, MessageType.INFORM, Optional.empty(), Optional.empty(),
                        Optional.empty(), "ignored"),
                Kind.OFFER, dhcp(false, 67, MessageType.OFFER, Optional.of(BootPath.UEFI_PXE), Optional.of(OWN),
                        Optional.of(OfferVariant.DIRECT), "offered"),
                Kind.ACK, dhcp(false, 67, MessageType.ACK, Optional.empty(), Optional.of(OWN), Optional.empty(),
                        "acknowledged"),
                Kind.NAK, dhcp(false, 67, MessageType.NAK, Optional.empty(), Optional.of(OWN), Optional.empty(),
                        "refused"),
                Kind.BOOT_SERVER_ACK, dhcp(false, 4011, MessageType.ACK, Optional.of(BootPath.UEFI_PXE),
                        Optional.of(OWN), Optional.empty(), "acknowledged"))
                .entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey().label(), () -> {
                    Exchange exchange = DhcpTap.exchange(row.getValue(), OWN);
                    assertEquals(row.getKey(), exchange.kind());
                    assertEquals(Optional.of(MAC), exchange.keys().mac());
                    assertEquals(Optional.of(CLIENT), exchange.keys().ip());
                    assertEquals("0badcafe", exchange.detail(Detail.XID));
                    assertEquals(switch (row.getValue().decision()) {
                        case "ignored" -> Outcome.IGNORED;
                        case "refused" -> Outcome.REFUSED;
                        default -> Outcome.OK;
                    }, exchange.outcome());
                }));
    }

    @Test
    void anotherServerIsNamedAndOurselvesAreNot() {
        assertEquals("10.77.0.2", DhcpTap.exchange(dhcp(true, 67, MessageType.REQUEST, Optional.empty(),
                Optional.of(SITE), Optional.empty(), "ignored"), OWN).detail(Detail.SERVER));
        assertEquals("", DhcpTap.exchange(dhcp(true, 67, MessageType.REQUEST, Optional.empty(), Optional.of(OWN),
                Optional.empty(), "acknowledged"), OWN).detail(Detail.SERVER));
    }

    @Test
    void onlyOffersToFirmwareHaveAVariant() {
        assertEquals("straight from the offer", DhcpTap.exchange(dhcp(false, 67, MessageType.OFFER,
                Optional.of(BootPath.UEFI_PXE), Optional.of(OWN), Optional.of(OfferVariant.DIRECT), "offered"), OWN)
                .detail(Detail.VARIANT));
        assertEquals("", DhcpTap.exchange(dhcp(false, 67, MessageType.OFFER, Optional.of(BootPath.IPXE_OWN),
                Optional.of(OWN), Optional.empty(), "offered"), OWN).detail(Detail.VARIANT));
    }

    private static TransferRecord tftp(long bytes, dev.ichor.tftp.Outcome outcome) {
        return new TransferRecord(new InetSocketAddress(CLIENT.inet(), 2000), "a.efi", 1468, 4, 1000, bytes, 2,
                Duration.ofMillis(30), outcome);
    }

    @Test
    void transfersCarryWhatTheWholeFileHas() {
        Exchange cut = TftpTap.exchange(tftp(400, new dev.ichor.tftp.Outcome.TimedOut()), NOW);
        assertEquals(Outcome.FAILED, cut.outcome());
        assertEquals(400, cut.number(Detail.BYTES));
        assertEquals(1000, cut.number(Detail.SIZE));
        assertEquals("the machine fell silent", cut.detail(Detail.WHY));
        assertEquals(Kind.TFTP_PROBE, TftpTap.exchange(tftp(0, new dev.ichor.tftp.Outcome.SizeProbe()), NOW).kind());
    }

    @Test
    void everythingButARefusedNameFollowsAnOffer() {
        assertTrue(TftpTap.follows(tftp(0, new dev.ichor.tftp.Outcome.SizeProbe())));
        assertTrue(TftpTap.follows(tftp(1000, new dev.ichor.tftp.Outcome.Done())));
        assertFalse(TftpTap.follows(tftp(0, new dev.ichor.tftp.Outcome.Refused(1, "no such file"))));
        assertTrue(HttpTap.follows(http("GET", "/boot/init.ipxe", 200, 10, 10, "")));
        assertFalse(HttpTap.follows(http("GET", "/boot/wrong.efi", 404, 10, 10, "")));
        assertFalse(HttpTap.follows(http("POST", "/agent/report", 200, 3, 3, "at work")));
    }

    private static HttpExchangeRecord http(String method, String path, int status, long bytes, long size, String said) {
        return new HttpExchangeRecord(NOW, CLIENT, method, path, "iPXE/1.0", status, bytes, size, Duration.ofMillis(9),
                bytes < size, Optional.of(BootId.of(1)), Optional.of(MAC), "", said);
    }

    @Test
    void aBrokenOffAssetSaysOfHowMuch() {
        Exchange exchange = HttpTap.exchange(http("GET", "/assets/kernel", 200, 400, 1000, ""));
        assertEquals(Outcome.ABORTED, exchange.outcome());
        assertEquals(Kind.ASSET, exchange.kind());
        assertEquals(1000, exchange.number(Detail.SIZE));
        assertEquals(400, exchange.number(Detail.BYTES));
    }

    @Test
    void whatAnAgentSaysIsTheSummaryAndGivingUpIsAFailure() {
        Exchange work = HttpTap.exchange(http("POST", "/agent/report", 200, 3, 3, "reading disks 1/2"));
        assertEquals(Outcome.OK, work.outcome());
        assertEquals("the agent says: reading disks 1/2", work.summary());
        Exchange failed = HttpTap.exchange(http("POST", "/agent/report", 200, 3, 3, "cannot read any disk"));
        assertEquals(Outcome.FAILED, failed.outcome());
        assertEquals(Kind.REPORT, failed.kind());
        assertEquals("cannot read any disk", failed.detail(Detail.SAID));
    }

    @Test
    void whatAnAgentErasesHasItsOwnKindsAndWords() {
        assertEquals(Kind.WIPE_PLAN, HttpTap.exchange(http("GET", "/agent/wipe", 200, 90, 90, "")).kind());
        Object[][] table = {
            {200, "a-1 2 started 0 ", Outcome.OK, "erases disk 2"},
            {200, "a-1 2 started 40 discard\n", Outcome.OK, "erases disk 2: discard"},
            {200, "a-1 2 erased 100 discard", Outcome.OK, "has erased disk 2: discard"},
            {200, "a-1 2 refused 0 another disk", Outcome.REFUSED, "refuses to erase disk 2: another disk"},
            {200, "a-1 2 failed 7 write error", Outcome.FAILED, "cannot erase disk 2: write error"},
            {410, "a-1 2 started 0 begin", Outcome.REFUSED, "erases disk 2: begin"},
            {400, "", Outcome.REFUSED, ""},
        };
        for (Object[] row : table) {
            Exchange exchange = HttpTap.exchange(http("POST", "/agent/wipe", (int) row[0], 3, 3, (String) row[1]));
            assertEquals(Kind.WIPE_RECEIPT, exchange.kind());
            assertEquals(row[2], exchange.outcome(), row[1].toString());
            assertEquals(row[3], exchange.detail(Detail.SAID));
        }
    }
}
