package dev.ichor.server.admin.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lock-outs and token buckets over made-up times. */
@Timeout(30)
class LockOutsTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final GuardLimits LIMITS = new GuardLimits(new GuardLimits.Rate(2, 4), new GuardLimits.Rate(2, 4), 3,
            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30), 100, 1024);

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    /** The second of a wrong token, and for how many seconds it locks the address out. */
    @Test
    void tooManyWrongTokensLockAnAddressOutForLongerAndLonger() {
        long[][] table = {
            {0, 0}, {10, 0}, {20, 300},
            {320, 0}, {321, 0}, {322, 600},
            {930, 0}, {931, 0}, {932, 1200},
            {2200, 0}, {2201, 0}, {2202, 1800},
            {4100, 0}, {4101, 0}, {4102, 1800},
            {9000, 0}, {9001, 0}, {9002, 300},
        };
        LockOuts lockOuts = new LockOuts(LIMITS);
        for (long[] row : table) {
            assertEquals(Optional.empty(), lockOuts.locked("a", at(row[0])), "before second " + row[0]);
            Optional<Instant> until = lockOuts.bad("a", at(row[0]));
            assertEquals(row[1] == 0 ? Optional.empty() : Optional.of(at(row[0] + row[1])), until, "at " + row[0]);
            if (row[1] > 0) {
                assertEquals(Optional.of(Duration.ofSeconds(1)), lockOuts.locked("a", at(row[0] + row[1] - 1)));
                assertEquals(Optional.empty(), lockOuts.locked("b", at(row[0] + 1)), "another address");
            }
        }
    }

    @Test
    void wrongTokensNowAndThenLockNobodyOut() {
        LockOuts lockOuts = new LockOuts(LIMITS);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Optional.empty(), lockOuts.bad("a", at(i * 31L)));
        }
    }

    @Test
    void theTableIsBoundedAndKeepsWhoIsLockedOut() {
        LockOuts lockOuts = new LockOuts(LIMITS);
        for (int i = 0; i < 3; i++) {
            lockOuts.bad("locked", START);
        }
        for (int i = 0; i < 10_000; i++) {
            lockOuts.bad("s" + i, START);
            assertTrue(lockOuts.size() <= LIMITS.sources());
        }
        assertTrue(lockOuts.locked("locked", at(1)).isPresent());
        for (int i = 0; i < 1_000; i++) {
            for (int bad = 0; bad < 3; bad++) {
                lockOuts.bad("attacker" + i, START);
            }
        }
        assertTrue(lockOuts.size() <= LIMITS.sources(), "even if all of them are locked out");
    }

    @Test
    void aClockThatWasSetBackDoesNotLockForYears() {
        LockOuts lockOuts = new LockOuts(LIMITS);
        for (int i = 0; i < 3; i++) {
            lockOuts.bad("a", START.plus(Duration.ofDays(3_650)));
        }
        assertEquals(Optional.empty(), lockOuts.locked("a", START));
    }

    @Test
    void aBucketGivesItsBurstAndThenItsRate() {
        Buckets buckets = new Buckets(LIMITS.source(), 100);
        for (int i = 0; i < 4; i++) {
            assertEquals(Optional.empty(), buckets.take("a", START));
        }
        assertEquals(Optional.of(Duration.ofMillis(500)), buckets.take("a", START));
        assertEquals(Optional.empty(), buckets.take("b", START));
        assertEquals(Optional.empty(), buckets.take("a", START.plusMillis(500)));
        assertTrue(buckets.take("a", START.plusMillis(600)).isPresent());
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            taken += buckets.take("a", START.plusSeconds(100).plusMillis(i)).isEmpty() ? 1 : 0;
        }
        assertTrue(taken >= 200 && taken <= 206, taken + " in 100 s");
        assertTrue(buckets.take("a", START).isPresent(), "a clock that goes back fills nothing");
        for (int i = 0; i < 1_000; i++) {
            buckets.take("s" + i, START);
        }
        assertEquals(100, buckets.size());
    }

    @Test
    void anIpv6HostIsItsNetwork() throws Exception {
        assertEquals("192.0.2.7", Sources.key(InetAddress.getByName("192.0.2.7")));
        assertEquals(Sources.key(InetAddress.getByName("2001:db8::1")),
                Sources.key(InetAddress.getByName("2001:db8::ffff:2")));
        assertTrue(!Sources.key(InetAddress.getByName("2001:db8::1")).equals(
                Sources.key(InetAddress.getByName("2001:db8:0:1::1"))));
    }
}
