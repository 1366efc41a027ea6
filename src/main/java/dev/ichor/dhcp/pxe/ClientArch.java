package dev.ichor.dhcp.pxe;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import java.util.List;
import java.util.Optional;

/**
 * The values of option 93 seen in the field (IANA "Processor Architecture Types"; quirk D12). Value 9 means EBC on
 * paper and x64 in practice, because RFC 4578 had 7 and 9 swapped.
 */
public enum ClientArch {
    BIOS(0, Arch.X86_64, Kind.PXE),
    UEFI_IA32(6, Arch.IA32, Kind.PXE),
    UEFI_X64(7, Arch.X86_64, Kind.PXE),
    UEFI_X64_AS_EBC(9, Arch.X86_64, Kind.PXE),
    UEFI_ARM32(10, Arch.ARM32, Kind.PXE),
    UEFI_ARM64(11, Arch.ARM64, Kind.PXE),
    UEFI_IA32_HTTP(15, Arch.IA32, Kind.HTTP),
    UEFI_X64_HTTP(16, Arch.X86_64, Kind.HTTP),
    UEFI_EBC_HTTP(17, Arch.X86_64, Kind.HTTP),
    UEFI_ARM32_HTTP(18, Arch.ARM32, Kind.HTTP),
    UEFI_ARM64_HTTP(19, Arch.ARM64, Kind.HTTP),
    BIOS_HTTP(20, Arch.X86_64, Kind.HTTP),
    UBOOT_ARM32(21, Arch.ARM32, Kind.UBOOT),
    UBOOT_ARM64(22, Arch.ARM64, Kind.UBOOT),
    UBOOT_ARM32_HTTP(23, Arch.ARM32, Kind.UBOOT),
    UBOOT_ARM64_HTTP(24, Arch.ARM64, Kind.UBOOT),
    UEFI_RISCV32(25, Arch.OTHER, Kind.PXE),
    UEFI_RISCV32_HTTP(26, Arch.OTHER, Kind.HTTP),
    UEFI_RISCV64(27, Arch.RISCV64, Kind.PXE),
    UEFI_RISCV64_HTTP(28, Arch.RISCV64, Kind.HTTP),
    UEFI_RISCV128(29, Arch.OTHER, Kind.PXE),
    UEFI_RISCV128_HTTP(30, Arch.OTHER, Kind.HTTP),
    RASPBERRY_PI(41, Arch.ARM64, Kind.PI);

    enum Kind { PXE, HTTP, UBOOT, PI }

    private final int code;
    private final Arch arch;
    private final Kind kind;

    ClientArch(int code, Arch arch, Kind kind) {
        this.code = code;
        this.arch = arch;
        this.kind = kind;
    }

    public static Optional<ClientArch> of(int code) {
        for (ClientArch known : values()) {
            if (known.code == code) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** The first known of a list: option 93 is a list, most wanted first (RFC 4578 section 2.1). */
    public static Optional<ClientArch> firstKnown(List<Integer> codes) {
        return codes.stream().flatMap(code -> of(code).stream()).findFirst();
    }

    public int code() {
        return code;
    }

    public Arch arch() {
        return arch;
    }

    public Firmware firmware() {
        return this == BIOS || this == BIOS_HTTP ? Firmware.BIOS : Firmware.UEFI;
    }

    Kind kind() {
        return kind;
    }
}
