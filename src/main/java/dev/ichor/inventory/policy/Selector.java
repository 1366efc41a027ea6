package dev.ichor.inventory.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which fingerprints a policy is for: all conditions that are there must hold. Texts are compared without case and may
 * hold {@code *} for any characters. The more conditions, the more specific.
 *
 * @param vendor     SMBIOS manufacturer
 * @param product    SMBIOS product
 * @param serial     SMBIOS serial number of the system
 * @param cpu        CPU model name
 * @param cores      least number of physical cores
 * @param memory     least memory in bytes
 * @param nvmeCount  least number of NVMe disks
 * @param nvmeBytes  least size that {@code nvmeCount} NVMe disks must have
 * @param nicSpeed   least speed of one NIC with a link, in Mb/s
 * @param switchName LLDP system name of a switch that one NIC is cabled to
 * @param switchPort LLDP port there
 * @param macs       prefixes of MACs such as {@code 52:54:00}; one NIC must have one of them
 */
public record Selector(Optional<String> vendor, Optional<String> product, Optional<String> serial,
                       Optional<String> cpu, OptionalLong cores, OptionalLong memory, OptionalLong nvmeCount,
                       OptionalLong nvmeBytes, OptionalLong nicSpeed, Optional<String> switchName,
                       Optional<String> switchPort, List<String> macs) {
    public Selector {
        macs = List.copyOf(macs);
    }

    /** Matches every machine. */
    public static final Selector ANY = new Selector(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of());
}
