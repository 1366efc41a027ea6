package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;
import java.util.List;

/** Answer of {@code POST /api/v1/machines/{key}/push}. */
@About("What the node answered.")
public record PushAnswer(@About("The machine.") MachineId machine,
                         @About("Whether it was only asked.") boolean dryRun,
                         @About("The version of its Talos; empty if it did not say.") String version,
                         @About("What it warned of.") List<String> warnings) {
}
