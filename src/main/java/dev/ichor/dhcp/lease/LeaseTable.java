package dev.ichor.dhcp.lease;

import dev.ichor.base.Ipv4;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * All leases and offers of the moment, indexed. Belongs to one thread.
 *
 * <p>Invariant: an address has one row, so one holder. Free addresses wait in a queue and are given out longest unused
 * first; a client that returns finds its old one as long as it can.
 */
public final class LeaseTable {
    /** An address held in memory until its client asks for it, or until then. */
    private record Hold(ClientKey client, Ipv4 address, Instant until) {
    }

    private record Ending(Instant at, Ipv4 address) {
    }

    private final LeasePolicy policy;
    private final Map<Ipv4, Lease> byAddress = new HashMap<>();
    private final Map<ClientKey, Ipv4> byClient = new HashMap<>();
    private final Map<Ipv4, Hold> holds = new HashMap<>();
    private final Map<ClientKey, Hold> holdOf = new HashMap<>();
    private final Map<Scope, Deque<Ipv4>> free = new LinkedHashMap<>();
    private final Set<Ipv4> queued = new HashSet<>();
    private final PriorityQueue<Ending> endings = new PriorityQueue<>(Comparator.comparing(Ending::at));

    /**
     * @param stored the rows of the journal
     * @param now    decides which of them are over
     */
    public LeaseTable(LeasePolicy policy, Collection<Lease> stored, Instant now) {
        this.policy = policy;
        stored.stream().sorted(Comparator.comparing(Lease::expires)).forEach(this::index);
        for (Scope scope : policy.scopes()) {
            Deque<Ipv4> queue = new ArrayDeque<>();
            free.put(scope, queue);
            for (AddressRange range : scope.ranges()) {
                for (long i = 0; i < range.size(); i++) {
                    enqueueUnused(scope, range.first().plus((int) i));
                }
            }
        }
        stored.stream().sorted(Comparator.comparing(Lease::expires))
                .forEach(lease -> endings.add(new Ending(lease.holds(now) ? lease.expires() : now, lease.address())));
    }

    private void enqueueUnused(Scope scope, Ipv4 address) {
        if (!byAddress.containsKey(address) && scope.dynamic(address)) {
            enqueue(address);
        }
    }

    private void enqueue(Ipv4 address) {
        Optional<Scope> scope = policy.scopeOf(address).filter(s -> s.dynamic(address));
        if (scope.isPresent() && !policy.reserved(address) && !address.equals(policy.server())
                && queued.add(address)) {
            free.get(scope.get()).add(address);
        }
    }

    LeasePolicy policy() {
        return policy;
    }

    /** The row of an address, over or not. */
    public Optional<Lease> at(Ipv4 address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** The row of a client's latest address, over or not; a quarantined address is nobody's. */
    public Optional<Lease> of(ClientKey client) {
        return Optional.ofNullable(byClient.get(client)).map(byAddress::get);
    }

    /** The address held for a client, if the hold still lasts. */
    Optional<Ipv4> heldFor(ClientKey client, Instant now) {
        return Optional.ofNullable(holdOf.get(client)).filter(h -> h.until().isAfter(now)).map(Hold::address);
    }

    /** True if no other client has, holds or spoilt the address. */
    boolean vacant(Ipv4 address, ClientKey client, Instant now) {
        Lease lease = byAddress.get(address);
        if (lease != null && lease.holds(now)
                && (lease.state() == Lease.State.QUARANTINED || !lease.client().equals(client))) {
            return false;
        }
        Hold hold = holds.get(address);
        return hold == null || !hold.until().isAfter(now) || hold.client().equals(client);
    }

    /** The longest unused free address of a subnet; stays free until held or leased. */
    Optional<Ipv4> nextFree(Scope scope, ClientKey client, Instant now) {
        while (!endings.isEmpty() && !endings.peek().at().isAfter(now)) {
            enqueue(endings.poll().address());
        }
        Deque<Ipv4> queue = free.getOrDefault(scope, new ArrayDeque<>());
        while (!queue.isEmpty()) {
            Ipv4 address = queue.peek();
            if (vacant(address, client, now)) {
                return Optional.of(address);
            }
            queue.poll();
            queued.remove(address);
        }
        return Optional.empty();
    }

    /** The addresses that new clients on the server's own subnet will get next, at most {@code count}. */
    public List<Ipv4> nextFree(int count, Instant now) {
        return policy.scopeOf(policy.server()).map(free::get).orElseGet(ArrayDeque::new).stream()
                .filter(address -> isFree(address, now)).limit(count).toList();
    }

    private boolean isFree(Ipv4 address, Instant now) {
        Hold hold = holds.get(address);
        return at(address).filter(lease -> lease.holds(now)).isEmpty() && (hold == null || !hold.until().isAfter(now));
    }

    /** Keeps an address for a client that was offered it; replaces what it was offered before. */
    public void hold(ClientKey client, Ipv4 address, Instant until) {
        unhold(client);
        Hold hold = new Hold(client, address, until);
        holds.put(address, hold);
        holdOf.put(client, hold);
        endings.add(new Ending(until, address));
        if (holds.size() > 1024 && holds.size() > 2 * byAddress.size()) {
            dropOldHolds(until.minus(policy.offerHold()));
        }
    }

    private void dropOldHolds(Instant now) {
        holds.values().removeIf(hold -> !hold.until().isAfter(now));
        holdOf.values().removeIf(hold -> !hold.until().isAfter(now));
    }

    /** The client took another server's offer, or has its lease now. */
    public void unhold(ClientKey client) {
        Hold hold = holdOf.remove(client);
        if (hold != null && holds.remove(hold.address(), hold)) {
            endings.add(new Ending(hold.until().minus(policy.offerHold()), hold.address()));
        }
    }

    /** Takes a change over, as the journal does. */
    public void apply(LeaseChange change) {
        Lease lease = change.lease();
        index(lease);
        if (lease.state() == Lease.State.ACTIVE) {
            unhold(lease.client());
        }
        endings.add(new Ending(lease.state() == Lease.State.RELEASED ? change.at() : lease.expires(), lease.address()));
    }

    private void index(Lease lease) {
        Lease before = byAddress.put(lease.address(), lease);
        if (before != null) {
            byClient.remove(before.client(), before.address());
        }
        if (lease.state() != Lease.State.QUARANTINED) {
            byClient.put(lease.client(), lease.address());
        }
    }

    /** When a lease granted now ends. */
    Instant leaseUntil(Instant now) {
        Duration time = policy.leaseTime();
        return now.plus(time);
    }

    /** All rows, for pages and tests. */
    public List<Lease> all() {
        return byAddress.values().stream().sorted(Comparator.comparing(Lease::address)).toList();
    }

    /** Live leases. */
    public long active(Instant now) {
        return Collections.unmodifiableCollection(byAddress.values()).stream()
                .filter(l -> l.state() == Lease.State.ACTIVE && l.holds(now)).count();
    }
}
