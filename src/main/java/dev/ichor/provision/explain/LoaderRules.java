package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provision.explain.Verdict.Code;
import java.time.Duration;
import java.util.List;

/** Findings about machines that followed the offer and did not come as far as iPXE's first script. */
final class LoaderRules {
    private static final Duration NEXT_FETCH = Duration.ofSeconds(20);
    /** Switch ports with spanning tree forward only 30 s after iPXE has reset the link. */
    private static final Duration IPXE_START = Duration.ofSeconds(60);
    /** iPXE tries DHCP on each NIC and waits for links: the embedded script takes its time. */
    private static final Duration IPXE_DHCP = Duration.ofSeconds(45);
    private static final int LOSS_PERCENT = 3;

    private LoaderRules() {
    }

    static List<Verdict> of(Attempt attempt, Situation situation) {
        List<Line> ipxe = attempt.loaderDiscovers().toList();
        if (!ipxe.isEmpty()) {
            return attempt.quietFor(IPXE_DHCP, situation) ? List.of(noScript(attempt, situation, ipxe))
                    : List.of(running(attempt, "The bootloader runs and asks for an address."));
        }
        if (attempt.loaded()) {
            return attempt.quietFor(IPXE_START, situation) ? List.of(loaderSilent(attempt))
                    : List.of(running(attempt, "The bootloader was loaded a moment ago."));
        }
        if (!attempt.followed()) {
            return List.of();
        }
        if (!attempt.quietFor(NEXT_FETCH, situation)) {
            return List.of(running(attempt, "The firmware is loading the bootloader."));
        }
        return List.of(attempt.last(Kind.TFTP_TRANSFER, Kind.BOOTLOADER).map(last -> broken(attempt, last))
                .orElseGet(() -> attempt.has(Kind.TFTP_PROBE) ? probeOnly(attempt) : followedNothing(attempt)));
    }

    /** What a transfer that succeeded says about the network all the same. */
    static List<Verdict> notes(Attempt attempt) {
        List<Line> lossy = attempt.all(Kind.TFTP_TRANSFER)
                .filter(line -> line.exchange().outcome() == Outcome.OK && isLossy(line.exchange())).toList();
        return lossy.isEmpty() ? List.of() : List.of(new Verdict(Code.LOSSY_TRANSFER, "The network lost packets while "
                + "a boot file went over TFTP: " + lossy.getLast().exchange().number(Detail.RETRANSMITS)
                + " were sent again.", "Look at the error counters of the switch port, the cable and duplex settings.",
                Attempt.numbers(lossy.stream())));
    }

    private static boolean isLossy(Exchange exchange) {
        long block = Math.max(1, exchange.number(Detail.BLOCK));
        long packets = exchange.number(Detail.BYTES) / block + 1;
        return exchange.number(Detail.RETRANSMITS) * 100 > packets * LOSS_PERCENT;
    }

    static Verdict running(Attempt attempt, String text) {
        return new Verdict(Code.IN_PROGRESS, text, "Ask again in a minute.",
                List.of(attempt.lines().getLast().number()));
    }

    private static Verdict broken(Attempt attempt, Line last) {
        Exchange exchange = last.exchange();
        List<Integer> evidence = Attempt.numbers(attempt.all(Kind.TFTP_PROBE, Kind.TFTP_TRANSFER, Kind.BOOTLOADER));
        return switch (exchange.outcome()) {
            case OK -> probeOnly(attempt);
            case REFUSED, IGNORED -> new Verdict(Code.LOADER_REFUSED, "The machine asked for the boot file \""
                    + exchange.detail(Detail.FILE) + "\" and was refused" + because(exchange) + ".", "If the name is "
                    + "not one of the appliance's, another DHCP server or a setting in the firmware names it: take it "
                    + "out there.", evidence);
            case ABORTED -> new Verdict(Code.LOADER_ABORTED, "The machine broke off the boot file after "
                    + exchange.number(Detail.BYTES) + of(exchange) + " bytes.", "Firmware does that when the file does "
                    + "not fit into its memory or it dislikes the block size: look at the machine's console, and try "
                    + "its other network boot entry.", evidence);
            case FAILED -> timeout(exchange, evidence);
        };
    }

    private static Verdict timeout(Exchange exchange, List<Integer> evidence) {
        long bytes = exchange.number(Detail.BYTES);
        String where = bytes == 0 ? "before the first block was acknowledged"
                : "after " + bytes + of(exchange) + " bytes";
        String mend = bytes == 0 ? "TFTP answers from a port of its own: a firewall between machine and appliance must "
                + "let UDP through on all high ports, not only on 69. A block size over the path's MTU looks the same: "
                + "lower tftp.block-size." : "Packets get lost on the way: look at the error counters of the switch "
                + "port, the cable, and whether the path's MTU is smaller than the block size; lower tftp.block-size.";
        return new Verdict(Code.TFTP_TIMEOUT, "The transfer of the boot file ran out of time " + where + " ("
                + exchange.number(Detail.RETRANSMITS) + " packets were sent again)" + because(exchange) + ".", mend,
                evidence);
    }

    private static Verdict probeOnly(Attempt attempt) {
        return new Verdict(Code.PROBE_ONLY, "The firmware asked for the size of the boot file and never came for the "
                + "file itself.", "The firmware may find the file too large or have lost its second request: look at "
                + "the machine's console, let UDP through on all high ports, and try its other network boot entry.",
                Attempt.numbers(attempt.all(Kind.TFTP_PROBE, Kind.BOOTLOADER)));
    }

    private static Verdict followedNothing(Attempt attempt) {
        return new Verdict(Code.NO_VARIANT_FOLLOWED, "The firmware asked the boot server on port 4011, was answered "
                + "and never asked for the file.", "Let UDP ports 4011 and 69 through between machine and appliance; "
                + "restart the machine once: the next variant of the offer is tried by itself.",
                Attempt.numbers(attempt.all(Kind.OFFER, Kind.BOOT_SERVER_REQUEST, Kind.BOOT_SERVER_ACK)));
    }

    private static Verdict loaderSilent(Attempt attempt) {
        return new Verdict(Code.LOADER_SILENT, "The bootloader was loaded whole, and then nothing was heard any more.",
                "Secure Boot refuses a bootloader that is not signed for it: turn it off or enrol the key. Otherwise "
                        + "the bootloader does not work with this NIC: choose the other variant of the boot file.",
                Attempt.numbers(attempt.all(Kind.TFTP_TRANSFER, Kind.BOOTLOADER)));
    }

    private static Verdict noScript(Attempt attempt, Situation situation, List<Line> ipxe) {
        String address = situation.proxy() ? "that the site's DHCP server answers the bootloader too (a pool that is "
                + "full, one lease for each client id), " : "";
        return new Verdict(Code.IPXE_NO_SCRIPT, "The bootloader runs and asked for an address, and never fetched its "
                + "first script.", "Check " + address + "that TCP to the appliance's boot port is open, and that the "
                + "switch port forwards at once (PortFast): iPXE resets the link.",
                Attempt.numbers(java.util.stream.Stream.concat(ipxe.stream(), attempt.all(Kind.ACK))));
    }

    private static String of(Exchange exchange) {
        return exchange.detail(Detail.SIZE).isEmpty() ? "" : " of " + exchange.number(Detail.SIZE);
    }

    static String because(Exchange exchange) {
        return exchange.detail(Detail.WHY).isEmpty() ? "" : ": " + exchange.detail(Detail.WHY);
    }
}
