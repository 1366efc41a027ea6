package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/clusters/{name}/minted}, newest first. */
@About("The newest of a list.")
public record MintedList(@About("What was asked for.") List<MintedView> items) {
}
