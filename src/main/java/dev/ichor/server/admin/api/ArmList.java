package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/arms}, newest first. */
@About("One page of a list.")
public record ArmList(@About("What was asked for.") List<ArmView> items,
                      @About("What to give as `cursor` for the next page; null on the last one.")
                      Optional<String> next) {
}
