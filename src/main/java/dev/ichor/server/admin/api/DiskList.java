package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/disks}: by machine, in the order of its fingerprint. */
@About("One page of a list.")
public record DiskList(@About("What was asked for.") List<DiskEntry> items,
                       @About("What to give as `cursor` for the next page; null on the last one.")
                       Optional<String> next) {
}
