package dev.ichor.provision;

import dev.ichor.base.Arch;
import java.util.Locale;
import java.util.Optional;

/**
 * Every bootloader file that DHCP may name. One table for DHCP, TFTP and HTTP, so that what one offers the others
 * serve. The file's bytes come from the asset of the same name.
 */
public enum BootFile {
    /** BIOS, over the firmware's own network driver. */
    BIOS_UNDI("undionly.kpxe", Arch.X86_64),
    /** BIOS, with iPXE's drivers: for an iPXE that would lose its NIC through UNDI. */
    BIOS_NATIVE("ipxe.pxe", Arch.X86_64),
    /** UEFI x64, only the NIC it was loaded from, over the firmware's driver. */
    UEFI_X64_SNP("snponly-x86_64.efi", Arch.X86_64),
    /** UEFI x64, with iPXE's drivers. */
    UEFI_X64_NATIVE("ipxe-x86_64.efi", Arch.X86_64),
    UEFI_IA32("ipxe-ia32.efi", Arch.IA32),
    UEFI_ARM64_SNP("snponly-arm64.efi", Arch.ARM64),
    UEFI_ARM64_NATIVE("ipxe-arm64.efi", Arch.ARM64);

    private final String fileName;
    private final Arch arch;

    BootFile(String fileName, Arch arch) {
        this.fileName = fileName;
        this.arch = arch;
    }

    public String fileName() {
        return fileName;
    }

    public Arch arch() {
        return arch;
    }

    /** The path under which the HTTP boot plane serves it. */
    public String httpPath() {
        return "/boot/" + fileName;
    }

    /**
     * The file a client means, however its firmware mangles the name: leading slashes, backslashes, upper case,
     * directories, a trailing {@code .0} layer suffix, trailing bytes above 0x7e
     * (quirk T10: PXE firmware appends layer numbers and uninitialised bytes).
     */
    public static Optional<BootFile> named(String raw) {
        String name = baseName(raw);
        for (BootFile file : values()) {
            if (name.equals(file.fileName) || name.equals(file.fileName + ".0")) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** The last path element of a name from firmware, lower case, without trailing junk. */
    public static String baseName(String raw) {
        String name = raw.replace('\\', '/');
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) > 0x7e || name.charAt(end - 1) <= ' ')) {
            end--;
        }
        name = name.substring(0, end);
        return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
