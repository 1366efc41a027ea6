package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import java.util.List;

/** Answer of {@code GET /api/v1/machines/{key}/fingerprints/{hash}/diff}. */
@About("What differs between two fingerprints of a machine.")
public record Difference(@About("The earlier one.") Sha256 from, @About("The later one.") Sha256 to,
                         @About("One line for each difference; empty if there is none.") List<String> lines) {
}
