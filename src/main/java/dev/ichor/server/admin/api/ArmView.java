package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provisioner.Arming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A permission to overwrite disks, over or not. */
@About("A permission to overwrite exactly these disks of one machine, once, until a time.")
public record ArmView(
        @About(value = "Names it, also in the log.", example = "\"a-0123456789\"") String id,
        @About("Whose disks.") MachineId machine,
        @About(value = "What it allows.", words = {"install", "wipe"}) String purpose,
        @About("The fingerprint that whoever armed had seen.") Sha256 fingerprint,
        @About("The disks.") List<ArmedDiskView> disks,
        @About("Who gave it: a token's name, or `policy NAME`.") String by,
        @About("Whether a policy gave it.") boolean byPolicy,
        @About("When it was given.") Instant from,
        @About("When it ends by itself.") Instant until,
        @About("When it ended; null while it lives.") Optional<Instant> ended,
        @About("How it ended, in one word; empty while it lives.") String end,
        @About("Why it ended, for people; empty while it lives.") String why) {
    public static ArmView of(Arming.Past past) {
        return of(past.arm(), past.machine(), past.ended(), past.end(), past.why());
    }

    /** An arm that lives. */
    public static ArmView of(Arm arm, MachineId machine) {
        return of(arm, machine, Optional.empty(), "", "");
    }

    private static ArmView of(Arm arm, MachineId machine, Optional<Instant> ended, String end, String why) {
        return new ArmView(arm.id(), machine, arm.purpose().name().toLowerCase(Locale.ROOT), arm.fingerprint(),
                arm.disks().stream().map(ArmedDiskView::of).toList(), arm.by(), arm.byPolicy(), arm.from(),
                arm.until(), ended, end, why);
    }
}
