package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/machines}. */
@About("One page of a list.")
public record MachineList(@About("What was asked for.") List<MachineSummary> items,
                          @About("What to give as `cursor` for the next page; null on the last one.")
                          Optional<String> next,
                          @About("How many there are on all pages, if `total` asked for it; else null.")
                          Optional<Long> total) {
}
