package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import java.util.List;
import java.util.Optional;

/** Body of {@code POST /api/v1/machines/{key}/arm}. */
@About("A wish to arm.")
public record ArmRequest(
        @About(value = "What it shall allow.", words = {"install", "wipe"}) String purpose,
        @About("Serial numbers of the disks to wipe; absent or empty for `install`, where the roles say which.")
        Optional<List<String>> disks,
        @About("The fingerprint that the person has seen.") Sha256 fingerprint,
        @About(value = "For how many minutes; 30 if absent.", least = 1, most = 1440) Optional<Integer> minutes,
        @About("Serial numbers that the person typed, for disks that carry something.")
        Optional<List<String>> confirm) {
    /** Minutes of an arm that does not say. */
    public static final int MINUTES = 30;
}
