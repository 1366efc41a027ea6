package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Outcome;

/** What a single exchange means, for people who do not read packets every day. */
final class Notes {
    private Notes() {
    }

    /** @param rom see {@link Line} */
    static String of(Exchange exchange, boolean rom) {
        return switch (exchange.kind()) {
            case DISCOVER -> discover(exchange, rom);
            case OFFER -> exchange.detail(Detail.VARIANT).isEmpty() ? "" : "offer variant "
                    + exchange.detail(Detail.VARIANT);
            case REQUEST -> exchange.detail(Detail.SERVER).isEmpty() ? ""
                    : "takes the address that " + exchange.detail(Detail.SERVER) + " offered";
            case BOOT_SERVER_REQUEST -> "the firmware follows the offer and asks the boot server";
            case FOREIGN_OFFER -> exchange.detail(Detail.PXE).equals("yes")
                    ? "another server also sends boot options" : "another server offers an address";
            case TFTP_PROBE -> "normal: firmware asks for the size first and breaks off";
            case TFTP_TRANSFER -> ended(exchange, "the bootloader is loaded");
            case BOOTLOADER -> exchange.detail(Detail.METHOD).equals("HEAD") ? "normal: firmware asks for the size first"
                    : ended(exchange, "the bootloader is loaded");
            case SCRIPT_INIT -> ended(exchange, "iPXE runs and speaks HTTP");
            case SCRIPT_NEXT -> exchange.detail(Detail.STEP).isEmpty() ? ended(exchange, "")
                    : "the machine is told: " + exchange.detail(Detail.STEP);
            case ASSET -> ended(exchange, "");
            case FINGERPRINT -> ended(exchange, "the machine stands in the inventory");
            case ACK, NAK, BOOT_SERVER_ACK, DHCP_OTHER, HTTP_OTHER, REPORT, ORDER -> ended(exchange, "");
        };
    }

    private static String discover(Exchange exchange, boolean rom) {
        if (exchange.outcome() == Outcome.IGNORED) {
            return ended(exchange, "");
        }
        return switch (exchange.detail(Detail.CLIENT)) {
            case Detail.FIRMWARE -> "the firmware starts network boot";
            case Detail.HTTP_FIRMWARE -> "the firmware starts UEFI HTTP boot";
            case Detail.IPXE -> rom ? "the iPXE in the NIC's ROM starts network boot"
                    : "the bootloader runs and asks for an address again";
            case Detail.SYSTEM -> "a running system asks for an address";
            default -> "";
        };
    }

    private static String ended(Exchange exchange, String well) {
        String why = exchange.detail(Detail.WHY);
        return switch (exchange.outcome()) {
            case OK -> well;
            case IGNORED -> why.isEmpty() ? "not answered" : "not answered: " + why;
            case REFUSED -> why.isEmpty() ? "refused" : "refused: " + why;
            case ABORTED -> "the machine broke it off";
            case FAILED -> why.isEmpty() ? "failed" : "failed: " + why;
        };
    }
}
