package dev.ichor.machine.hardware;

import dev.ichor.base.Firmware;
import java.util.Optional;

/**
 * Firmware and management hardware.
 *
 * @param firmware    how the machine booted
 * @param biosVendor  SMBIOS type 0
 * @param biosVersion SMBIOS type 0
 * @param biosDate    SMBIOS type 0, as printed there
 * @param secureBoot  state of Secure Boot
 * @param tpm         version and description; absent without a TPM
 * @param bmc         absent if no BMC answered
 */
public record Platform(Firmware firmware, String biosVendor, String biosVersion, String biosDate,
                       SecureBoot secureBoot, Optional<String> tpm, Optional<Bmc> bmc) {
    /** State of UEFI Secure Boot: {@code SETUP} means on hardware that can, without keys enrolled. */
    public enum SecureBoot { ON, OFF, SETUP, UNSUPPORTED }

    /**
     * The management controller.
     *
     * @param address its IPv4 address as text; empty if it has none or did not say
     * @param mac     its MAC as text; empty if it did not say
     */
    public record Bmc(String address, String mac) {
    }
}
