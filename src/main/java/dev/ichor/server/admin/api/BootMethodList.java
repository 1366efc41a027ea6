package dev.ichor.server.admin.api;

import dev.ichor.provisioner.talos.LocalBoots;
import java.util.List;

/** Answer of {@code GET /api/v1/boot-methods}. */
@About("By which method machines boot their own disk.")
public record BootMethodList(
        @About("What is set or learned: of the site, of classes, of machines. The most special one counts.")
        List<BootMethodView> items,
        @About("What the machine that was asked about would be told now, per firmware; empty if none was asked about.")
        List<Choice> machine) {
    /** What a machine would be told. */
    @About("What the machine would be told in a new boot.")
    public record Choice(@About(value = "Under which firmware.", words = {"bios", "uefi"}) String firmware,
                         @About(value = "The method.", words = {"exit", "exit-failed", "first-drive", "each-drive"})
                         String method,
                         @About("Why this one.") String why) {
    }

    public static BootMethodList of(List<LocalBoots.Setting> settings, List<Choice> machine) {
        return new BootMethodList(settings.stream().map(BootMethodView::of).toList(), machine);
    }
}
