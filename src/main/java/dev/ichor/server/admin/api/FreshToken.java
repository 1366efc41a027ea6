package dev.ichor.server.admin.api;

/** Answer of {@code POST /api/v1/tokens}. */
@About("A new token.")
public record FreshToken(@About("The token.") TokenView token,
                         @About("What to send as `Authorization: Bearer`. Nobody can read it again.") String secret) {
}
