package dev.ichor.inventory.roles;

import dev.ichor.inventory.Policy;
import dev.ichor.inventory.Size;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.PciLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What speaks against writing to a disk, and what a person should know of it. */
public final class DiskChecks {
    private DiskChecks() {
    }

    /** Why a disk cannot be written to. */
    public record Refusal(Kind kind, String text) {
        /** What it is about; {@code UNREADABLE}: its contents could not be read, so nothing may be assumed of them. */
        public enum Kind { IDENTITY, HEALTH, PROTECTED, UNREADABLE }
    }

    /** Its contents in one line, as {@link dev.ichor.machine.arm.DiskClaim#accepted()} has them. */
    public static String carries(Disk disk) {
        return disk.contents().stream().map(Contents::describe).collect(Collectors.joining(", "));
    }

    /** For people: the serial number and the size. */
    public static String name(Disk disk) {
        return "disk " + (disk.serial().isEmpty() ? "without a serial number" : disk.serial()) + " ("
                + (disk.model().isEmpty() ? "" : disk.model() + ", ") + Size.shown(disk.bytes()) + ")";
    }

    /** Everything that forbids to write to the disk; {@code all} are the disks of its machine, with itself. */
    public static List<Refusal> refusals(Disk disk, List<Disk> all, HealthLimits limits) {
        List<Refusal> out = new ArrayList<>();
        identity("serial number", disk, all, Disk::serial, out);
        identity("wwid", disk, all, Disk::wwid, out);
        if (disk.bytes() <= 0) {
            out.add(new Refusal(Refusal.Kind.IDENTITY, "it shows no size"));
        }
        disk.health().ifPresent(health -> health(health, limits, out));
        if (disk.readOnly()) {
            out.add(new Refusal(Refusal.Kind.PROTECTED, "it is read-only"));
        }
        if (disk.removable()) {
            out.add(new Refusal(Refusal.Kind.PROTECTED, "it is removable"));
        }
        disk.contents().stream().filter(Contents.Unreadable.class::isInstance).findFirst().ifPresent(
                found -> out.add(new Refusal(Refusal.Kind.UNREADABLE, "its contents are " + found.describe())));
        return out;
    }

    private static void identity(String what, Disk disk, List<Disk> all, Function<Disk, String> part,
                                 List<Refusal> out) {
        String own = part.apply(disk);
        if (own.isBlank()) {
            out.add(new Refusal(Refusal.Kind.IDENTITY, "it has no " + what));
        } else if (all.stream().filter(other -> part.apply(other).equalsIgnoreCase(own)).count() > 1) {
            out.add(new Refusal(Refusal.Kind.IDENTITY, "another disk of the machine has the same " + what + " " + own));
        }
    }

    private static void health(Disk.Health health, HealthLimits limits, List<Refusal> out) {
        List<String> texts = new ArrayList<>();
        if (health.criticalWarning() != 0) {
            texts.add(String.format(Locale.ROOT, "it reports the critical warning 0x%02x", health.criticalWarning()));
        }
        if (health.percentageUsed() > limits.mostUsed()) {
            texts.add(health.percentageUsed() + " % of its life is used (at most " + limits.mostUsed() + " %)");
        }
        // Drives that keep no such figure, as QEMU's, show 0 for it and for its threshold, which no other drive does.
        boolean keepsSpare = health.spare() > 0 || health.spareThreshold() > 0;
        if (keepsSpare && health.spare() < limits.leastSpare()) {
            texts.add("its spare is down to " + health.spare() + " % (at least " + limits.leastSpare() + " %)");
        } else if (health.spare() < health.spareThreshold()) {
            texts.add("its spare of " + health.spare() + " % is below its own threshold of "
                    + health.spareThreshold() + " %");
        }
        if (health.mediaErrors() > limits.mostMediaErrors()) {
            texts.add("it has " + health.mediaErrors() + " media errors (at most " + limits.mostMediaErrors() + ")");
        }
        texts.forEach(text -> out.add(new Refusal(Refusal.Kind.HEALTH, text)));
    }

    /** What does not forbid to write to it. */
    static List<String> warnings(Disk disk, Policy.DiskRule rule) {
        List<String> out = new ArrayList<>();
        disk.pci().filter(PciLink::isDegraded).ifPresent(link -> out.add("its PCIe link runs at "
                + link(link.speed(), link.width()) + " of " + link(link.maximumSpeed(), link.maximumWidth())));
        if (disk.logical() == 512 && disk.formats().stream().anyMatch(format -> format.dataBytes() == 4096)) {
            out.add("it is formatted with 512-byte blocks and offers 4096-byte blocks");
        }
        if (disk.health().isEmpty()) {
            out.add("it shows no health figures");
        }
        if (disk.bytes() < rule.systemBytes()) {
            out.add("it is smaller than " + Size.text(rule.systemBytes()) + ", the least size of a system disk");
        }
        if (disk.bytes() < rule.poolBytes()) {
            out.add("it is smaller than " + Size.text(rule.poolBytes()) + ", the least size of a pool disk");
        }
        return out;
    }

    private static String link(OptionalInt speed, OptionalInt width) {
        return (speed.isPresent() ? String.format(Locale.ROOT, "%.1f GT/s", speed.getAsInt() / 10.0) : "unknown speed")
                + (width.isPresent() ? " x" + width.getAsInt() : "");
    }
}
