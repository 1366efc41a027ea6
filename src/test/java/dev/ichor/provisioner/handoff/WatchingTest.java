package dev.ichor.provisioner.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.mayastor.Sites;
import dev.ichor.provisioner.Bench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the gates now and then cost little while nothing changes, and go on whatever happens. */
@Timeout(30)
class WatchingTest {
    /** Counts its looks, each of which stumbles. */
    private static final class Stumbling implements Runnable {
        private final AtomicInteger looks = new AtomicInteger();
        private final CountDownLatch third = new CountDownLatch(3);

        @Override
        public void run() {
            looks.incrementAndGet();
            third.countDown();
            throw new IllegalStateException("stumbled");
        }
    }

    @Test
    void theClockGoesOnUntilItIsClosed() throws InterruptedException {
        Stumbling desk = new Stumbling();
        new HandoffClock(desk, Duration.ofMillis(1)).close();
        assertEquals(0, desk.looks.get(), "it was never started");
        HandoffClock clock = new HandoffClock(desk, Duration.ofMillis(1));
        clock.start();
        assertTrue(desk.third.await(20, TimeUnit.SECONDS));
        clock.close();
        int looks = desk.looks.get();
        clock.close();
        Stumbling slow = new Stumbling();
        HandoffClock hourly = new HandoffClock(slow, Duration.ofHours(1));
        hourly.start();
        hourly.close();
        assertTrue(slow.looks.get() <= 1, "closed in the middle of its pause");
        assertEquals(looks, desk.looks.get());
    }

    @TempDir
    Path folder;

    @Test
    void configurationsAreMadeAnewOnlyAfterAChange() {
        try (Bench bench = new Bench(folder, 8080, Set.of(Arch.X86_64))) {
            HandoffRack rack = new HandoffRack(bench);
            rack.declare(Sites.cluster(), 1);
            rack.install(1);
            bench.provisioner.handoff().watch();
            int made = bench.kit.renderings.get();
            rack.speaks(1);
            bench.pass(Duration.ofHours(1));
            bench.provisioner.handoff().watch();
            bench.provisioner.handoff().gates(Sites.CLUSTER);
            assertEquals(made, bench.kit.renderings.get());
            rack.declare(Sites.cluster());
            bench.provisioner.handoff().watch();
            assertEquals(made + 1, bench.kit.renderings.get());
        }
    }
}
