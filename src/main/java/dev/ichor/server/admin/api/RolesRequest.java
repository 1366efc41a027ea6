package dev.ichor.server.admin.api;

import java.util.List;
import java.util.Optional;

/** Body of {@code PUT /api/v1/machines/{key}/roles}; disks that it does not name keep the role they have. */
@About("Roles for disks; disks that are not named keep the role they have.")
public record RolesRequest(@About("The disks.") List<Wish> disks) {
    /** One disk and its role. */
    @About("One disk and its role.")
    public record Wish(
            @About("Serial number; must be the only one of its kind in the machine, else give the wwid too.")
            String serial,
            @About("The wwid, where the serial number is not enough.") Optional<String> wwid,
            @About(value = "What the disk is for.", words = {"system", "pool", "spare", "ignore"}) String role,
            @About("Keep the Mayastor pool on it; only with `pool`. False if absent.") Optional<Boolean> keep,
            @About("The serial number as a person typed it, to say that what is on the disk may go.")
            Optional<String> confirm) {
    }
}
