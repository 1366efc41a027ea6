package dev.ichor.client;

import java.net.URI;
import java.util.Optional;

/**
 * Where the admin plane is and what opens it.
 *
 * @param base   {@code https://host:port}; {@code http} only for a loopback address
 * @param trust  by what its certificate is recognised
 * @param token  the secret; empty: only what needs none is answered
 * @param looked where tokens are looked for, in words for people
 */
public record Door(URI base, Trust trust, Optional<String> token, String looked) {
    /** A door that needs no token, for what is open to everyone. */
    public Door(URI base, Trust trust) {
        this(base, trust, Optional.empty(), "nowhere");
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
