package dev.ichor.server.admin.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Token buckets, one a key; beyond {@code most} keys the one that was quiet longest is forgotten. Thread-safe. */
final class Buckets {
    private static final double NANOS = 1e9;

    private final GuardLimits.Rate rate;
    private final Map<String, Bucket> buckets;

    Buckets(GuardLimits.Rate rate, int most) {
        this.rate = rate;
        this.buckets = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    private static final class Bucket {
        private double left;
        private Instant at;

        Bucket(double left, Instant at) {
            this.left = left;
            this.at = at;
        }
    }

    /** Takes one; if none is left, how long until there is one. A clock that goes back fills and takes nothing. */
    synchronized Optional<Duration> take(String key, Instant now) {
        Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket(rate.burst(), now));
        double seconds = Math.max(0, Duration.between(bucket.at, now).toNanos() / NANOS);
        bucket.left = Math.min(rate.burst(), bucket.left + seconds * rate.perSecond());
        bucket.at = now;
        if (bucket.left < 1) {
            return Optional.of(Duration.ofNanos((long) Math.ceil((1 - bucket.left) / rate.perSecond() * NANOS)));
        }
        bucket.left--;
        return Optional.empty();
    }

    synchronized int size() {
        return buckets.size();
    }
}
