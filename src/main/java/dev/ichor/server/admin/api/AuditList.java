package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/audit}, newest first. */
@About("One page of a list.")
public record AuditList(@About("What was asked for.") List<AuditEntry> items,
                        @About("What to give as `cursor` for the next page; null on the last one.")
                        Optional<String> next) {
}
