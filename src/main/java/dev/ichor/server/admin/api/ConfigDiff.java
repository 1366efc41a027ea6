package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.machine.MachineId;
import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/machines/{key}/config/diff}. */
@About("What differs between the configuration that a machine got last and the one that it would get now.")
public record ConfigDiff(
        @About("Whose they are.") MachineId machine,
        @About("What it got last; null if it never got one, then everything is new.") Optional<ServedView> last,
        @About("SHA-256 of what it would get now.") Sha256 hash,
        @About("Whether the bytes are the same.") boolean same,
        @About("The differences, in the order of the documents, with `(secret)` for secrets: where only secrets "
                + "differ, there are none.") List<Line> lines) {
    /** One difference. */
    @About("One difference.")
    public record Line(@About(value = "Kind of document and path in it.",
                              example = "\"v1alpha1#/machine/network/hostname\"") String where,
                       @About("What was there, as YAML on one line; null if there was nothing.")
                       Optional<String> before,
                       @About("What is there, as YAML on one line; null if there is nothing any more.")
                       Optional<String> after) {
    }
}
