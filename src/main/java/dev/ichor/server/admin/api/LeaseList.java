package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/leases}, by address. */
@About("One page of a list.")
public record LeaseList(@About("What was asked for.") List<LeaseView> items,
                        @About("What to give as `cursor` for the next page; null on the last one.")
                        Optional<String> next,
                        @About("How many there are on all pages.") long total) {
}
