package dev.ichor.provision;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a machine may be armed, and what the arm is: the only place where an arm is made. */
public final class ArmRules {
    private ArmRules() {
    }

    /**
     * What an arm would be.
     *
     * @param disks    what would be armed, as far as it can be told
     * @param mustName serial numbers that a person must type, because those disks carry something
     * @param problems why it cannot be armed at all, whoever asks; {@code where} is a JSON pointer into the request,
     *                 or empty for the machine itself
     */
    public record Preview(List<ArmedDisk> disks, List<String> mustName, List<Problem> problems) {
        public Preview {
            disks = List.copyOf(disks);
            mustName = List.copyOf(mustName);
            problems = List.copyOf(problems);
        }
    }

    /** What became of a wish. */
    public sealed interface Answer {
        /** The arm is given; {@code events} are to be applied and kept in this order. */
        record Given(Arm arm, List<MachineEvent> events) implements Answer {
            public Given {
                events = List.copyOf(events);
            }
        }

        /** Nothing is armed; all reasons, {@code where} as in {@link Preview}. */
        record Refused(List<Problem> problems) implements Answer {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * @param fingerprint the machine's latest
     * @param serials     to wipe; empty for {@code INSTALL}
     */
    public static Preview preview(Machine machine, Fingerprint fingerprint, Arm.Purpose purpose, List<String> serials,
                                  Instant now) {
        Problems problems = new Problems();
        machine(machine, now, problems);
        List<ArmedDisk> disks = switch (purpose) {
            case INSTALL -> install(machine, fingerprint, serials, problems);
            case WIPE -> wipe(machine, fingerprint, serials, problems);
        };
        List<String> mustName = disks.stream().filter(armed -> fingerprint.disks().stream()
                        .anyMatch(disk -> disk.id().equals(armed.disk()) && !disk.isBlank()))
                .map(armed -> armed.disk().serial()).toList();
        return new Preview(disks, mustName, problems.list());
    }

    private static void machine(Machine machine, Instant now, Problems problems) {
        if (machine.stage() instanceof Stage.Held held) {
            problems.add("", machine.id() + " is held: " + held.why(),
                    "Decide who is who first: 'ichor machines release'");
        }
        machine.arm(now).ifPresent(arm -> problems.add("", machine.id() + " is armed already, by " + arm.by()
                + " until " + arm.until(), "Disarm it first"));
    }

    private static List<ArmedDisk> install(Machine machine, Fingerprint fingerprint, List<String> serials,
                                           Problems problems) {
        if (!serials.isEmpty()) {
            problems.add("/disks", "the disk roles say which disks an installation writes to",
                    "Leave the list empty, or set other roles");
        }
        if (machine.place().isEmpty()) {
            problems.add("", machine.id() + " is no node yet", "Assign it to a node first");
        }
        long systems = machine.claims().stream().filter(claim -> claim.role() == DiskRole.SYSTEM).count();
        if (systems != 1) {
            problems.add("", machine.id() + " has " + (systems == 0 ? "no" : systems) + " system disk"
                    + (systems > 1 ? "s" : ""), "Give exactly one disk the role system");
        }
        List<ArmedDisk> disks = new ArrayList<>();
        for (DiskClaim claim : machine.claims()) {
            if (claim.role().isWritten()) {
                checked(fingerprint, claim.disk(), problems).filter(_ -> claim.overwrites())
                        .ifPresent(disk -> disks.add(armed(disk, claim.role(), !disk.isBlank())));
            }
        }
        return inOrder(disks, fingerprint);
    }

    /** A disk that is left as it is must be there and sound too: Mayastor will find its pool on it. */
    private static Optional<Disk> checked(Fingerprint fingerprint, DiskId id, Problems problems) {
        List<Disk> found = fingerprint.disks().stream().filter(disk -> disk.id().equals(id)).toList();
        if (found.isEmpty()) {
            problems.add("", "disk " + id + " has a role and is not in the machine", "Plug it in, or set other roles");
            return Optional.empty();
        }
        if (found.size() == 1) {
            fit(found.getFirst(), fingerprint, "", problems);
        } else {
            problems.add("", "disk " + id + " is there " + found.size() + " times", "Pull out all but one");
        }
        return Optional.of(found.getFirst());
    }

    private static List<ArmedDisk> wipe(Machine machine, Fingerprint fingerprint, List<String> serials,
                                        Problems problems) {
        if (serials.isEmpty()) {
            problems.add("/disks", "no disk is named", "Name the serial number of each disk to wipe");
        }
        List<ArmedDisk> disks = new ArrayList<>();
        for (int i = 0; i < serials.size(); i++) {
            String serial = serials.get(i);
            String where = "/disks/" + i;
            List<Disk> found = serial.isBlank() ? List.of() : fingerprint.disks().stream()
                    .filter(disk -> disk.serial().equals(serial)).toList();
            if (found.isEmpty()) {
                problems.add(where, "there is no disk with the serial number '" + serial + "'",
                        "See 'ichor roles show " + machine.id() + "'");
            } else if (serials.indexOf(serial) < i) {
                problems.add(where, "disk " + serial + " is named twice", "Name it once");
            } else {
                Disk disk = found.getFirst();
                fit(disk, fingerprint, where, problems);
                machine.claim(disk.id()).filter(DiskClaim::keep).ifPresent(_ -> problems.add(where, "the Mayastor pool"
                        + " on disk " + serial + " is kept", "Give the disk another role first"));
                disks.add(armed(disk, DiskRole.IGNORE, true));
            }
        }
        return inOrder(disks, fingerprint);
    }

    /** What speaks against writing to the disk. A serial number that two disks share names neither of them. */
    private static void fit(Disk disk, Fingerprint fingerprint, String where, Problems problems) {
        if (!disk.id().isSound()) {
            problems.add(where, "disk " + disk.id() + " cannot be told apart from others",
                    "It has no wwid, serial number or size: use another disk");
        }
        boolean serial = fingerprint.disks().stream().filter(d -> d.serial().equals(disk.serial())).count() > 1;
        boolean wwid = fingerprint.disks().stream().filter(d -> d.wwid().equals(disk.wwid())).count() > 1;
        if (disk.id().isSound() && (serial || wwid)) {
            problems.add(where, "another disk has the same " + (serial ? "serial number" : "wwid") + " as "
                    + disk.id(), "Pull one of them out: which of them is meant cannot be told");
        }
        if (disk.readOnly()) {
            problems.add(where, "disk " + disk.id() + " is read-only", "Switch its write protection off");
        }
        if (disk.removable()) {
            problems.add(where, "disk " + disk.id() + " is removable", "Use a disk that is built in");
        }
    }

    private static ArmedDisk armed(Disk disk, DiskRole role, boolean erase) {
        return new ArmedDisk(disk.id(), disk.model(), role, disk.contents().stream().map(Contents::describe)
                .collect(Collectors.joining(", ")), erase, ArmedDisk.State.UNTOUCHED, "");
    }

    private static List<ArmedDisk> inOrder(List<ArmedDisk> disks, Fingerprint fingerprint) {
        List<DiskId> order = fingerprint.disks().stream().map(Disk::id).distinct().toList();
        return order.stream().flatMap(id -> disks.stream().filter(disk -> disk.disk().equals(id)).limit(1)).toList();
    }

    /**
     * Arms the machine, or says everything that speaks against it. A person must have seen the latest fingerprint and
     * must have typed the serial number of each disk that carries something; a policy arms blank disks only (law 3),
     * and no machine that is installed or is being installed (law 6).
     *
     * @param fingerprint the machine's latest
     */
    public static Answer arm(Machine machine, Fingerprint fingerprint, ArmWish wish) {
        Preview preview = preview(machine, fingerprint, wish.purpose(), wish.disks(), wish.from());
        Problems problems = new Problems();
        problems.addAll(preview.problems());
        if (!wish.fingerprint().equals(machine.evidence().fingerprint())) {
            problems.add("/fingerprint", "the machine has delivered a newer fingerprint than the one that was seen",
                    "Look at its disks again");
        }
        if (!wish.until().isAfter(wish.from())) {
            problems.add("/life", "the arm would end before it begins", "Arm for a minute or more");
        }
        if (wish.byPolicy()) {
            policy(machine, preview, wish, problems);
        } else {
            person(preview, wish, problems);
        }
        if (preview.disks().isEmpty() && problems.isEmpty()) {
            problems.add("", "no disk would be written to", "Set other roles, or name a disk");
        }
        if (!problems.isEmpty()) {
            return new Answer.Refused(problems.list());
        }
        Arm arm = new Arm(wish.id(), wish.purpose(), wish.fingerprint(), preview.disks(), wish.by(), wish.byPolicy(),
                wish.from(), wish.until());
        return new Answer.Given(arm, Consider.with(machine, new MachineEvent.ArmGiven(wish.from(), arm)));
    }

    private static void policy(Machine machine, Preview preview, ArmWish wish, Problems problems) {
        if (wish.purpose() != Arm.Purpose.INSTALL) {
            problems.add("/purpose", "a policy wipes nothing", "A person can: 'ichor wipe'");
        }
        if (machine.installed().isPresent() || machine.stage() instanceof Stage.Installing) {
            problems.add("", machine.id() + " is installed, or was begun to be", "Only a person arms it anew");
        }
        machine.claims().stream().filter(DiskClaim::keep).forEach(claim -> problems.add("", "disk "
                + claim.disk().serial() + " carries a Mayastor pool that is kept", "A person must arm it"));
        preview.mustName().forEach(serial -> problems.add("", "disk " + serial + " is not blank",
                "A person must name its serial number: 'ichor arm " + machine.id() + "'"));
    }

    private static void person(Preview preview, ArmWish wish, Problems problems) {
        preview.mustName().stream().filter(serial -> !wish.named().contains(serial)).forEach(serial -> {
            ArmedDisk disk = preview.disks().stream().filter(d -> d.disk().serial().equals(serial)).findFirst()
                    .orElseThrow();
            problems.add("/named", "disk " + serial + " carries " + disk.carries(),
                    "Type its serial number to give that up");
        });
        for (int i = 0; i < wish.named().size(); i++) {
            String serial = wish.named().get(i);
            if (preview.disks().stream().noneMatch(disk -> disk.disk().serial().equals(serial))) {
                problems.add("/named/" + i, "'" + serial + "' is none of the disks that would be overwritten",
                        "Look at the list of disks again");
            }
        }
    }
}
