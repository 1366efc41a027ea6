package dev.ichor.mayastor.plan;

import dev.ichor.machine.hardware.Disk;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Chooses the name of a disk that is the same in each boot: the one with its serial number, else the one with its wwid.
 * Mayastor keeps the name that a pool was made with, so the choice must not change either. Kernel names move, and names
 * by UUID vanish when the pool is written.
 */
final class ByIdLink {
    private static final String FOLDER = "/dev/disk/by-id/";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9#+.:=@_-]{2,}");
    private static final Pattern OF_PARTITION = Pattern.compile(".*-part[0-9]+");

    private ByIdLink() {
    }

    /** @param all the disks of its machine, with itself; empty if no name is its own and stable */
    static Optional<String> of(Disk disk, List<Disk> all) {
        return disk.byId().stream()
                .map(link -> link.startsWith(FOLDER) ? link.substring(FOLDER.length()) : link)
                .filter(link -> PLAIN.matcher(link).matches() && !OF_PARTITION.matcher(link).matches())
                .filter(link -> rank(disk, link) < NONE && all.stream().filter(other -> other.byId().contains(link)
                        || other.byId().contains(FOLDER + link)).count() == 1)
                .min(Comparator.comparing((String link) -> rank(disk, link)).thenComparing(Comparator.naturalOrder()))
                .map(link -> FOLDER + link);
    }

    private static final int NONE = 9;

    private static int rank(Disk disk, String link) {
        String serial = clean(disk.serial());
        boolean bySerial = !serial.isEmpty() && link.length() > serial.length() && link.contains(serial);
        boolean nvme = disk.transport() == Disk.Transport.NVME;
        // Without the number of the namespace it moves when the controller shows a second one.
        boolean byNamespace = bySerial && link.matches(".*" + Pattern.quote("_" + serial) + "_[0-9]+");
        if (byNamespace || bySerial && !nvme) {
            return 0;
        }
        String wwid = clean(disk.wwid());
        String hex = wwid.substring(wwid.indexOf('.') + 1);
        boolean byWwid = link.equals("nvme-" + wwid) || hex.length() >= 8
                && link.matches("(wwn-0x|scsi-[0-9]?)" + Pattern.quote(hex));
        return byWwid ? 1 : bySerial ? 2 : NONE;
    }

    /** As udev writes it into a name. */
    private static String clean(String text) {
        return text.strip().replaceAll("\\s+", "_").replaceAll("[^A-Za-z0-9#+.:=@_-]", "_");
    }
}
