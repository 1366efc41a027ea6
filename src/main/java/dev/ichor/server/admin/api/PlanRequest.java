package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Body of {@code POST /api/v1/inventory/plan} and {@code apply}. */
@About("The world as files declare it.")
public record PlanRequest(@About("All files.") List<FileBody> files,
                          @About("Delete what the files do not declare. False if absent.") Optional<Boolean> prune) {
}
