package dev.ichor.machine;

import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic;
import dev.ichor.machine.hardware.Nic.Jumbo;
import dev.ichor.machine.hardware.Nic.Lldp;
import dev.ichor.machine.hardware.PciLink;
import dev.ichor.machine.hardware.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * What changed between two fingerprints of one machine, in plain sentences. A disk is the same one by its wwid, serial
 * and model, a NIC by its permanent MAC; kernel names and the order of things are no difference.
 */
public final class FingerprintDiff {
    /** The kernel keeps some memory for itself, not the same in each boot; a module is larger than this. */
    private static final long MEMORY_NOISE = 256L << 20;

    private final List<String> lines = new ArrayList<>();

    private FingerprintDiff() {
    }

    /** Sentences without a full stop, machine first, then disks, then NICs; empty if nothing changed. */
    public static List<String> between(Fingerprint before, Fingerprint after) {
        FingerprintDiff diff = new FingerprintDiff();
        diff.system(before.system(), after.system());
        diff.platform(before.platform(), after.platform());
        diff.cpu(before.cpu(), after.cpu());
        diff.memory(before.memory().bytes(), after.memory().bytes());
        diff.disks(before.disks(), after.disks());
        diff.nics(before.nics(), after.nics());
        return List.copyOf(diff.lines);
    }

    private void system(SystemIdentity before, SystemIdentity after) {
        changed("the system UUID", text(before.uuid()), text(after.uuid()));
        changed("the product", before.manufacturer() + " " + before.product(),
                after.manufacturer() + " " + after.product());
        changed("the system serial", before.serial(), after.serial());
        changed("the board serial", before.boardSerial(), after.boardSerial());
        changed("the chassis serial", before.chassisSerial(), after.chassisSerial());
        changed("the asset tag", before.assetTag(), after.assetTag());
    }

    private void platform(Platform before, Platform after) {
        changed("the firmware kind", before.firmware().label(), after.firmware().label());
        changed("the BIOS version", before.biosVersion(), after.biosVersion());
        changed("Secure Boot", lower(before.secureBoot()), lower(after.secureBoot()));
        changed("the TPM", text(before.tpm()), text(after.tpm()));
        changed("the BMC address", before.bmc().map(Platform.Bmc::address).orElse(""),
                after.bmc().map(Platform.Bmc::address).orElse(""));
        changed("the BMC MAC", before.bmc().map(Platform.Bmc::mac).orElse(""),
                after.bmc().map(Platform.Bmc::mac).orElse(""));
    }

    private void cpu(Cpu before, Cpu after) {
        changed("the CPU", describe(before), describe(after));
        changed("SSE4.2 of the CPU", before.sse42() ? "present" : "absent", after.sse42() ? "present" : "absent");
    }

    private static String describe(Cpu cpu) {
        return cpu.sockets() + " x " + cpu.model() + " (" + cpu.cores() + " cores, " + cpu.threads() + " threads)";
    }

    private void memory(long before, long after) {
        if (Math.abs(before - after) >= MEMORY_NOISE) {
            lines.add(String.format(Locale.ROOT, "memory changed from %.1f GiB to %.1f GiB",
                    before / (double) (1 << 30), after / (double) (1 << 30)));
        }
    }

    private void disks(List<Disk> before, List<Disk> after) {
        List<Disk> gone = new ArrayList<>(before);
        List<Disk> added = new ArrayList<>(after);
        // Nothing but a place tells twins without an identity apart, so unchanged ones are paired first.
        pair(gone, added, (a, b) -> same(a, b) && a.contents().equals(b.contents()) && a.bytes() == b.bytes()
                && place(a).equals(place(b)));
        pair(gone, added, (a, b) -> same(a, b) && a.contents().equals(b.contents()) && a.bytes() == b.bytes());
        pair(gone, added, FingerprintDiff::same);
        pair(gone, added, (a, b) -> !a.serial().isEmpty() && a.serial().equals(b.serial())
                && a.model().equals(b.model()));
        gone.forEach(disk -> lines.add(name(disk) + " is gone"));
        added.forEach(disk -> lines.add(name(disk) + " is new; it carries: " + carries(disk)));
    }

    private void pair(List<Disk> gone, List<Disk> added, BiPredicate<Disk, Disk> match) {
        for (Disk old : List.copyOf(gone)) {
            Optional<Disk> now = added.stream().filter(disk -> match.test(old, disk)).findFirst();
            now.ifPresent(disk -> {
                remove(gone, old);
                remove(added, disk);
                disk(old, disk);
            });
        }
    }

    private static void remove(List<Disk> list, Disk disk) {
        list.removeIf(other -> other == disk);
    }

    private static boolean same(Disk a, Disk b) {
        return a.wwid().equals(b.wwid()) && a.serial().equals(b.serial()) && a.model().equals(b.model())
                && (!a.wwid().isEmpty() || !a.serial().isEmpty() || a.bytes() == b.bytes());
    }

    private static String place(Disk disk) {
        return disk.pci().map(PciLink::address).orElse("");
    }

    private void disk(Disk before, Disk after) {
        String of = " of " + name(after);
        changed("the wwid" + of, before.wwid(), after.wwid());
        changed("the size" + of, size(before.bytes()), size(after.bytes()));
        changed("the block size" + of, before.logical() + " bytes", after.logical() + " bytes");
        changed("the firmware" + of, before.firmware(), after.firmware());
        changed("the write protection" + of, before.readOnly() ? "on" : "off", after.readOnly() ? "on" : "off");
        changed("the PCIe link" + of, link(before.pci()), link(after.pci()));
        changed("the SMART warning" + of, warning(before), warning(after));
        changed("the contents" + of, carries(before), carries(after));
        if (carries(before).equals(carries(after)) && !before.contents().equals(after.contents())) {
            lines.add("the contents" + of + " changed: still " + carries(after) + ", but not the same one");
        }
    }

    private static String warning(Disk disk) {
        return disk.health().map(health -> String.format("0x%02x", health.criticalWarning())).orElse("");
    }

    private static String link(Optional<PciLink> pci) {
        return pci.filter(link -> link.speed().isPresent() && link.width().isPresent()).map(link -> String.format(
                Locale.ROOT, "%.1f GT/s x%d", link.speed().getAsInt() / 10.0, link.width().getAsInt())).orElse("");
    }

    private static String carries(Disk disk) {
        return disk.contents().stream().map(Contents::describe).collect(Collectors.joining(", "));
    }

    /** For people: the serial, then what else names the disk. */
    private static String name(Disk disk) {
        String serial = disk.serial().isEmpty() ? "without a serial" : disk.serial();
        String model = disk.model().isEmpty() ? "" : disk.model() + ", ";
        return "disk " + serial + " (" + model + size(disk.bytes()) + ")";
    }

    private static String size(long bytes) {
        return bytes >= 1_000_000_000_000L ? String.format(Locale.ROOT, "%.1f TB", bytes / 1e12)
                : bytes >= 1_000_000_000L ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private void nics(List<Nic> before, List<Nic> after) {
        for (Nic old : before) {
            Optional<Nic> now = after.stream().filter(nic -> nic.mac().equals(old.mac())).findFirst();
            now.ifPresentOrElse(nic -> nic(old, nic), () -> lines.add(name(old) + " is gone"));
        }
        after.stream().filter(nic -> before.stream().noneMatch(old -> old.mac().equals(nic.mac())))
                .forEach(nic -> lines.add(name(nic) + " is new"));
    }

    private static String name(Nic nic) {
        return "NIC " + nic.mac() + (nic.driver().isEmpty() ? "" : " (" + nic.driver() + ")");
    }

    private void nic(Nic before, Nic after) {
        String of = " of " + name(after);
        changed("the link" + of, link(before), link(after));
        changed("the firmware" + of, before.firmware(), after.firmware());
        changed("the PCIe link" + of, link(before.pci()), link(after.pci()));
        changed("the neighbour" + of, neighbour(before), neighbour(after));
        changed("the jumbo path" + of, jumbo(before), jumbo(after));
    }

    private static String link(Nic nic) {
        return !nic.link() ? "down" : nic.speed().isPresent() ? "up at " + nic.speed().getAsInt() + " Mb/s" : "up";
    }

    private static String neighbour(Nic nic) {
        return nic.lldp().map(FingerprintDiff::neighbour).orElse("");
    }

    private static String neighbour(Lldp lldp) {
        return (lldp.system().isEmpty() ? lldp.chassis() : lldp.system()) + " port " + lldp.port();
    }

    private static String jumbo(Nic nic) {
        return nic.jumbo().map(Jumbo::verdict).map(FingerprintDiff::lower).orElse("");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    private void changed(String what, String before, String after) {
        if (!before.equals(after)) {
            lines.add(what + " changed from " + or(before) + " to " + or(after));
        }
    }

    private static String or(String text) {
        return text.isBlank() ? "unknown" : text;
    }
}
