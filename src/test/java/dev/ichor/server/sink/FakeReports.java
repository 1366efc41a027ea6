package dev.ichor.server.sink;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.talos.NodeReports;
import dev.ichor.talos.events.NodeEvent;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is told. */
final class FakeReports implements NodeReports {
    final List<String> heard = new CopyOnWriteArrayList<>();
    volatile boolean broken;

    @Override
    public boolean event(Ipv4 from, String id, NodeEvent event) {
        if (broken) {
            throw new IllegalStateException("the disk is full");
        }
        heard.add(from + " " + id + " " + event.text());
        return true;
    }

    @Override
    public void kernel(Ipv4 from, Instant at, String level, String text) {
        heard.add(from + " " + level + " " + text);
    }

    @Override
    public List<Line> lines(MachineId machine, OptionalLong after, int limit) {
        return List.of();
    }

    /** Waits until so many things were heard. */
    void await(int count) throws InterruptedException {
        long until = System.nanoTime() + 20_000_000_000L;
        while (heard.size() < count && System.nanoTime() < until) {
            Thread.sleep(5);
        }
    }
}
