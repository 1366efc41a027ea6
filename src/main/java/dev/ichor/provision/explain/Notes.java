package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Outcome;

/**
 * What a single exchange means, for people who do not read packets every day. Each note goes on after the words "the
 * machine", or names another subject.
 */
final class Notes {
    private Notes() {
    }

    /** @param rom see {@link Line} */
    static String of(Exchange exchange, boolean rom) {
        String file = FileWords.of(exchange.detail(Detail.FILE));
        return switch (exchange.kind()) {
            case DISCOVER -> ended(exchange, discover(exchange, rom));
            case OFFER -> ended(exchange, joined("is offered", address(exchange), plain(exchange)));
            case REQUEST -> request(exchange);
            case ACK -> ended(exchange, "may use " + orTheAddress(exchange) + (file.isEmpty() ? "" : ", and gets "
                    + file));
            case NAK -> "may not use the address" + because(exchange);
            case BOOT_SERVER_REQUEST -> ended(exchange, "follows the offer: asks the boot server for its file");
            case BOOT_SERVER_ACK -> ended(exchange, joined("is told to load", "", file));
            case DHCP_OTHER -> ended(exchange, other(exchange));
            case FOREIGN_OFFER -> foreign(exchange);
            case TFTP_PROBE -> probe(exchange);
            case TFTP_TRANSFER -> load(exchange, file.isEmpty() ? "the bootloader" : file);
            case BOOTLOADER -> exchange.detail(Detail.METHOD).equals("HEAD") ? ended(exchange, probe(exchange))
                    : load(exchange, file.isEmpty() ? "the bootloader" : file);
            case SCRIPT_INIT -> ended(exchange, "iPXE runs, speaks HTTP and fetches its first script");
            case SCRIPT_NEXT -> ended(exchange, step(exchange.detail(Detail.STEP)));
            case ASSET -> load(exchange, file.isEmpty() ? "a file" : file);
            case FINGERPRINT -> ended(exchange, "sends what it is made of; it stands in the inventory");
            case REPORT -> report(exchange);
            case ORDER -> ended(exchange, order(exchange));
            case WIPE_PLAN -> ended(exchange, "asks which disks it is to erase");
            case WIPE_RECEIPT -> receipt(exchange);
            case HTTP_OTHER -> ended(exchange, "asks for " + (file.isEmpty() ? "something else" : file));
        };
    }

    private static String discover(Exchange exchange, boolean rom) {
        return switch (exchange.detail(Detail.CLIENT)) {
            case Detail.FIRMWARE -> "the firmware asks for an address and a boot file";
            case Detail.HTTP_FIRMWARE -> "the firmware asks for an address and a boot URL";
            case Detail.IPXE -> rom ? "the iPXE in the NIC's ROM asks for an address and a boot file"
                    : "iPXE runs, asks for an address and a script";
            case Detail.SYSTEM -> "a running system asks for an address";
            default -> "asks for an address";
        };
    }

    private static String request(Exchange exchange) {
        String server = exchange.detail(Detail.SERVER);
        return server.isEmpty() ? ended(exchange, "takes " + orTheAddress(exchange))
                : "takes " + orTheAddress(exchange) + " that " + server + " offered";
    }

    private static String other(Exchange exchange) {
        return switch (exchange.detail(Detail.TYPE)) {
            case "DECLINE" -> "finds that somebody else has the address already";
            case "RELEASE" -> "gives its address back";
            case "INFORM" -> "has an address and asks for settings";
            default -> "speaks DHCP";
        };
    }

    private static String foreign(Exchange exchange) {
        String server = exchange.detail(Detail.SERVER);
        return (server.isEmpty() ? "another server" : "the other server " + server)
                + (exchange.detail(Detail.PXE).equals("yes") ? " also sends boot options" : " offers an address");
    }

    private static String probe(Exchange exchange) {
        String name = FileWords.last(exchange.detail(Detail.FILE));
        return "normal: asks for the size of " + (name.isEmpty() ? "the file" : name) + " first";
    }

    private static String load(Exchange exchange, String file) {
        if (exchange.outcome() == Outcome.REFUSED) {
            return ended(exchange, "asks for " + file);
        }
        long again = exchange.number(Detail.RETRANSMITS);
        return ended(exchange, (exchange.outcome() == Outcome.OK ? "loads " : "begins to load ") + file)
                + (again == 0 ? "" : "; " + again + (again == 1 ? " packet" : " packets") + " sent again");
    }

    private static String step(String step) {
        return switch (step) {
            case "" -> "asks what to do";
            case "discover" -> "is told to load the discovery system";
            case "hold" -> "is held, and told to load the discovery system";
            case "boot-disk" -> "is told to boot from its disk";
            case "stay" -> "is told to stay in the bootloader: there is nothing to boot";
            default -> "is told what to do: " + step;
        };
    }

    private static String report(Exchange exchange) {
        String said = exchange.detail(Detail.SAID);
        return said.isEmpty() ? ended(exchange, "reports") : (exchange.outcome() == Outcome.FAILED
                ? "the agent gives up: " : "the agent says: ") + said;
    }

    private static String receipt(Exchange exchange) {
        String said = exchange.detail(Detail.SAID);
        String what = said.isEmpty() ? "tells what became of a disk" : "the agent " + said;
        return said.isEmpty() || !because(exchange).isEmpty() ? ended(exchange, what) : what;
    }

    private static String order(Exchange exchange) {
        if (exchange.outcome() != Outcome.OK) {
            return "asks for an order";
        }
        String[] answer = exchange.detail(Detail.NOTE).split(": ", 2);
        return switch (answer[0]) {
            case "wait" -> "waits for an order";
            case "reboot" -> "is told to reboot";
            case "poweroff" -> "is told to power off";
            case "boot-on" -> "is told to leave the agent and boot its disk";
            case "read" -> "is told to read its hardware anew";
            case "wipe" -> "is told to erase disks";
            default -> "asks for an order";
        };
    }

    /** Firmware gets a file, whatever it is; iPXE a script. */
    private static String plain(Exchange exchange) {
        String name = FileWords.last(exchange.detail(Detail.FILE));
        return name.isEmpty() ? "" : (name.endsWith(".ipxe") ? "the script " : "the file ") + name;
    }

    private static String orTheAddress(Exchange exchange) {
        String address = address(exchange);
        return address.isEmpty() ? "the address" : address;
    }

    private static String address(Exchange exchange) {
        return exchange.keys().ip().map(Object::toString).orElse("");
    }

    private static String joined(String verb, String address, String file) {
        if (address.isEmpty() && file.isEmpty()) {
            return verb;
        }
        return verb + " " + address + (address.isEmpty() || file.isEmpty() ? "" : " and ") + file;
    }

    private static String ended(Exchange exchange, String what) {
        return switch (exchange.outcome()) {
            case OK -> what;
            case IGNORED -> what + "; not answered" + because(exchange);
            case REFUSED -> what + "; refused" + because(exchange);
            case ABORTED -> what + "; the machine broke it off" + because(exchange);
            case FAILED -> what + "; failed" + because(exchange);
        };
    }

    private static String because(Exchange exchange) {
        String why = exchange.detail(Detail.WHY);
        return why.isEmpty() ? "" : ": " + why;
    }
}
