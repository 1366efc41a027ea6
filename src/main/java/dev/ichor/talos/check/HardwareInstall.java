package dev.ichor.talos.check;

import dev.ichor.base.Malformed;
import dev.ichor.inventory.Size;
import dev.ichor.inventory.policy.Glob;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Talos wipes the disk that it is installed on, whatever else is said, and takes the first that fits (laws 2 and 5): so
 * exactly one recorded disk may fit, and that is the system disk.
 */
final class HardwareInstall {
    private static final String FOLDER = "/dev/disk/by-id/";
    private static final String UNATTENDED = "UnattendedInstallConfig";
    private static final String MEND = "Take the patch away that names it: the appliance names the system disk itself";

    private final HardwareDisks disks;
    private final List<Finding> findings;

    private HardwareInstall(HardwareDisks disks, List<Finding> findings) {
        this.disks = disks;
        this.findings = findings;
    }

    static void check(Contract contract, HardwareDisks disks, Configuration configuration, List<Finding> findings) {
        HardwareInstall rule = new HardwareInstall(disks, findings);
        if (disks.system().isEmpty()) {
            rule.error("install disk", "the machine has no disk that is claimed as system disk, recorded exactly"
                    + " once, and known by wwid and serial number, so Talos may be installed on none",
                    "Give exactly one disk the role system");
        }
        Optional<Object> install = configuration.find(Document.V1ALPHA1)
                .flatMap(document -> document.at("machine", "install"));
        Optional<Document> unattended = configuration.find(UNATTENDED);
        install.filter(Map.class::isInstance).ifPresent(map -> rule.legacy((Map<?, ?>) map));
        unattended.ifPresent(rule::unattended);
        boolean named = install.filter(map -> map instanceof Map<?, ?> there && (there.containsKey("disk")
                || there.containsKey("diskSelector"))).isPresent();
        if (!named && unattended.isEmpty() && disks.system().isPresent()) {
            rule.error("v1alpha1#/machine/install", "no disk is named to install Talos " + contract + " on",
                    "See what is said of the node's disks, or take the patch away that removes it");
        }
    }

    private void legacy(Map<?, ?> install) {
        if (install.get("disk") instanceof String path && !install.containsKey("diskSelector")) {
            path(path);
        } else if (install.containsKey("disk") && install.containsKey("diskSelector")) {
            error("v1alpha1#/machine/install", "both a disk and a selector are given", MEND);
        }
        if (install.get("diskSelector") instanceof Map<?, ?> selector) {
            String where = "v1alpha1#/machine/install/diskSelector";
            try {
                List<Disk> matched = new ArrayList<>();
                for (Disk disk : disks.all()) {
                    if (fits(selector, disk)) {
                        matched.add(disk);
                    }
                }
                only(where, "the selector " + selector, matched);
            } catch (Malformed e) {
                error(where, e.getMessage(), MEND);
            }
        }
        if (install.get("extraKernelArgs") instanceof List<?> arguments && arguments.stream()
                .anyMatch(argument -> argument.toString().startsWith("talos.experimental.wipe"))) {
            error("v1alpha1#/machine/install/extraKernelArgs", "the kernel argument talos.experimental.wipe wipes disks"
                    + " at each start", "Take it away");
        }
    }

    private void path(String path) {
        String where = "v1alpha1#/machine/install/disk";
        if (!path.startsWith(FOLDER)) {
            error(where, path + " is not the disk's own name: another disk may have it in the next boot", MEND);
            return;
        }
        String link = path.substring(FOLDER.length());
        only(where, path, disks.all().stream().filter(disk -> disk.byId().contains(link)).toList());
    }

    private void unattended(Document document) {
        String where = UNATTENDED + "#/provisioning/diskSelector/match";
        Optional<Object> match = document.at("provisioning", "diskSelector", "match");
        if (!(match.orElse("") instanceof String expression) || expression.isEmpty()) {
            error(where, "no disk is named", MEND);
            return;
        }
        try {
            only(where, expression, disks.matched(expression));
        } catch (Malformed e) {
            error(where, "whether only the system disk fits cannot be told: " + e.getMessage(), MEND);
        }
    }

    private void only(String where, String what, List<Disk> matched) {
        if (!disks.isJustSystem(matched)) {
            error(where, what + " fits " + disks.names(matched) + "; Talos would be installed on the first of them,"
                    + " and the only one that may be overwritten is " + disks.system().map(disks::name).orElse("none"),
                    MEND);
        }
    }

    /** Talos asks for all that is given, and for a disk that is attached and can be written. */
    private static boolean fits(Map<?, ?> selector, Disk disk) throws Malformed {
        boolean fits = !selector.isEmpty() && !disk.readOnly();
        for (Map.Entry<?, ?> entry : selector.entrySet()) {
            String value = String.valueOf(entry.getValue());
            fits &= switch ((String) entry.getKey()) {
                case "wwid" -> Glob.matchesExactly(value, disk.wwid());
                case "serial" -> Glob.matchesExactly(value, disk.serial());
                case "model" -> Glob.matchesExactly(value, disk.model());
                case "type" -> type(value, disk);
                case "size" -> size(value, disk);
                case "name", "busPath" -> throw new Malformed(entry.getKey() + " is a name or a place of one boot, not"
                        + " the disk's own");
                default -> throw new Malformed("whether a disk fits " + entry.getKey() + " cannot be told");
            };
        }
        return fits;
    }

    private static boolean type(String type, Disk disk) throws Malformed {
        return switch (type) {
            case "nvme" -> disk.transport() == Disk.Transport.NVME || disk.transport() == Disk.Transport.NVME_FABRICS;
            case "ssd" -> !disk.rotational();
            case "hdd" -> disk.rotational();
            default -> throw new Malformed("whether a disk is of type " + type + " cannot be told");
        };
    }

    private static boolean size(String text, Disk disk) throws Malformed {
        String sign = text.replaceAll("[^<>=].*$", "").strip();
        long bytes = Size.parse(text.substring(sign.length()).strip());
        return HardwareCelValues.compare(sign.isEmpty() ? "==" : sign, disk.bytes(), bytes);
    }

    private void error(String where, String what, String mend) {
        findings.add(Finding.error(where, what, mend));
    }
}
