package dev.ichor.talos.node;

import dev.ichor.base.Malformed;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.generate.Images;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells Talos which disk it is installed on: the one claimed as system disk, by what no other disk of it shares. */
final class InstallDisk {
    static final String UNATTENDED = "UnattendedInstallConfig";
    private static final String FOLDER = "/dev/disk/by-id/";
    /** What systemd leaves in the name of a link, so that neither a path nor an escape hides in one. */
    private static final Pattern LINK = Pattern.compile("[0-9A-Za-z#+.:=@_-]{1,200}");

    private InstallDisk() {
    }

    static void write(Sheet sheet) {
        Optional<Disk> disk = claimed(sheet);
        if (disk.isEmpty()) {
            return;
        }
        List<Disk> all = sheet.input.fingerprint().disks();
        if (sheet.since(Contract.V1_14)) {
            unattended(sheet, disk.get(), all);
            return;
        }
        Optional<String> link = link(disk.get(), all);
        Optional<Map<String, Object>> selector = link.isPresent() ? Optional.empty() : selector(disk.get(), all);
        if (link.isEmpty() && selector.isEmpty()) {
            sheet.error(sheet.node("/disks"), "nothing tells the system disk " + disk.get().id()
                    + " apart from the machine's other disks: no by-id link, wwid or serial number that Talos can look"
                    + " for is its own", "Claim another disk as system disk");
            return;
        }
        sheet.remove(Document.V1ALPHA1, "machine", "install", "disk");
        sheet.remove(Document.V1ALPHA1, "machine", "install", "diskSelector");
        link.ifPresent(path -> sheet.put(Document.V1ALPHA1, path, "machine", "install", "disk"));
        selector.ifPresent(map -> sheet.put(Document.V1ALPHA1, map, "machine", "install", "diskSelector"));
    }

    private static Optional<Disk> claimed(Sheet sheet) {
        List<DiskClaim> claims = sheet.input.claims().stream()
                .filter(claim -> claim.role() == DiskRole.SYSTEM).toList();
        if (claims.size() != 1) {
            sheet.error(sheet.node("/disks"), claims.isEmpty() ? "no disk is claimed as system disk"
                    : claims.size() + " disks are claimed as system disk", "Give exactly one disk the role system");
            return Optional.empty();
        }
        List<Disk> found = sheet.input.fingerprint().disks().stream()
                .filter(disk -> disk.id().equals(claims.getFirst().disk())).toList();
        if (found.size() != 1) {
            sheet.error(sheet.node("/disks"), "the system disk " + claims.getFirst().disk() + " is "
                    + (found.isEmpty() ? "not" : found.size() + " times") + " in the machine's latest fingerprint",
                    "Look at the machine's disks, and set their roles anew");
            return Optional.empty();
        }
        if (!found.getFirst().id().isSound() || found.getFirst().readOnly()) {
            sheet.error(sheet.node("/disks"), "the system disk " + found.getFirst().id() + " is read-only, or has no"
                    + " wwid, serial number or size by which it could be recognised", "Claim another disk");
            return Optional.empty();
        }
        return Optional.of(found.getFirst());
    }

    /** The path of the first by-id link that only this disk has. */
    private static Optional<String> link(Disk disk, List<Disk> all) {
        return disk.byId().stream().filter(name -> LINK.matcher(name).matches())
                .filter(name -> all.stream().filter(other -> other.byId().contains(name)).count() == 1)
                .findFirst().map(name -> FOLDER + name);
    }

    /** Talos takes the texts as globs and knows no escape, so one with a star in it is left out. */
    private static Optional<Map<String, Object>> selector(Disk disk, List<Disk> all) {
        boolean wwid = !disk.wwid().contains("*");
        boolean serial = !disk.serial().contains("*");
        long matched = all.stream().filter(other -> (!wwid || other.wwid().equals(disk.wwid()))
                && (!serial || other.serial().equals(disk.serial()))).count();
        if (matched != 1 || !wwid && !serial) {
            return Optional.empty();
        }
        Map<String, Object> out = Sheet.entries();
        if (wwid) {
            out.put("wwid", disk.wwid());
        }
        if (serial) {
            out.put("serial", disk.serial());
        }
        return Optional.of(out);
    }

    private static void unattended(Sheet sheet, Disk disk, List<Disk> all) {
        if (all.stream().filter(other -> other.wwid().equals(disk.wwid()) && other.serial().equals(disk.serial()))
                .count() != 1) {
            sheet.error(sheet.node("/disks"), "another disk of the machine has wwid " + disk.wwid()
                    + " and serial number " + disk.serial() + " too, so Talos could install on either",
                    "Claim another disk as system disk");
            return;
        }
        String match = "disk.wwid == " + quoted(disk.wwid()) + " && disk.serial == " + quoted(disk.serial());
        try {
            TalosVersion talos = TalosVersion.parse(sheet.input.cluster().talos());
            String image = Images.installer(talos, Schematic.id(sheet.input, sheet.contract),
                    sheet.input.cluster().plan().installer());
            sheet.remove(Document.V1ALPHA1, "machine", "install");
            sheet.put(UNATTENDED, image, "installer", "image");
            sheet.put(UNATTENDED, Sheet.entries("match", match), "provisioning", "diskSelector");
        } catch (Malformed e) {
            sheet.error(sheet.cluster("/talos"), e.getMessage(), "");
        }
    }

    /** A CEL string. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < 0x20 || c > 0x7E) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
