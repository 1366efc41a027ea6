package dev.ichor.server.admin.stream;

import dev.ichor.base.Sha256;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Machines;
import dev.ichor.provisioner.access.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Machines that always have more to tell. */
record Chatter(Machines real) implements Machines {
    @Override
    public List<Event> events(Optional<MachineId> machine, long after, int limit) {
        return LongStream.range(after + 1, after + 1 + limit).mapToObj(n -> new Event(n, new MachineId("m-abcdefgh"),
                Instant.EPOCH, "report", "x".repeat(20_000))).toList();
    }

    @Override
    public long lastEvent() {
        return Long.MAX_VALUE;
    }

    @Override
    public Page page(Query query) {
        return real.page(query);
    }

    @Override
    public long count(Query query) {
        return real.count(query);
    }

    @Override
    public Optional<View> find(String key) {
        return real.find(key);
    }

    @Override
    public List<Snapshot> fingerprints(MachineId machine) {
        return real.fingerprints(machine);
    }

    @Override
    public Optional<byte[]> raw(Sha256 fingerprint) {
        return real.raw(fingerprint);
    }

    @Override
    public String order(MachineId machine, Order order, Caller by) {
        return real.order(machine, order, by);
    }

    @Override
    public Subscription subscribe(Runnable news) {
        return real.subscribe(news);
    }
}
