package dev.ichor.machine.hardware;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A drive. Its identity is wwid, serial and model; the kernel name is a label of one boot.
 *
 * @param kernelName  e.g. {@code nvme0n1}: for people reading this boot's console only
 * @param wwid        as the kernel gives it ({@code eui.…}, {@code nvme.…}, {@code naa.…}); empty if none
 * @param serial      trimmed; empty if none
 * @param model       trimmed
 * @param eui         EUI-64 of an NVMe namespace, 16 hexadecimal digits; empty if none or zero
 * @param nguid       NGUID of an NVMe namespace, 32 hexadecimal digits; empty if none or zero
 * @param firmware    firmware revision
 * @param bytes       capacity
 * @param logical     logical block size in bytes
 * @param physical    physical block size in bytes
 * @param formats     LBA formats of an NVMe namespace; empty for others
 * @param transport   how it is attached
 * @param rotational  spins
 * @param readOnly    the kernel refuses writes
 * @param removable   removable medium
 * @param pci         PCI function and link; absent for disks without one
 * @param numa        NUMA node of the controller
 * @param health      SMART figures; absent if the disk did not tell
 * @param byId        names under {@code /dev/disk/by-id/} as udev will make them, stable ones first
 * @param contents    what it carries; exactly {@link Contents.Blank} alone when nothing was found
 */
public record Disk(String kernelName, String wwid, String serial, String model, String eui, String nguid,
                   String firmware, long bytes, int logical, int physical, List<LbaFormat> formats,
                   Transport transport, boolean rotational, boolean readOnly, boolean removable,
                   Optional<PciLink> pci, OptionalInt numa, Optional<Health> health, List<String> byId,
                   List<Contents> contents) {
    public Disk {
        if (contents.isEmpty()) {
            throw new IllegalArgumentException("a disk is blank or carries something");
        }
        formats = List.copyOf(formats);
        byId = List.copyOf(byId);
        contents = List.copyOf(contents);
    }

    /** How a disk is attached. */
    public enum Transport { NVME, NVME_FABRICS, SATA, SAS, VIRTIO, USB, OTHER }

    /** By what the disk is recognised in another boot. */
    public DiskId id() {
        return new DiskId(wwid, serial, bytes);
    }

    /** True only if every place that was read was empty. */
    public boolean isBlank() {
        return contents.stream().allMatch(Contents.Blank.class::isInstance);
    }

    /**
     * One LBA format of an NVMe namespace.
     *
     * @param dataBytes     block size in bytes
     * @param metadataBytes per block
     * @param performance   0 best to 3 degraded
     * @param inUse         whether the namespace is formatted so
     */
    public record LbaFormat(int dataBytes, int metadataBytes, int performance, boolean inUse) {
    }

    /**
     * SMART figures in units of the NVMe health log (NVM Express Base Specification, SMART / Health log page).
     *
     * @param criticalWarning bits; 0 is well
     * @param percentageUsed  0 to 255
     * @param spare           available spare in percent
     * @param spareThreshold  threshold in percent
     * @param mediaErrors     count
     * @param powerOnHours    hours
     * @param celsius         composite temperature in degrees Celsius
     */
    public record Health(int criticalWarning, int percentageUsed, int spare, int spareThreshold, long mediaErrors,
                         long powerOnHours, int celsius) {
    }
}
