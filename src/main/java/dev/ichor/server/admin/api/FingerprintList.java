package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/machines/{key}/fingerprints}, newest first. */
public record FingerprintList(List<Snapshot> fingerprints) {
}
