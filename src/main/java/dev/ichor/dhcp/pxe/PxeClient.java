package dev.ichor.dhcp.pxe;

import dev.ichor.base.SystemUuid;
import dev.ichor.dhcp.wire.Code;
import dev.ichor.dhcp.wire.DhcpMessage;
import dev.ichor.dhcp.wire.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a request says about its sender, read once; every decision works on this value. */
public sealed interface PxeClient {
    /** The user class that our own iPXE build sets. */
    String OWN_USER_CLASS = "ichor";
    /** The user class that iPXE sets by itself. */
    String IPXE_USER_CLASS = "iPXE";

    /**
     * Firmware or a bootloader that wants to boot from the network.
     *
     * @param path        who speaks
     * @param arch        the first known value of option 93, or what the vendor class says; empty if all are unknown
     * @param archCodes   option 93 as it came
     * @param vendorClass option 60, possibly empty
     * @param uuid        option 97 as SMBIOS means it; empty if absent or unusable (quirk D13)
     * @param ipxe        option 175
     */
    record Boots(BootPath path, Optional<ClientArch> arch, List<Integer> archCodes, String vendorClass,
                 Optional<SystemUuid> uuid, Optional<IpxeFeatures> ipxe) implements PxeClient {
        public Boots {
            archCodes = List.copyOf(archCodes);
        }
    }

    /**
     * Something else: an operating system, a printer.
     *
     * @param reasons every sign that was missing
     */
    record NotPxe(List<String> reasons) implements PxeClient {
        public NotPxe {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Reads a request. Only option 93, or the prefix of option 60, is needed: odd ROMs leave out 55 and 94 (D28),
     * bad cards leave out 97 (D13).
     */
    static PxeClient read(DhcpMessage message) {
        Options options = message.options();
        String vendorClass = options.text(Code.VENDOR_CLASS).orElse("");
        List<Integer> codes = options.u16s(Code.CLIENT_ARCH);
        List<String> userClasses = options.bytes(Code.USER_CLASS).map(UserClass::read).orElse(List.of());
        boolean ipxe = options.has(Code.IPXE) || userClasses.contains(IPXE_USER_CLASS)
                || userClasses.contains(OWN_USER_CLASS);
        boolean bootClass = vendorClass.startsWith("PXEClient") || vendorClass.startsWith("HTTPClient")
                || vendorClass.startsWith("U-Boot");
        if (codes.isEmpty() && !bootClass && !ipxe) {
            return new NotPxe(missing(options, vendorClass));
        }
        Optional<ClientArch> arch = arch(codes, vendorClass);
        return new Boots(path(message, vendorClass, userClasses, ipxe, arch), arch, codes, vendorClass,
                uuid(options), IpxeFeatures.read(options));
    }

    private static List<String> missing(Options options, String vendorClass) {
        List<String> reasons = new ArrayList<>();
        reasons.add(options.has(Code.CLIENT_ARCH) ? "option 93 has an odd length" : "no option 93 (architecture)");
        reasons.add(vendorClass.isEmpty() ? "no option 60 (vendor class)"
                : "option 60 begins with neither PXEClient nor HTTPClient");
        return reasons;
    }

    private static Optional<ClientArch> arch(List<Integer> codes, String vendorClass) {
        if (!codes.isEmpty()) {
            return ClientArch.firstKnown(codes);
        }
        // "PXEClient:Arch:00007:UNDI:003016" says the same in text; a ROM too old for that is a BIOS.
        int at = vendorClass.indexOf(":Arch:");
        if (at < 0) {
            return vendorClass.startsWith("PXEClient") ? Optional.of(ClientArch.BIOS) : Optional.empty();
        }
        String digits = vendorClass.substring(at + 6).split(":", 2)[0];
        return digits.matches("\\d{1,5}") ? ClientArch.of(Integer.parseInt(digits)) : Optional.empty();
    }

    private static BootPath path(DhcpMessage message, String vendorClass, List<String> userClasses, boolean ipxe,
                                 Optional<ClientArch> arch) {
        if (userClasses.contains(OWN_USER_CLASS)) {
            return BootPath.IPXE_OWN;
        }
        // HTTP boot before iPXE (D10): an iPXE that runs as UEFI's HTTP client still needs the class echoed.
        ClientArch.Kind kind = arch.map(ClientArch::kind).orElse(ClientArch.Kind.PXE);
        if (vendorClass.startsWith("HTTPClient") || kind == ClientArch.Kind.HTTP) {
            return BootPath.UEFI_HTTP;
        }
        if (ipxe) {
            return BootPath.IPXE_FOREIGN;
        }
        if (kind == ClientArch.Kind.UBOOT || vendorClass.toUpperCase(Locale.ROOT).startsWith("U-BOOT")) {
            return BootPath.UBOOT;
        }
        boolean biosLike = arch.filter(a -> a == ClientArch.BIOS).isPresent();
        if (kind == ClientArch.Kind.PI || biosLike && RaspberryPi.made(message.client())) {
            return BootPath.RASPBERRY_PI;
        }
        return biosLike ? BootPath.BIOS_PXE : BootPath.UEFI_PXE;
    }

    private static Optional<SystemUuid> uuid(Options options) {
        return options.bytes(Code.CLIENT_UUID).filter(bytes -> bytes.length == 17 && bytes[0] == 0)
                .map(bytes -> SystemUuid.ofSmbiosBytes(Arrays.copyOfRange(bytes, 1, 17)));
    }

    /** Raspberry Pi boards by the vendor prefix of their MAC: their ROM says architecture 0, like a BIOS (D27). */
    final class RaspberryPi {
        private static final Set<String> PREFIXES = Set.of("b8:27:eb", "dc:a6:32", "e4:5f:01", "28:cd:c1",
                "d8:3a:dd", "2c:cf:67");

        private RaspberryPi() {
        }

        static boolean made(dev.ichor.dhcp.wire.Hardware client) {
            return client.mac().map(mac -> PREFIXES.contains(mac.oui())).orElse(false);
        }
    }
}
