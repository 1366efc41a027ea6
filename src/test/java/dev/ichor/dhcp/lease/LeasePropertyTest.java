package dev.ichor.dhcp.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Subnet;
import dev.ichor.dhcp.Packets;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Hardware;
import dev.ichor.dhcp.wire.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random clients, random order, random restarts: what was acknowledged belongs to one client until it ends. */
class LeasePropertyTest {
    private static final int CLIENTS = 40;
    private static final int STEPS = 300_000;

    private final Map<Ipv4, Lease> disk = new LinkedHashMap<>();
    private final Map<Ipv4, Lease> promised = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static LeasePolicy policy() {
        Scope scope = new Scope(new Subnet(Packets.ip("10.9.0.0"), 24),
                List.of(new AddressRange(Packets.ip("10.9.0.10"), Packets.ip("10.9.0.34"))), Optional.empty(), List.of(),
                "", OptionalInt.empty());
        return new LeasePolicy(Packets.SERVER, List.of(scope),
                Map.of(new Mac(1), Packets.ip("10.9.0.12"), new Mac(2), Packets.ip("10.9.0.99")), Duration.ofMinutes(5),
                Duration.ofSeconds(30), Duration.ofMinutes(2), true);
    }

    @Test
    @Timeout(60)
    void noAddressIsPromisedTwiceEvenAcrossRestarts() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("LeasePropertyTest -Dichor.fuzz.seed=" + seed);
        Random random = new Random(seed);
        LeaseTable table = new LeaseTable(policy(), List.of(), now);
        int grants = 0;
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(random.nextInt(2500));
            if (random.nextInt(5000) == 0) {
                table = new LeaseTable(policy(), disk.values(), now);
            }
            DhcpMessage message = message(random);
            Verdict verdict = LeaseEngine.decide(message, table, now);
            ClientKey client = ClientKey.of(message).orElseThrow();
            switch (verdict) {
                case Verdict.Offer offer -> {
                    mine(offer.address(), client, seed, step);
                    table.hold(client, offer.address(), now.plusSeconds(30));
                }
                case Verdict.Grant grant -> {
                    grants++;
                    mine(grant.lease().address(), client, seed, step);
                    apply(table, grant.changes());
                }
                case Verdict.Note note -> apply(table, note.changes());
                case Verdict.Inform inform -> throw new AssertionError(inform.why());
                case Verdict.Refuse refuse -> assertTrue(message.type().orElseThrow() == MessageType.REQUEST, refuse.why());
                case Verdict.Silent silent -> assertTrue(!silent.why().isEmpty());
            }
        }
        assertTrue(grants > STEPS / 50, "the sequences must get somewhere: " + grants);
        LeaseTable last = table;
        assertEquals(disk.values().stream().filter(l -> l.holds(now)).count(),
                last.all().stream().filter(l -> l.holds(now)).count());
    }

    private void mine(Ipv4 address, ClientKey client, long seed, int step) {
        Lease lease = promised.get(address);
        boolean taken = lease != null && lease.holds(now)
                && (lease.state() == Lease.State.QUARANTINED || !lease.client().equals(client));
        assertTrue(!taken, () -> "seed " + seed + " step " + step + ": " + address + " is " + lease.client()
                + "'s, and was given to " + client);
        assertTrue(!address.equals(Packets.SERVER));
    }

    private void apply(LeaseTable table, List<LeaseChange> changes) {
        for (LeaseChange change : changes) {
            table.apply(change);
            disk.put(change.lease().address(), change.lease());
            promised.put(change.lease().address(), change.lease());
        }
    }

    private DhcpMessage message(Random random) {
        Mac mac = new Mac(1 + random.nextInt(CLIENTS));
        Ipv4 address = Packets.ip("10.9.0.8").plus(random.nextInt(30));
        boolean known = random.nextInt(3) > 0;
        Ipv4 wish = known ? promised.values().stream().filter(l -> l.client().text().equals(mac.toString()))
                .map(Lease::address).findAny().orElse(address) : address;
        MessageType type = List.of(MessageType.DISCOVER, MessageType.REQUEST, MessageType.REQUEST, MessageType.REQUEST,
                MessageType.RELEASE, MessageType.DECLINE).get(random.nextInt(random.nextInt(6) == 0 ? 6 : 4));
        boolean withAddress = type == MessageType.RELEASE || type == MessageType.REQUEST && random.nextBoolean();
        return Packets.of(Hardware.of(mac), type, withAddress ? wish : Ipv4.ANY, Ipv4.ANY, o -> {
            if (!withAddress && random.nextInt(4) > 0) {
                o.ipv4(Code.REQUESTED_ADDRESS, wish);
            }
            if (type == MessageType.DECLINE || !withAddress && random.nextBoolean()) {
                o.ipv4(Code.SERVER_ID, Packets.SERVER);
            }
        });
    }
}
