package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers the exchanges of one machine and cuts them into power-ons. A machine does not say that it was switched on, so
 * its DISCOVERs have to tell:
 * <ul>
 * <li>PXE or HTTP firmware asks although something was loaded: new.
 * <li>An iPXE asks although a script told it what to boot: new, for that iPXE was replaced by what it booted.
 * <li>An iPXE asks with another transaction id after a pause, although an iPXE asked since the last load: new, for one
 * that retries keeps its id, and one that tries the next round does so within seconds. Such a machine has iPXE in its
 * NIC's ROM.
 * <li>Anything asks after a long pause: new.
 * </ul>
 */
final class PowerOns {
    private static final Duration LONG_PAUSE = Duration.ofMinutes(10);
    /** Firmware needs longer than this from the power button to its first DISCOVER. */
    private static final Duration RESET = Duration.ofSeconds(12);

    private final List<Line> lines = new ArrayList<>();
    private int number = 1;
    private boolean past;
    private boolean loaded;
    private boolean scripted;
    private boolean asked;
    private String xid = "";

    private PowerOns() {
    }

    /** @param sorted oldest first */
    static List<Line> of(List<Exchange> sorted) {
        PowerOns powerOns = new PowerOns();
        sorted.forEach(powerOns::add);
        return powerOns.lines;
    }

    private void add(Exchange next) {
        boolean discover = next.kind() == Kind.DISCOVER;
        if (discover && !lines.isEmpty() && startsAnew(next)) {
            number++;
            past = false;
            loaded = false;
            scripted = false;
            asked = false;
        }
        boolean ipxe = discover && Attempt.isIpxe(next);
        boolean rom = ipxe && !loaded;
        past |= Attempt.isPastFirmware(next);
        scripted |= next.kind() == Kind.SCRIPT_NEXT || next.kind() == Kind.FINGERPRINT;
        if (Attempt.isLoad(next)) {
            loaded = true;
            asked = false;
        }
        if (discover) {
            asked |= ipxe;
            xid = next.detail(Detail.XID);
        }
        lines.add(new Line(lines.size() + 1, number, next, rom, Notes.of(next, rom)));
    }

    private boolean startsAnew(Exchange next) {
        Duration pause = Duration.between(lines.getLast().exchange().at(), next.at());
        if (pause.compareTo(LONG_PAUSE) > 0 || (past || asked) && Attempt.isFirmware(next)) {
            return true;
        }
        return Attempt.isIpxe(next) && (scripted || asked && isFresh(next) && pause.compareTo(RESET) >= 0);
    }

    /** Retries keep the transaction, or at least count the seconds. */
    private boolean isFresh(Exchange next) {
        String now = next.detail(Detail.XID);
        return !now.isEmpty() && !xid.isEmpty() && !now.equals(xid) && next.number(Detail.SECS) <= 1;
    }
}
