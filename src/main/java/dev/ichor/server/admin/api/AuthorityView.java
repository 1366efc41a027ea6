package dev.ichor.server.admin.api;

import dev.ichor.provisioner.talos.ClusterKeys;
import java.time.Duration;
import java.time.Instant;

/** A certificate authority of a cluster. */
@About("A certificate authority of a cluster; its key is never told.")
public record AuthorityView(
        @About(value = "Whose it is.", words = {"os", "kubernetes", "etcd", "aggregator"}) String name,
        @About("SHA-256 of its certificate, as openssl writes it.") String fingerprint,
        @About("When it ends, and with it all that it signed.") Instant until,
        @About(value = "Whether it lives; ends-soon: within 30 days.", words = {"valid", "ends-soon", "ended"})
        String standing) {
    /** What is told a while before it ends. */
    public static final Duration SOON = Duration.ofDays(30);

    static AuthorityView of(ClusterKeys.Authority authority, Instant now) {
        return new AuthorityView(authority.name(), authority.fingerprint(), authority.until(),
                standing(authority.until(), now));
    }

    static String standing(Instant until, Instant now) {
        return !until.isAfter(now) ? "ended" : until.isAfter(now.plus(SOON)) ? "valid" : "ends-soon";
    }
}
