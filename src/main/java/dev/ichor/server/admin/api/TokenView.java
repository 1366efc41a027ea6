package dev.ichor.server.admin.api;

import dev.ichor.provisioner.access.Tokens;
import java.time.Instant;
import java.util.Optional;

/** A token without its secret. */
@About("A token without its secret.")
public record TokenView(
        @About(value = "Names it.", example = "\"t-0123456789\"") String id,
        @About("For people.") String name,
        @About(value = "What it may do.", words = {"viewer", "operator", "admin"}) String role,
        @About("When it was made.") Instant created,
        @About("When it ends by itself; null: never.") Optional<Instant> expires,
        @About("When it was last used, to the minute; null: never.") Optional<Instant> used,
        @About("When it was revoked; null: it was not.") Optional<Instant> revoked) {
    public static TokenView of(Tokens.Token token) {
        return new TokenView(token.id(), token.name(), token.role().label(), token.created(), token.expires(),
                token.used(), token.revoked());
    }
}
