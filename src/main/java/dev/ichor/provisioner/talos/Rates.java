package dev.ichor.provisioner.talos;

import dev.ichor.machine.MachineId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many lines each machine may say: a kernel's boot at once, then so many a second. Used under a lock. */
final class Rates {
    /** A kernel's ring holds a few thousand lines, which come at once when the node finds the appliance. */
    static final int AT_ONCE = 4_000;
    static final int A_SECOND = 50;
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Map<MachineId, Bucket> buckets = new HashMap<>();

    private static final class Bucket {
        private double left = AT_ONCE;
        private Instant last;
        private int dropped;

        Bucket(Instant now) {
            last = now;
        }
    }

    /** Lines that were not kept. */
    record Dropped(MachineId machine, int lines) {
    }

    /** True if it may; false: its line is dropped and counted. */
    synchronized boolean may(MachineId machine, Instant now) {
        Bucket bucket = buckets.computeIfAbsent(machine, id -> new Bucket(now));
        double seconds = Math.max(0, Duration.between(bucket.last, now).toMillis() / 1000.0);
        bucket.left = Math.min(AT_ONCE, bucket.left + seconds * A_SECOND);
        bucket.last = now;
        if (bucket.left < 1) {
            bucket.dropped++;
            return false;
        }
        bucket.left--;
        return true;
    }

    /** A line was dropped for another reason. */
    synchronized void drop(MachineId machine, Instant now) {
        buckets.computeIfAbsent(machine, id -> new Bucket(now)).dropped++;
    }

    /** What was dropped of machines that may speak again, or that fell silent; told once. */
    synchronized List<Dropped> dropped(Instant now) {
        List<Dropped> all = new ArrayList<>();
        buckets.forEach((machine, bucket) -> {
            boolean over = bucket.left >= A_SECOND || !now.isBefore(bucket.last.plus(QUIET));
            if (bucket.dropped > 0 && over) {
                all.add(new Dropped(machine, bucket.dropped));
                bucket.dropped = 0;
            }
        });
        buckets.values().removeIf(bucket -> bucket.dropped == 0 && !now.isBefore(bucket.last.plusSeconds(3_600)));
        return all;
    }
}
