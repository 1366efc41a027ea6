package dev.ichor.server.admin.api;

import dev.ichor.provisioner.talos.LocalBoots;
import java.time.Instant;
import java.util.Locale;

/** A method that is set or learned. */
@About("A method that is set or learned.")
public record BootMethodView(
        @About(value = "For whom.", words = {"site", "class", "machine"}) String scope,
        @About("The machine's id, or `vendor/product` of a class; empty for the site.") String key,
        @About(value = "Under which firmware.", words = {"bios", "uefi"}) String firmware,
        @About(value = "The method.", words = {"exit", "exit-failed", "first-drive", "each-drive"}) String method,
        @About("Who set it; `learned` if the appliance found it out.") String by,
        @About("Since when.") Instant at) {
    public static BootMethodView of(LocalBoots.Setting setting) {
        return new BootMethodView(setting.scope().name().toLowerCase(Locale.ROOT), setting.key(),
                setting.firmware().label(), setting.method().label(), setting.by(), setting.at());
    }
}
