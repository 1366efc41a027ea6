package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/machines/{key}/fingerprints}, newest first. */
@About("A whole list.")
public record FingerprintList(@About("What was asked for.") List<Snapshot> items) {
}
