package dev.ichor.server.admin.api;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.talos.Installs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answer of {@code GET /api/v1/refusals} and of one machine's. */
@About("Tickets that were refused, newest first. Only the newest are kept.")
public record RefusalList(@About("The refusals.") List<Entry> items) {
    /** One of them. */
    @About("One ticket that was refused: whoever showed it got nothing.")
    public record Entry(
            @About("When.") Instant at,
            @About("Whom the ticket was for; null if that could not be told.") Optional<MachineId> machine,
            @About("The address that showed it.") Ipv4 from,
            @About(value = "Why, for programs.", words = {"unknown", "late", "used", "other-machine", "disarmed",
                "changed", "not-valid", "locked"}) String code,
            @About("Why, for people.") String text) {
    }

    public static RefusalList of(List<Installs.Refusal> refusals) {
        return new RefusalList(refusals.stream().map(one -> new Entry(one.at(), one.machine(), one.from(), one.code(),
                one.text())).toList());
    }
}
