package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/tokens}, newest first. */
@About("A whole list.")
public record TokenList(@About("What was asked for.") List<TokenView> items) {
}
