package dev.ichor.dhcp.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import dev.ichor.base.Subnet;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseEngineTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Mac A = new Mac(0x525400000001L);
    private static final Mac B = new Mac(0x525400000002L);
    private static final Mac RESERVED = new Mac(0x525400000099L);
    private static final Ipv4 OTHER_SERVER = Packets.ip("10.9.0.200");

    private final LeasePolicy policy = policy(true);
    private final LeaseTable table = new LeaseTable(policy, List.of(), NOW);

    static LeasePolicy policy(boolean authoritative) {
        Scope local = new Scope(new Subnet(Packets.ip("10.9.0.0"), 24),
                List.of(new AddressRange(Packets.ip("10.9.0.1"), Packets.ip("10.9.0.4"))), Optional.of(Packets.ip("10.9.0.2")),
                List.of(), "", OptionalInt.empty());
        Scope far = new Scope(new Subnet(Packets.ip("10.5.0.0"), 24),
                List.of(new AddressRange(Packets.ip("10.5.0.10"), Packets.ip("10.5.0.11"))), Optional.empty(), List.of(),
                "", OptionalInt.empty());
        return new LeasePolicy(Packets.SERVER, List.of(local, far), Map.of(RESERVED, Packets.ip("10.9.0.50")),
                Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofMinutes(30), authoritative);
    }

    private static DhcpMessage request(Mac mac, MessageType type, String ciaddr, String giaddr, String wanted,
                                       Optional<Ipv4> server) {
        return Packets.of(Hardware.of(mac), type, Packets.ip(ciaddr), Packets.ip(giaddr), o -> {
            if (!wanted.isEmpty()) {
                o.ipv4(Code.REQUESTED_ADDRESS, Packets.ip(wanted));
            }
            server.ifPresent(id -> o.ipv4(Code.SERVER_ID, id));
        });
    }

    private Verdict ask(Instant at, DhcpMessage message) {
        Verdict verdict = LeaseEngine.decide(message, table, at);
        switch (verdict) {
            case Verdict.Offer offer -> table.hold(ClientKey.of(message).orElseThrow(), offer.address(),
                    at.plus(policy.offerHold()));
            case Verdict.Grant grant -> grant.changes().forEach(table::apply);
            case Verdict.Note note -> note.changes().forEach(table::apply);
            case Verdict.Inform inform -> assertFalse(inform.why().isEmpty());
            case Verdict.Refuse refuse -> assertFalse(refuse.why().isEmpty());
            case Verdict.Silent silent -> assertFalse(silent.why().isEmpty());
        }
        return verdict;
    }

    private Verdict discover(Instant at, Mac mac) {
        return ask(at, request(mac, MessageType.DISCOVER, "0.0.0.0", "0.0.0.0", "", Optional.empty()));
    }

    private Verdict select(Instant at, Mac mac, String address) {
        return ask(at, request(mac, MessageType.REQUEST, "0.0.0.0", "0.0.0.0", address, Optional.of(Packets.SERVER)));
    }

    private Verdict reboot(Instant at, Mac mac, String address) {
        return ask(at, request(mac, MessageType.REQUEST, "0.0.0.0", "0.0.0.0", address, Optional.empty()));
    }

    private Verdict renew(Instant at, Mac mac, String address) {
        return ask(at, request(mac, MessageType.REQUEST, address, "0.0.0.0", "", Optional.empty()));
    }

    private static String offered(Verdict verdict) {
        return assertInstanceOf(Verdict.Offer.class, verdict).address().toString();
    }

    private static String granted(Verdict verdict) {
        return assertInstanceOf(Verdict.Grant.class, verdict).lease().address().toString();
    }

    @Test
    void thePoolHoldsNeitherServerNorRouterAndRunsOut() {
        assertEquals("10.9.0.3", offered(discover(NOW, A)));
        assertEquals("10.9.0.4", offered(discover(NOW, B)));
        assertTrue(assertInstanceOf(Verdict.Silent.class, discover(NOW, new Mac(3))).why().contains("widen the pool"));
        assertEquals("10.9.0.3", offered(discover(NOW.plusSeconds(31), new Mac(3))), "an unused offer lapses");
    }

    @Test
    void aClientKeepsItsAddressAndIsNotProbedForIt() {
        assertTrue(((Verdict.Offer) discover(NOW, A)).probe());
        assertFalse(((Verdict.Offer) discover(NOW, A)).probe(), "asked again");
        assertEquals("10.9.0.3", granted(select(NOW, A, "10.9.0.3")));
        Verdict.Offer again = (Verdict.Offer) discover(NOW.plusSeconds(60), A);
        assertEquals("10.9.0.3", again.address().toString());
        assertFalse(again.probe());
        assertTrue(((Verdict.Offer) discover(NOW.plus(Duration.ofHours(2)), A)).probe(), "the lease was over");
    }

    @Test
    void renewalKeepsTheBeginningAndMovesTheEnd() {
        select(NOW, A, "10.9.0.3");
        Verdict.Grant renewed = (Verdict.Grant) renew(NOW.plusSeconds(1800), A, "10.9.0.3");
        assertEquals(NOW, renewed.lease().since());
        assertEquals(NOW.plusSeconds(1800 + 3600), renewed.lease().expires());
        assertEquals(LeaseChange.Event.RENEWED, renewed.changes().getFirst().event());
        assertEquals("10.9.0.3", granted(reboot(NOW.plusSeconds(1801), A, "10.9.0.3")));
    }

    @Test
    void anAddressOfAnotherIsRefused() {
        select(NOW, A, "10.9.0.3");
        assertInstanceOf(Verdict.Refuse.class, select(NOW, B, "10.9.0.3"));
        assertInstanceOf(Verdict.Refuse.class, renew(NOW, B, "10.9.0.3"));
        assertInstanceOf(Verdict.Refuse.class, reboot(NOW, B, "10.9.0.3"));
        assertInstanceOf(Verdict.Refuse.class, reboot(NOW, B, "192.168.1.1"));
        for (String never : List.of("10.9.0.1", "10.9.0.2", "10.9.0.50", "10.9.0.77")) {
            assertInstanceOf(Verdict.Refuse.class, select(NOW, B, never), never);
        }
    }

    /** D25's spirit for full mode: who is not the only server never refuses what it does not know. */
    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.3", "192.168.1.1"})
    void withoutAuthorityTheUnknownIsMetWithSilence(String address) {
        LeaseTable quiet = new LeaseTable(policy(false), List.of(), NOW);
        DhcpMessage message = request(A, MessageType.REQUEST, "0.0.0.0", "0.0.0.0", address, Optional.empty());
        assertInstanceOf(Verdict.Silent.class, LeaseEngine.decide(message, quiet, NOW));
    }

    @Test
    void aClientThatChoseAnotherServerIsLeftAlone() {
        assertInstanceOf(Verdict.Silent.class, ask(NOW, request(A, MessageType.REQUEST, "0.0.0.0", "0.0.0.0", "10.9.0.3",
                Optional.of(OTHER_SERVER))));
    }

    @Test
    void reservationsAreForTheirMachineOnly() {
        assertEquals("10.9.0.50", offered(discover(NOW, RESERVED)));
        assertInstanceOf(Verdict.Refuse.class, select(NOW, RESERVED, "10.9.0.3"));
        assertEquals("10.9.0.50", granted(select(NOW, RESERVED, "10.9.0.50")));
        assertInstanceOf(Verdict.Refuse.class, select(NOW, A, "10.9.0.50"));
    }

    @Test
    void aDeclinedAddressRestsAndAStrangerCannotDecline() {
        discover(NOW, A);
        select(NOW, A, "10.9.0.3");
        DhcpMessage stranger = request(B, MessageType.DECLINE, "0.0.0.0", "0.0.0.0", "10.9.0.3", Optional.of(Packets.SERVER));
        assertInstanceOf(Verdict.Silent.class, ask(NOW, stranger));
        Verdict.Note note = (Verdict.Note) ask(NOW, request(A, MessageType.DECLINE, "0.0.0.0", "0.0.0.0", "10.9.0.3",
                Optional.of(Packets.SERVER)));
        assertEquals(LeaseChange.Event.DECLINED, note.changes().getFirst().event());
        assertEquals("10.9.0.4", offered(discover(NOW, A)));
        assertInstanceOf(Verdict.Silent.class, discover(NOW, B), "the other address rests");
        assertEquals("10.9.0.3", offered(discover(NOW.plus(Duration.ofMinutes(31)), B)), "and is free again later");
    }

    @Test
    void aReleasedAddressIsFreeForOthersAndComesBackToItsClient() {
        select(NOW, A, "10.9.0.3");
        ask(NOW, request(A, MessageType.RELEASE, "10.9.0.3", "0.0.0.0", "", Optional.of(Packets.SERVER)));
        assertEquals(0, table.active(NOW));
        assertEquals("10.9.0.3", offered(discover(NOW, A)));
        assertInstanceOf(Verdict.Silent.class, ask(NOW, request(B, MessageType.RELEASE, "10.9.0.4", "0.0.0.0", "",
                Optional.empty())));
    }

    @Test
    void informGetsParametersOnly() {
        assertInstanceOf(Verdict.Inform.class, ask(NOW, request(A, MessageType.INFORM, "10.9.0.9", "0.0.0.0", "",
                Optional.empty())));
    }

    @Test
    void relayedClientsGetAddressesOfTheirSubnet() {
        assertEquals("10.5.0.10", offered(ask(NOW, request(A, MessageType.DISCOVER, "0.0.0.0", "10.5.0.1", "",
                Optional.empty()))));
        assertInstanceOf(Verdict.Silent.class, ask(NOW, request(A, MessageType.DISCOVER, "0.0.0.0", "10.6.0.1", "",
                Optional.empty())));
        DhcpMessage selected = Packets.of(Hardware.of(B), MessageType.DISCOVER, Ipv4.ANY, Packets.ip("172.16.0.1"),
                o -> o.bytes(Code.RELAY_AGENT, Packets.hex("0102aabb" + "05040a050001")));
        assertEquals("10.5.0.11", offered(ask(NOW, selected)), "RFC 3527 link selection");
    }

    @Test
    void aMachineThatMovesGivesItsOldAddressUp() {
        select(NOW, A, "10.9.0.3");
        Verdict.Grant grant = (Verdict.Grant) ask(NOW, request(A, MessageType.REQUEST, "0.0.0.0", "10.5.0.1", "10.5.0.10",
                Optional.of(Packets.SERVER)));
        assertEquals(List.of(LeaseChange.Event.RELEASED, LeaseChange.Event.GRANTED),
                grant.changes().stream().map(LeaseChange::event).toList());
        assertEquals(1, table.active(NOW));
    }

    /** D29: sixteen bytes of UUID where the MAC should be tell clients apart as a whole. */
    @Test
    void clientsInGuidModeAreToldApartByTheWholeField() {
        DhcpMessage one = Packets.of(new Hardware(1, "11".repeat(15) + "01"), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY,
                o -> { });
        DhcpMessage two = Packets.of(new Hardware(1, "11".repeat(15) + "02"), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY,
                o -> { });
        assertFalse(ClientKey.of(one).equals(ClientKey.of(two)));
        assertEquals("10.9.0.3", offered(ask(NOW, one)));
        assertEquals("10.9.0.4", offered(ask(NOW, two)));
    }

    @Test
    void withoutHardwareAddressTheIdentifierCounts() {
        DhcpMessage named = Packets.of(new Hardware(0, ""), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY,
                o -> o.bytes(Code.CLIENT_ID, (byte) 0, (byte) 7));
        assertEquals("id:0007", ClientKey.of(named).orElseThrow().text());
        DhcpMessage nobody = Packets.of(new Hardware(1, "00".repeat(6)), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY, o -> { });
        assertInstanceOf(Verdict.Silent.class, ask(NOW, nobody));
    }

    @Test
    void oneNicKeepsOneAddressThroughThreeClientIdentifiers() {
        for (String id : List.of("0011223344", "01525400000001", "ff12")) {
            DhcpMessage message = Packets.of(Hardware.of(A), MessageType.DISCOVER, Ipv4.ANY, Ipv4.ANY,
                    o -> o.bytes(Code.CLIENT_ID, Packets.hex(id)));
            assertEquals("10.9.0.3", offered(ask(NOW, message)));
        }
    }

    @Test
    void aConflictPutsTheAddressAside() throws Malformed {
        discover(NOW, A);
        LeaseChange change = LeaseEngine.conflict(Ipv4.parse("10.9.0.3"), new ClientKey(A.toString()), table, NOW);
        table.unhold(new ClientKey(A.toString()));
        table.apply(change);
        assertEquals("10.9.0.4", offered(discover(NOW, A)));
    }
}
