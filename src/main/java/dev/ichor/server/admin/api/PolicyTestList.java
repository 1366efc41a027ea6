package dev.ichor.server.admin.api;

import java.util.List;

/** Answer of {@code GET /api/v1/machines/{key}/policies}: the chosen one first, then matches, then the rest. */
@About("A whole list.")
public record PolicyTestList(@About("What was asked for.") List<PolicyTest> items) {
}
