package dev.ichor.server.admin.api;

import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.hardware.DiskId;
import java.util.Locale;

/** One disk of an arm. */
@About("One disk of an arm.")
public record ArmedDiskView(
        @About("Which disk.") DiskId disk,
        @About("Its model, for people.") String model,
        @About(value = "What it is for; `ignore` if it is only wiped.", words = {"system", "pool", "spare", "ignore"})
        String role,
        @About("What was on it when it was armed.") String carries,
        @About("Whether the agent erases it; false for a blank disk that is only installed on.") boolean erase,
        @About(value = "How far the erasing is.", words = {"untouched", "started", "erased", "refused", "failed"})
        String state,
        @About("The agent's last word about it; empty before.") String note) {
    public static ArmedDiskView of(ArmedDisk disk) {
        return new ArmedDiskView(disk.disk(), disk.model(), disk.role().label(), disk.carries(), disk.erase(),
                disk.state().name().toLowerCase(Locale.ROOT), disk.note());
    }
}
