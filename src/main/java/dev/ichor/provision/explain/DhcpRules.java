package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provision.explain.Verdict.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Findings about machines that came no further than DHCP. */
final class DhcpRules {
    /** EDK2 and most ROMs give up within 60 s (4 tries of 4, 8, 16 and 32 s). */
    private static final Duration FIRMWARE_PATIENCE = Duration.ofSeconds(20);

    private DhcpRules() {
    }

    static List<Verdict> of(Attempt attempt, Situation situation) {
        List<Line> discovers = attempt.firmwareDiscovers().toList();
        if (discovers.isEmpty()) {
            return List.of(notNetbooting(attempt));
        }
        if (!attempt.has(Kind.OFFER, Kind.BOOT_SERVER_ACK)) {
            return List.of(notOffered(attempt, discovers));
        }
        if (!attempt.quietFor(FIRMWARE_PATIENCE, situation) && discovers.size() < 3) {
            return List.of(new Verdict(Code.IN_PROGRESS, "The machine was offered a boot file a moment ago.",
                    "Ask again in half a minute.", List.of(attempt.lines().getLast().number())));
        }
        return List.of(notFollowed(attempt, situation, discovers));
    }

    private static Verdict notNetbooting(Attempt attempt) {
        return new Verdict(Code.NOT_NETBOOTING, "Only a running system of this machine was heard: its firmware did not "
                + "try to boot from the network.", "Set network boot before the disks in the firmware, or choose it in "
                + "the one-time boot menu, and restart the machine.",
                Attempt.numbers(attempt.lines().stream()));
    }

    private static Verdict notOffered(Attempt attempt, List<Line> discovers) {
        String why = attempt.all(exchange -> exchange.outcome() == Outcome.IGNORED
                        || exchange.outcome() == Outcome.FAILED)
                .map(line -> line.exchange().detail(Detail.WHY)).filter(text -> !text.isEmpty()).findFirst()
                .orElse("no reason was recorded");
        return new Verdict(Code.NOT_OFFERED, "The firmware asked, and no boot file was offered: " + why + ".",
                "If the architecture is one the appliance should serve, add its bootloader to the assets; the settings "
                        + "say whether DHCP is off.", Attempt.numbers(discovers.stream()));
    }

    private static Verdict notFollowed(Attempt attempt, Situation situation, List<Line> discovers) {
        List<String> foreign = foreignServers(attempt, situation);
        if (!foreign.isEmpty()) {
            return foreignServer(attempt, foreign, discovers);
        }
        if (attempt.discovers(Detail.HTTP_FIRMWARE).findAny().isPresent()
                && attempt.discovers(Detail.FIRMWARE).findAny().isEmpty()) {
            return httpRefused(attempt, discovers);
        }
        if (!situation.proxy()) {
            return noVariant(attempt, discovers);
        }
        boolean gotAddress = attempt.has(Kind.REQUEST, Kind.FOREIGN_OFFER);
        if (!gotAddress && discovers.size() >= 2) {
            return noAddress(attempt, discovers);
        }
        return variants(attempt) > 1 ? noVariant(attempt, discovers) : secondOffer(attempt, discovers);
    }

    private static List<String> foreignServers(Attempt attempt, Situation situation) {
        List<String> found = new ArrayList<>(situation.foreignServers());
        attempt.all(exchange -> exchange.kind() == Kind.FOREIGN_OFFER && exchange.detail(Detail.PXE).equals("yes"))
                .map(line -> line.exchange().detail(Detail.SERVER)).forEach(found::add);
        return found.stream().distinct().toList();
    }

    private static Verdict foreignServer(Attempt attempt, List<String> servers, List<Line> discovers) {
        String names = String.join(" and ", servers);
        return new Verdict(Code.FOREIGN_PXE_SERVER, "Another DHCP server (" + names + ") sends boot options of its "
                + "own, and the firmware did not follow ours.", "Take the boot options 43, 60, 66 and 67 and the "
                + "next-server address out of " + names + " for this network.", evidence(discovers,
                attempt.all(Kind.OFFER, Kind.FOREIGN_OFFER, Kind.REQUEST)));
    }

    private static Verdict httpRefused(Attempt attempt, List<Line> discovers) {
        return new Verdict(Code.HTTP_REFUSED, "The firmware asked for UEFI HTTP boot, was offered a URL and never "
                + "fetched it.", "Many firmwares refuse plain http:// until a setting allows it: look for \"HTTP "
                + "boot\" or \"allow HTTP connections\" in the firmware, or choose PXE (IPv4) there instead.",
                evidence(discovers, attempt.all(Kind.OFFER, Kind.REQUEST, Kind.ACK)));
    }

    private static Verdict noAddress(Attempt attempt, List<Line> discovers) {
        return new Verdict(Code.NO_ADDRESS, "The firmware heard our boot offer and got an address from nobody, so it "
                + "keeps asking.", "In proxy mode the site's DHCP server must give addresses on this network: check "
                + "its scope, its pool and the relay, or set dhcp.mode to full on an isolated network.",
                evidence(discovers, attempt.all(Kind.OFFER)));
    }

    private static Verdict secondOffer(Attempt attempt, List<Line> discovers) {
        return new Verdict(Code.SECOND_OFFER_IGNORED, "The firmware took its address from another DHCP server and "
                + "ignored our boot offer beside it.", "Restart it once: the next variant of the offer is tried by "
                + "itself. Some firmwares never look at a second offer; for those set dhcp.mode to full "
                + "on an isolated network.",
                evidence(discovers, attempt.all(Kind.OFFER, Kind.REQUEST, Kind.FOREIGN_OFFER)));
    }

    private static Verdict noVariant(Attempt attempt, List<Line> discovers) {
        long variants = Math.max(1, variants(attempt));
        return new Verdict(Code.NO_VARIANT_FOLLOWED, "The firmware was offered a boot file "
                + attempt.all(Kind.OFFER).count() + " times in " + variants + (variants == 1 ? " variant" : " variants")
                + " and followed none.", "See whether the answers reach it at all (VLAN tag, port security, DHCP "
                + "snooping on the switch: the appliance's port must be trusted), then try the other network boot "
                + "entry of the firmware (PXE instead of HTTP, or the other way round).",
                evidence(discovers, attempt.all(Kind.OFFER)));
    }

    private static long variants(Attempt attempt) {
        return attempt.all(Kind.OFFER).map(Line::exchange).map(DhcpRules::variant).distinct().count();
    }

    private static String variant(Exchange offer) {
        return offer.detail(Detail.VARIANT);
    }

    private static List<Integer> evidence(List<Line> lines, Stream<Line> more) {
        return Attempt.numbers(Stream.concat(lines.stream(), more));
    }
}
