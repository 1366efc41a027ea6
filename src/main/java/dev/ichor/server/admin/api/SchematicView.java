package dev.ichor.server.admin.api;

import dev.ichor.machine.MachineId;
import java.util.List;

/** Answer of {@code GET /api/v1/machines/{key}/schematic}. */
@About("The Image Factory schematic that fits a machine.")
public record SchematicView(
        @About("For which machine.") MachineId machine,
        @About("The schematic's id; empty for the plain release.") String id,
        @About("What to send to an Image Factory (`POST /schematics`) so that it knows the id; empty for the plain "
                + "release, and where the cluster names a schematic of its own.") String yaml,
        @About("Installer image with its tag.") String installer,
        @About("The assets that the machine boots to install, and whether the appliance has them.") List<File> assets) {
    /** One asset. */
    @About("One asset.")
    public record File(@About("Its name.") String name, @About("Whether it is there.") boolean present) {
    }
}
