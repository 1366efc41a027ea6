package dev.ichor.machine.facts;

import dev.ichor.base.Firmware;
import dev.ichor.machine.hardware.Platform;
import dev.ichor.machine.hardware.Platform.Bmc;
import dev.ichor.machine.hardware.Platform.SecureBoot;
import java.util.Optional;

/** Firmware, Secure Boot, TPM and BMC. */
final class PlatformReader {
    private PlatformReader() {
    }

    static Platform read(RawFacts facts, Smbios smbios, Notes notes) {
        Firmware firmware = facts.has("efi/present") ? Firmware.UEFI : Firmware.BIOS;
        return new Platform(firmware, smbios.biosVendor(), smbios.biosVersion(), smbios.biosDate(),
                secureBoot(facts, firmware), tpm(facts), bmc(facts, smbios, notes));
    }

    /** Each variable has 4 bytes of attributes and one of value (UEFI specification, section 3.3). */
    private static SecureBoot secureBoot(RawFacts facts, Firmware firmware) {
        byte[] state = facts.view("efi/SecureBoot");
        if (firmware == Firmware.BIOS || state.length != 5) {
            return SecureBoot.UNSUPPORTED;
        }
        if (state[4] == 1) {
            return SecureBoot.ON;
        }
        byte[] setup = facts.view("efi/SetupMode");
        return setup.length == 5 && setup[4] == 1 ? SecureBoot.SETUP : SecureBoot.OFF;
    }

    private static Optional<String> tpm(RawFacts facts) {
        if (!facts.has("tpm/version") && !facts.has("tpm/description")) {
            return Optional.empty();
        }
        String version = Texts.clean(facts.text("tpm/version"));
        String number = switch (version) {
            case "1" -> "1.2";
            case "2" -> "2.0";
            case "" -> "of an unknown version";
            default -> version;
        };
        String description = Texts.clean(facts.text("tpm/description"));
        return Optional.of(description.isEmpty() ? number : number + " (" + description + ")");
    }

    private static Optional<Bmc> bmc(RawFacts facts, Smbios smbios, Notes notes) {
        if (!facts.has("bmc/device") && !facts.has("bmc/lan")) {
            if (smbios.namesBmc()) {
                notes.add("the SMBIOS table names a BMC, but none answered");
            }
            return Optional.empty();
        }
        String address = "";
        String mac = "";
        for (String line : facts.text("bmc/lan").lines().limit(200).toList()) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = colon < 0 ? "" : Texts.clean(line.substring(colon + 1));
            if (key.equals("IP Address") && !value.equals("0.0.0.0") && address.isEmpty()) {
                address = value;
            } else if (key.equals("MAC Address") && !value.equals("00:00:00:00:00:00") && mac.isEmpty()) {
                mac = value;
            }
        }
        return Optional.of(new Bmc(address, mac));
    }
}
