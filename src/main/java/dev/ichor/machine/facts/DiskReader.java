package dev.ichor.machine.facts;

import dev.ichor.machine.facts.contents.ContentsReader;
import dev.ichor.machine.facts.contents.DiskBlocks;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.Unreadable;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Disk.Transport;
import dev.ichor.machine.hardware.PciLink;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One disk. */
final class DiskReader {
    /**
     * Kernel names of what is no drive of its own: stacked and virtual devices, and hidden paths of a multipath head.
     */
    private static final Pattern NO_DRIVE = Pattern.compile(
            "(loop|ram|zram|sr|fd|md|dm-|nbd|zd|mtdblock)[0-9].*|mmcblk[0-9]+(boot|rpmb).*|nvme[0-9]+c[0-9]+n[0-9]+");
    private static final Pattern SATA_PATH = Pattern.compile(".*/ata[0-9]+/.*");
    private static final long LARGEST_SECTORS = 1L << 46;
    private static final int SECTOR = 512;
    private static final int LONGEST_ERROR = 200;

    private final RawFacts facts;
    private final Notes notes;
    private final String name;
    private final String folder;
    private final KeyValues sysfs;
    private final NvmeReader nvme;
    private final ScsiIds scsi;

    private DiskReader(RawFacts facts, String name, Notes notes) {
        this.facts = facts;
        this.notes = notes;
        this.name = name;
        this.folder = "disk/" + name;
        this.sysfs = KeyValues.parse(facts.text(folder + "/sysfs"));
        this.nvme = new NvmeReader(facts, folder);
        this.scsi = ScsiIds.parse(facts.text(folder + "/udev-id"), sysfs.raw("wwid"),
                facts.text(folder + "/smartctl"));
    }

    /** Whether a kernel name is that of a drive. */
    static boolean isDrive(String kernelName) {
        return !NO_DRIVE.matcher(kernelName).matches();
    }

    static Disk read(RawFacts facts, String name, Notes notes) {
        return new DiskReader(facts, name, notes).disk();
    }

    private Disk disk() {
        Optional<PciLink> pci = PciReader.of(facts, sysfs);
        Transport transport = transport();
        String eui = nvme.eui().isEmpty() ? digits("eui", 16) : nvme.eui();
        String nguid = nvme.nguid().isEmpty() ? digits("nguid", 32) : nvme.nguid();
        smartOfOthers();
        return new Disk(name, wwid(), serial(), model(), eui, nguid, firmware(), size(),
                sysfs.natural("logical").orElse(0), sysfs.natural("physical").orElse(0), nvme.formats(), transport,
                sysfs.flag("rotational"), sysfs.flag("ro"), sysfs.flag("removable"), pci,
                PciReader.numa(facts, sysfs, pci), nvme.health(), links(transport), contents());
    }

    /** The kernel's word comes first: it leaves out identifiers of drives that are known to repeat them. */
    private String wwid() {
        String told = Texts.clean(sysfs.raw("wwid"));
        if (!told.isEmpty()) {
            return told;
        }
        String built = isNvme() ? nvme.wwid(sysfs.natural("nsid").orElse(0)) : "";
        return built.isEmpty() && !scsi.wwn().isEmpty() && !isNvme() ? "naa." + scsi.wwn() : built;
    }

    private String serial() {
        return first(nvme.serial(), scsi.serial(), sysfs.raw("serial"));
    }

    private String model() {
        return first(nvme.model(), isAta() ? scsi.ataModel() : "", sysfs.raw("model"));
    }

    private String firmware() {
        return first(nvme.firmware(), isAta() ? scsi.ataFirmware() : "", sysfs.raw("firmware"), sysfs.raw("rev"));
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            String text = Texts.clean(candidate);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** Hexadecimal digits of an identifier that the kernel prints with or without separators; empty if zero. */
    private String digits(String key, int length) {
        String text = sysfs.get(key).replaceAll("[ :-]", "");
        return text.matches("[0-9a-f]{" + length + "}") && !text.matches("0+") ? text : "";
    }

    private long size() {
        long sectors = sysfs.number("size").orElse(0);
        return sectors > 0 && sectors <= LARGEST_SECTORS ? sectors * SECTOR : 0;
    }

    private boolean isNvme() {
        return name.startsWith("nvme");
    }

    private boolean isAta() {
        return sysfs.get("vendor").equals("ATA");
    }

    private Transport transport() {
        String path = sysfs.raw("path") + '/';
        if (isNvme()) {
            String told = sysfs.get("transport");
            return told.isEmpty() || told.equals("pcie") || told.equals("apple-nvme") ? Transport.NVME
                    : Transport.NVME_FABRICS;
        }
        if (path.contains("/usb")) {
            return Transport.USB;
        }
        if (name.startsWith("vd") || path.contains("/virtio")) {
            return Transport.VIRTIO;
        }
        if (isAta() || SATA_PATH.matcher(path).matches()) {
            return Transport.SATA;
        }
        return path.contains("/end_device-") || path.contains("/sas_") ? Transport.SAS : Transport.OTHER;
    }

    private List<String> links(Transport transport) {
        String nsid = sysfs.natural("nsid").isPresent() ? sysfs.get("nsid") : "";
        return switch (transport) {
            case NVME, NVME_FABRICS -> UdevLinks.nvme(wwid(), orElse(nvme.rawModel(), "model"),
                    orElse(nvme.rawSerial(), "serial"), nsid);
            case SATA -> isAta() ? UdevLinks.ata(scsi) : scsiLinks();
            case SAS, OTHER -> scsiLinks();
            case VIRTIO -> name.startsWith("vd") ? UdevLinks.virtio(sysfs.raw("serial")) : scsiLinks();
            // The USB device's own descriptors, from which udev makes its links, are not among the facts.
            case USB -> List.of();
        };
    }

    private List<String> scsiLinks() {
        return name.startsWith("sd") ? UdevLinks.scsi(scsi, sysfs.raw("vendor").strip(), sysfs.raw("model").strip())
                : List.of();
    }

    private String orElse(String told, String key) {
        return told.isEmpty() ? sysfs.raw(key) : told;
    }

    /** Of smartctl's JSON only the verdict is taken: its figures are not those of the NVMe health log. */
    private void smartOfOthers() {
        String json = facts.text(folder + "/smartctl");
        int status = json.indexOf("\"smart_status\"");
        int passed = status < 0 ? -1 : json.indexOf("\"passed\"", status);
        if (passed >= 0 && passed - status < 200
                && json.substring(passed + 8, Math.min(json.length(), passed + 24)).matches("(?s)\\s*:\\s*false.*")) {
            notes.add("disk " + name + " (" + model() + " " + serial() + "): its own SMART check says that it fails");
        }
    }

    private List<Contents> contents() {
        if (!sysfs.has("size")) {
            notes.add("disk " + name + ": its size was not read");
            return List.of(new Unreadable("its size is unknown"));
        }
        DiskBlocks blocks = new DiskBlocks(size(), sysfs.natural("logical").orElse(0), facts.view(folder + "/head"),
                facts.view(folder + "/tail"), facts.view(folder + "/samples"), PartitionFiles.stretches(facts, folder),
                PartitionFiles.partitions(sysfs));
        return ContentsReader.read(blocks, sysfs.get("holders"), PartitionFiles.cluster(facts, folder)).stream()
                .map(this::explained).toList();
    }

    /** Adds what the drive or the kernel said when it could not be read. */
    private Contents explained(Contents seen) {
        String told = Texts.clean(facts.text(folder + "/error"), LONGEST_ERROR);
        return seen instanceof Unreadable(String why) && !told.isEmpty() ? new Unreadable(why + ": " + told) : seen;
    }
}
