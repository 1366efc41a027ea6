package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;
import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/machines/{key}/config/findings}. */
@About("Everything that was found about the configuration that a machine would get now.")
public record FindingList(
        @About("Whose configuration.") MachineId machine,
        @About("Whether it may be served: none is an error.") boolean servable,
        @About("The findings.") List<FindingView> items,
        @About("What `talosctl validate` says; null unless it was asked for.") Optional<Talosctl> talosctl) {
    /** The word of Talos's own tool. */
    @About("The word of Talos's own tool, where the appliance's machine has it.")
    public record Talosctl(
            @About("Whether it ran to its end: it is installed, answered in time, and nobody else used it.")
            boolean ran,
            @About("Whether it accepts the configuration.") boolean accepted,
            @About("What it printed, or why it did not run; without secrets.") String output) {
    }
}
