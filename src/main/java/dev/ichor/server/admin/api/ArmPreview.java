package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Arming;
import java.util.List;
import java.util.Locale;

/** Answer of {@code GET /api/v1/machines/{key}/arm/preview}. */
@About("What an arm would be; nothing is armed.")
public record ArmPreview(
        @About("Whose disks.") MachineId machine,
        @About(value = "What it would allow.", words = {"install", "wipe"}) String purpose,
        @About("The fingerprint that it would be bound to; to be sent with the arm.") Sha256 fingerprint,
        @About("What would be armed, disk by disk.") List<ArmedDiskView> disks,
        @About("Serial numbers that a person must type, because those disks carry something.") List<String> mustName,
        @About("Why it cannot be armed at all; empty if it can.") List<String> refusals) {
    public static ArmPreview of(Arming.Preview preview) {
        return new ArmPreview(preview.machine(), preview.purpose().name().toLowerCase(Locale.ROOT),
                preview.fingerprint(), preview.disks().stream().map(ArmedDiskView::of).toList(), preview.mustName(),
                preview.refusals());
    }
}
