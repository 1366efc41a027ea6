package dev.ichor.machine.facts;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names under {@code /dev/disk/by-id/} as systemd's {@code 60-persistent-storage.rules} make them, without the folder.
 * Talos uses systemd's udev since 1.9.
 */
final class UdevLinks {
    private static final String PLAIN = "#+-.:=@_";
    /** Characters that may stay in a value read from sysfs. */
    private static final String IN_ATTRIBUTE = "/ $%?,";

    private UdevLinks() {
    }

    /**
     * Links of an NVMe namespace. The one with the namespace id comes before the one without, which moves when a
     * controller shows a second namespace.
     */
    static List<String> nvme(String wwid, String model, String serial, String nsid) {
        Set<String> links = new LinkedHashSet<>();
        if (!wwid.isEmpty()) {
            links.add("nvme-" + unescaped(attribute(wwid)));
        }
        if (!model.isBlank() && !serial.isBlank()) {
            String name = attribute(model) + "_" + attribute(serial);
            if (!nsid.isEmpty()) {
                links.add("nvme-" + replaced(name + "_" + nsid, ""));
            }
            links.add("nvme-" + replaced(name, ""));
            if (!name.contains("/")) {
                links.add("nvme-" + unescaped(name));
            }
        }
        return List.copyOf(links);
    }

    static List<String> virtio(String serial) {
        return serial.isBlank() ? List.of() : List.of("virtio-" + unescaped(attribute(serial)));
    }

    /** Links of a disk that answers ATA commands. */
    static List<String> ata(ScsiIds ids) {
        Set<String> links = new LinkedHashSet<>();
        wwn(ids, links);
        String model = replaced(squeezed(ids.ataModel()), "");
        String serial = replaced(squeezed(ids.serial()), "");
        if (!model.isEmpty()) {
            links.add("ata-" + (serial.isEmpty() ? model : model + "_" + serial));
        }
        return List.copyOf(links);
    }

    /** Links of a disk that speaks SCSI itself. */
    static List<String> scsi(ScsiIds ids, String vendor, String model) {
        Set<String> links = new LinkedHashSet<>();
        wwn(ids, links);
        String name = ids.scsiName(vendor, model);
        if (!name.isBlank()) {
            links.add("scsi-" + replaced(squeezed(name), ""));
        }
        return List.copyOf(links);
    }

    private static void wwn(ScsiIds ids, Set<String> links) {
        String wwn = ids.wwn();
        if (!wwn.isEmpty() && !wwn.matches("0+")) {
            links.add("wwn-0x" + wwn);
        }
    }

    /** What {@code $attr{...}} yields: trailing blanks go, and characters that are not allowed become underscores. */
    private static String attribute(String raw) {
        return replaced(raw.stripTrailing(), IN_ATTRIBUTE);
    }

    /** What a link gets without {@code string_escape=replace}: runs of blanks become one underscore. */
    private static String unescaped(String value) {
        return replaced(squeezed(value), "/");
    }

    private static String squeezed(String value) {
        return value.strip().replaceAll("\\s+", "_");
    }

    /** Each character that is neither plain nor allowed nor beyond ASCII becomes an underscore of its own. */
    private static String replaced(String value, String allowed) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            boolean hex = c == '\\' && i + 1 < value.length() && value.charAt(i + 1) == 'x';
            out.append(letter || hex || PLAIN.indexOf(c) >= 0 || allowed.indexOf(c) >= 0 ? c : '_');
        }
        return out.toString();
    }
}
