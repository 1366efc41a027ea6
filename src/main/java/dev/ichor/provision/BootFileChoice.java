package dev.ichor.provision;

import dev.ichor.base.Arch;
import dev.ichor.base.Firmware;
import dev.ichor.dhcp.pxe.BootPath;
import dev.ichor.dhcp.pxe.ClientArch;
import dev.ichor.dhcp.pxe.IpxeFeatures;
import dev.ichor.dhcp.pxe.PxeClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which bootloader a firmware gets. Depends on the packet alone; what the machine does next is another question. */
public final class BootFileChoice {
    private static final String PXE = "PXEClient";
    private static final String HTTP = "HTTPClient";

    private BootFileChoice() {
    }

    /**
     * The answer for one client.
     *
     * @param available says which files the catalogue has
     */
    public static BootAnswer of(PxeClient.Boots client, BootPlaces places, Predicate<BootFile> available) {
        return switch (client.path()) {
            case IPXE_OWN -> script(places, "our iPXE asks for its script");
            case IPXE_FOREIGN -> client.ipxe().filter(IpxeFeatures::http).isPresent()
                    ? script(places, "this iPXE speaks HTTP, so it gets the script")
                    : betterIpxe(client, places, available);
            case UEFI_HTTP -> file(client, available, file -> new BootAnswer.Boot(places.httpUrl(file), HTTP, false,
                    false, "HTTP boot gets the URL of " + file.fileName()));
            case BIOS_PXE, UEFI_PXE -> file(client, available, file -> new BootAnswer.Boot(file.fileName(), PXE,
                    true, false, client.path().label() + " gets " + file.fileName()));
            case UBOOT -> file(client, available, file -> new BootAnswer.Boot(file.fileName(), "", false, false,
                    "U-Boot gets " + file.fileName()));
            case RASPBERRY_PI -> new BootAnswer.Nothing("a Raspberry Pi's ROM needs start files that are not served; "
                    + "put UEFI firmware on its card");
        };
    }

    private static BootAnswer script(BootPlaces places, String why) {
        return new BootAnswer.Boot(places.scriptUrl(), PXE, false, true, why);
    }

    /**
     * An iPXE without HTTP cannot run our script: it gets a newer one, by full URL, because a bare name goes wrong
     * once an offer carried 43.6 (D18). On BIOS the one with drivers of its own: UNDI lost the NIC to the first (D19).
     */
    private static BootAnswer betterIpxe(PxeClient.Boots client, BootPlaces places, Predicate<BootFile> available) {
        return file(client, available, file -> new BootAnswer.Boot(places.tftpUrl(file), PXE, false, true,
                "this iPXE has no HTTP, so it gets " + file.fileName() + " first"));
    }

    private interface Answering {
        BootAnswer with(BootFile file);
    }

    private static BootAnswer file(PxeClient.Boots client, Predicate<BootFile> available, Answering answering) {
        Optional<ClientArch> arch = client.arch();
        if (arch.isEmpty()) {
            return new BootAnswer.Nothing("architecture " + client.archCodes() + " of option 93 is unknown");
        }
        List<BootFile> wanted = candidates(client.path(), arch.get());
        if (wanted.isEmpty()) {
            return new BootAnswer.Nothing("no bootloader exists here for architecture " + arch.get().code() + " ("
                    + arch.get().arch().label() + ")");
        }
        return wanted.stream().filter(available).findFirst().map(answering::with)
                .orElseGet(() -> new BootAnswer.Nothing("the catalogue has no " + wanted.getFirst().fileName()
                        + " for architecture " + arch.get().arch().label() + "; add it with 'ichor assets'"));
    }

    private static List<BootFile> candidates(BootPath path, ClientArch client) {
        if (client.firmware() == Firmware.BIOS) {
            return switch (path) {
                case IPXE_FOREIGN -> List.of(BootFile.BIOS_NATIVE, BootFile.BIOS_UNDI);
                // A BIOS that boots by HTTP wants a disk image or a raw NBP, and nobody has seen one in the wild.
                case UEFI_HTTP -> List.of();
                case BIOS_PXE, UEFI_PXE, IPXE_OWN, UBOOT, RASPBERRY_PI -> List.of(BootFile.BIOS_UNDI);
            };
        }
        return ofArch(client.arch());
    }

    private static List<BootFile> ofArch(Arch arch) {
        return switch (arch) {
            case X86_64 -> List.of(BootFile.UEFI_X64_SNP, BootFile.UEFI_X64_NATIVE);
            case IA32 -> List.of(BootFile.UEFI_IA32);
            case ARM64 -> List.of(BootFile.UEFI_ARM64_SNP, BootFile.UEFI_ARM64_NATIVE);
            case ARM32, RISCV64, OTHER -> List.of();
        };
    }
}
