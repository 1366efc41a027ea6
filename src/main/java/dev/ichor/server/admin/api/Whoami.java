package dev.ichor.server.admin.api;

import dev.ichor.provisioner.access.Caller;

/** Answer of {@code GET /api/v1/whoami}. */
@About("Whose token it is.")
public record Whoami(@About("Id of the token.") String token, @About("The token's name.") String name,
                     @About(value = "What it may do.", words = {"viewer", "operator", "admin"}) String role,
                     @About("The address that asks.") String from) {
    public static Whoami of(Caller caller) {
        return new Whoami(caller.token(), caller.name(), caller.role().label(), caller.from());
    }
}
