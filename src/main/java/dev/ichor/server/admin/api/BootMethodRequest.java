package dev.ichor.server.admin.api;

import java.util.Optional;

/** Body of {@code PUT /api/v1/boot-methods}. */
@About("A method by which machines boot their own disk.")
public record BootMethodRequest(
        @About(value = "For whom.", words = {"site", "class", "machine"}) String scope,
        @About("The machine's id, a MAC, its UUID or its serial number; `vendor/product` of a class; absent for the "
                + "site.") Optional<String> key,
        @About(value = "Under which firmware.", words = {"bios", "uefi"}) String firmware,
        @About(value = "The method; `first-drive` and `each-drive` work under BIOS only.",
                words = {"exit", "exit-failed", "first-drive", "each-drive"}) String method) {
}
