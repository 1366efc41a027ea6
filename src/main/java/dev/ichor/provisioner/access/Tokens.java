package dev.ichor.provisioner.access;

import dev.ichor.base.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tokens that open the admin plane. Only hashes are kept. */
public interface Tokens {
    /**
     * A token as people see it.
     *
     * @param id      {@code t-} and 10 hexadecimal digits; also the public part of the secret
     * @param used    when it was last used, to the minute
     * @param revoked when it was revoked
     */
    record Token(String id, String name, Role role, Instant created, Optional<Instant> expires,
                 Optional<Instant> used, Optional<Instant> revoked) {
    }

    /** A new token with its secret, which nobody can read again. */
    record Fresh(Token token, String secret) {
        /** Never the secret. */
        @Override
        public String toString() {
            return "fresh " + token;
        }
    }

    /** Tokens that live, at most. */
    int MOST = 10_000;

    /**
     * Makes the first admin token if there is no token that can make others; empty if there is. An admin token that was
     * revoked or has expired can not.
     */
    Optional<Fresh> first();

    /** Makes another admin token, whatever there is: for who has lost all of them and stands before the machine. */
    Fresh recover();

    /** What stands against a token of that name and life; {@code where} is a JSON pointer into the request. */
    List<Problem> check(String name, Optional<Duration> life);

    /**
     * Makes a token, and says so in the audit log.
     *
     * @param life how long it lives; empty: until it is revoked
     * @throws IllegalArgumentException if {@link #check} finds a problem
     */
    Fresh create(String name, Role role, Optional<Duration> life, Caller by);

    /** All of them, newest first. */
    List<Token> list();

    /**
     * Revokes at once, and says so in the audit log; false if there is no such token, it was revoked before, or it is
     * the last admin token that lives.
     */
    boolean revoke(String id, Caller by);

    /** Whose secret that is; empty if it is nobody's, expired or revoked. Takes the same time for each. */
    Optional<Caller> authenticate(String secret, String from);
}
