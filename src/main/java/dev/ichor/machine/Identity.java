package dev.ichor.machine;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import java.util.List;
import java.util.Optional;

/**
 * By what a machine is recognised: never by an address or a kernel name.
 *
 * @param uuid SMBIOS UUID; absent if the firmware has none or a placeholder
 * @param macs permanent MACs, sorted, without duplicates
 */
public record Identity(Optional<SystemUuid> uuid, List<Mac> macs) {
    public Identity {
        macs = macs.stream().distinct().sorted().toList();
    }
}
