package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/assets}, by name. */
@About("A whole list.")
public record AssetList(@About("What was asked for.") List<AssetView> items) {
}
