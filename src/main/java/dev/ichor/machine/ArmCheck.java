package dev.ichor.machine;

import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether an arm still fits what the machine shows. */
public final class ArmCheck {
    private ArmCheck() {
    }

    /**
     * Every difference that voids the arm, one line for people each; empty if it still fits. The set of disks, their
     * identities, models, block sizes and write protection, and their contents must be as they were, whatever the
     * kernel calls them now and wherever they are plugged in. Health, firmware and links do not matter.
     *
     * <p>Of a disk that the agent began to erase ({@code STARTED}, {@code FAILED}) the contents may be less than they
     * were, or bytes that nobody can name, but nothing that has a name and was not there before: that came after
     * the erasing. A disk that the agent says to have erased must be blank. One that it refused was not written to, so
     * its contents must be as they were. Disks without a sound identity cannot be told apart: there must be the same
     * number of each kind.
     *
     * @param armed the fingerprint that the arm is bound to
     * @param now   the latest
     */
    public static List<String> differences(Arm arm, Fingerprint armed, Fingerprint now) {
        Map<DiskId, List<Disk>> before = byId(armed);
        Map<DiskId, List<Disk>> after = byId(now);
        Set<DiskId> all = new LinkedHashSet<>(before.keySet());
        arm.disks().forEach(disk -> all.add(disk.disk()));
        all.addAll(after.keySet());
        List<String> lines = new ArrayList<>();
        for (DiskId id : all) {
            List<Disk> old = before.getOrDefault(id, List.of());
            List<Disk> seen = after.getOrDefault(id, List.of());
            Optional<ArmedDisk> part = arm.of(id);
            if (part.isPresent() || id.isSound()) {
                one(id, part, old, seen, lines);
            } else {
                unsound(id, old, seen, lines);
            }
        }
        return lines;
    }

    private static Map<DiskId, List<Disk>> byId(Fingerprint fingerprint) {
        Map<DiskId, List<Disk>> disks = new LinkedHashMap<>();
        fingerprint.disks().forEach(disk -> disks.computeIfAbsent(disk.id(), _ -> new ArrayList<>()).add(disk));
        return disks;
    }

    private static void one(DiskId id, Optional<ArmedDisk> part, List<Disk> old, List<Disk> seen, List<String> lines) {
        if (seen.isEmpty()) {
            lines.add("disk " + id + (old.isEmpty() ? " was armed and was never seen" : " is gone"));
        } else if (seen.size() > 1 || old.size() > 1) {
            lines.add("disk " + id + " is there " + Math.max(seen.size(), old.size())
                    + " times: which of them is meant cannot be told");
        } else if (old.isEmpty()) {
            lines.add("disk " + id + " was not there when the machine was armed; it carries "
                    + carries(seen.getFirst()));
        } else {
            hardware(old.getFirst(), seen.getFirst(), lines);
            contents(part, old.getFirst(), seen.getFirst(), lines);
        }
    }

    private static void hardware(Disk old, Disk now, List<String> lines) {
        changed(now, "model", old.model(), now.model(), lines);
        changed(now, "logical block size", old.logical(), now.logical(), lines);
        changed(now, "write protection", old.readOnly() ? "on" : "off", now.readOnly() ? "on" : "off", lines);
        changed(now, "kind of medium", old.removable() ? "removable" : "fixed", now.removable() ? "removable" : "fixed",
                lines);
    }

    private static void changed(Disk disk, String what, Object old, Object now, List<String> lines) {
        if (!old.equals(now)) {
            lines.add("disk " + disk.id() + ": its " + what + " was " + old + " and is " + now);
        }
    }

    private static void contents(Optional<ArmedDisk> part, Disk old, Disk now, List<String> lines) {
        switch (part.map(ArmedDisk::state).orElse(ArmedDisk.State.UNTOUCHED)) {
            case UNTOUCHED, REFUSED -> {
                if (!old.contents().equals(now.contents())) {
                    lines.add("disk " + now.id() + " carried " + carries(old) + " when the machine was armed and"
                            + " carries " + carries(now) + " now" + (carries(old).equals(carries(now))
                            ? ", which is another one of that kind" : ""));
                }
            }
            case STARTED, FAILED -> now.contents().stream().filter(found -> !Remnant.of(old.contents(), found))
                    .forEach(found -> lines.add("disk " + now.id() + ", which the agent began to erase, carries "
                            + found.describe() + ", which was not there when the machine was armed"));
            case ERASED -> {
                if (!now.isBlank()) {
                    lines.add("disk " + now.id() + " was erased and still carries " + carries(now));
                }
            }
        }
    }

    /** Nobody can say which is which, so they are compared as a heap: nothing may have come, gone or changed. */
    private static void unsound(DiskId id, List<Disk> old, List<Disk> seen, List<String> lines) {
        List<Looks> left = new ArrayList<>(old.stream().map(Looks::of).toList());
        List<Looks> come = new ArrayList<>();
        seen.stream().map(Looks::of).filter(looks -> !left.remove(looks)).forEach(come::add);
        left.forEach(looks -> lines.add("a disk " + id + ", which nothing tells apart, with " + looks.words()
                + ", is gone or changed"));
        come.forEach(looks -> lines.add("a disk " + id + ", which nothing tells apart, with " + looks.words()
                + ", was not there when the machine was armed"));
    }

    /** What matters of a disk beside its identity. */
    private record Looks(String model, int logical, boolean readOnly, boolean removable, List<Contents> contents) {
        static Looks of(Disk disk) {
            return new Looks(disk.model(), disk.logical(), disk.readOnly(), disk.removable(), disk.contents());
        }

        String words() {
            return describe(contents);
        }
    }

    private static String carries(Disk disk) {
        return describe(disk.contents());
    }

    private static String describe(List<Contents> contents) {
        return contents.stream().map(Contents::describe).collect(Collectors.joining(", "));
    }
}
