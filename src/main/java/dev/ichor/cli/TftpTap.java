package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Keys;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.tftp.TransferRecord;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Puts TFTP transfers on the flight recorder. */
final class TftpTap {
    private TftpTap() {
    }

    static Exchange exchange(TransferRecord transfer, Instant at) {
        Map<String, String> details = new HashMap<>();
        details.put(Detail.FILE, transfer.file());
        details.put(Detail.BYTES, String.valueOf(transfer.bytes()));
        if (transfer.size() > 0) {
            details.put(Detail.SIZE, String.valueOf(transfer.size()));
        }
        details.put(Detail.RETRANSMITS, String.valueOf(transfer.retransmits()));
        details.put(Detail.BLOCK, String.valueOf(transfer.blksize()));
        details.put("window", String.valueOf(transfer.window()));
        details.put(Detail.MILLIS, String.valueOf(transfer.duration().toMillis()));
        Kind kind = transfer.outcome() instanceof dev.ichor.tftp.Outcome.SizeProbe ? Kind.TFTP_PROBE
                : Kind.TFTP_TRANSFER;
        String why = why(transfer.outcome());
        if (!why.isEmpty()) {
            details.put(Detail.WHY, why);
        }
        Keys keys = transfer.client().getAddress() instanceof Inet4Address ip ? Keys.of(Ipv4.of(ip)) : Keys.NONE;
        return new Exchange(at, keys, kind, outcome(transfer.outcome()), summary(transfer), details);
    }

    /** Whether the machine did what an offer of ours asked of it. A name that is not ours came from elsewhere. */
    static boolean follows(TransferRecord transfer) {
        return switch (transfer.outcome()) {
            case dev.ichor.tftp.Outcome.Refused(int code, String text) -> false;
            case dev.ichor.tftp.Outcome.Done(), dev.ichor.tftp.Outcome.Unconfirmed(),
                 dev.ichor.tftp.Outcome.SizeProbe(), dev.ichor.tftp.Outcome.Restarted(),
                 dev.ichor.tftp.Outcome.TimedOut(), dev.ichor.tftp.Outcome.ClientGone() -> true;
            case dev.ichor.tftp.Outcome.AbortedByClient(int code, String text) -> true;
            case dev.ichor.tftp.Outcome.Failed(String why) -> true;
        };
    }

    private static String summary(TransferRecord transfer) {
        return "TFTP \"" + transfer.file() + "\" " + transfer.outcome().label() + ", " + transfer.bytes() + " bytes in "
                + transfer.duration().toMillis() + " ms, " + transfer.retransmits() + " sent again";
    }

    private static Outcome outcome(dev.ichor.tftp.Outcome outcome) {
        return switch (outcome) {
            case dev.ichor.tftp.Outcome.Done() -> Outcome.OK;
            case dev.ichor.tftp.Outcome.Unconfirmed() -> Outcome.OK;
            case dev.ichor.tftp.Outcome.SizeProbe() -> Outcome.ABORTED;
            case dev.ichor.tftp.Outcome.AbortedByClient(int code, String text) -> Outcome.ABORTED;
            case dev.ichor.tftp.Outcome.Restarted() -> Outcome.ABORTED;
            case dev.ichor.tftp.Outcome.TimedOut() -> Outcome.FAILED;
            case dev.ichor.tftp.Outcome.ClientGone() -> Outcome.ABORTED;
            case dev.ichor.tftp.Outcome.Refused(int code, String text) -> Outcome.REFUSED;
            case dev.ichor.tftp.Outcome.Failed(String why) -> Outcome.FAILED;
        };
    }

    private static String why(dev.ichor.tftp.Outcome outcome) {
        return switch (outcome) {
            case dev.ichor.tftp.Outcome.Done(), dev.ichor.tftp.Outcome.SizeProbe(),
                 dev.ichor.tftp.Outcome.Restarted() -> "";
            case dev.ichor.tftp.Outcome.Unconfirmed() -> "the last acknowledgement did not come";
            case dev.ichor.tftp.Outcome.AbortedByClient(int code, String text) -> "error " + code + " " + text;
            case dev.ichor.tftp.Outcome.TimedOut() -> "the machine fell silent";
            case dev.ichor.tftp.Outcome.ClientGone() -> "the machine closed its port";
            case dev.ichor.tftp.Outcome.Refused(int code, String text) -> text;
            case dev.ichor.tftp.Outcome.Failed(String why) -> why;
        };
    }
}
