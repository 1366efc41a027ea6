package dev.ichor.server.admin.api;

import dev.ichor.base.Ipv4;
import java.util.Optional;

/** Body of {@code POST /api/v1/machines/{key}/push}. */
@About("A node that waits in Talos's maintenance mode, to be given its configuration.")
public record PushRequest(@About("Where it waits.") Ipv4 address,
                          @About("Only ask the node whether it would take it; false if absent.")
                          Optional<Boolean> dryRun) {
}
