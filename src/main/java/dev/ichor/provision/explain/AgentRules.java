package dev.ichor.provision.explain;

import dev.ichor.machine.flight.Detail;
import dev.ichor.machine.flight.Exchange;
import dev.ichor.machine.flight.Kind;
import dev.ichor.machine.flight.Outcome;
import dev.ichor.provision.explain.Verdict.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Findings about machines that fetched a script, up to the agent that waits. */
final class AgentRules {
    private static final Duration NEXT_FETCH = Duration.ofSeconds(30);
    /** Kernel start, unpacking, and LLDP, which neighbours send every 30 s. */
    private static final Duration AGENT_START = Duration.ofMinutes(3);
    private static final Duration AGENT_WORK = Duration.ofMinutes(3);
    /** Kernel and initramfs: what every system needs. */
    private static final int FILES_OF_A_SYSTEM = 2;

    private AgentRules() {
    }

    static List<Verdict> of(Attempt attempt, Situation situation) {
        if (!attempt.hasDone(Kind.SCRIPT_INIT, Kind.SCRIPT_NEXT) && !reached(attempt)) {
            return List.of();
        }
        return List.of(agent(attempt, situation).orElseGet(() -> script(attempt, situation)));
    }

    private static boolean reached(Attempt attempt) {
        return attempt.has(Kind.FINGERPRINT, Kind.REPORT, Kind.ORDER, Kind.WIPE_PLAN, Kind.WIPE_RECEIPT);
    }

    /** What the agent itself showed, if it ever spoke; a later script outdates it. */
    private static Optional<Verdict> agent(Attempt attempt, Situation situation) {
        Optional<Line> fingerprint = attempt.last(Kind.FINGERPRINT);
        if (fingerprint.isPresent()) {
            return Optional.of(fingerprint(attempt, situation, fingerprint.get()));
        }
        return attempt.last(Kind.REPORT, Kind.ORDER, Kind.WIPE_PLAN, Kind.WIPE_RECEIPT)
                .map(last -> report(attempt, situation, last));
    }

    private static Verdict fingerprint(Attempt attempt, Situation situation, Line line) {
        Exchange exchange = line.exchange();
        if (exchange.outcome() != Outcome.OK) {
            return new Verdict(Code.FINGERPRINT_REFUSED, "The agent's fingerprint was not taken"
                    + LoaderRules.because(exchange) + ".", "The agent tries again by itself. If the reason stays the "
                    + "same, the agent's image and the appliance may be of different versions: rebuild the assets and "
                    + "restart the machine.", Attempt.numbers(attempt.all(Kind.FINGERPRINT)));
        }
        if (situation.person()) {
            return held(situation, List.of(line.number()));
        }
        List<Integer> evidence = Attempt.numbers(Stream.concat(Stream.of(line), attempt.last(Kind.ORDER).stream()));
        return new Verdict(Code.WAITING_FOR_ORDER, "All is well: the machine was fingerprinted and waits for an order"
                + (situation.reason().isEmpty() ? "." : " (" + trimDot(situation.reason()) + ")."), "", evidence);
    }

    private static Verdict report(Attempt attempt, Situation situation, Line last) {
        Exchange exchange = last.exchange();
        if (exchange.outcome() == Outcome.FAILED || exchange.outcome() == Outcome.REFUSED) {
            return new Verdict(Code.AGENT_FAILED, "The agent reported that it could not go on: " + exchange.summary(),
                    "Look at the machine's console, which shows the same line with more around it.",
                    List.of(last.number()));
        }
        return attempt.quietFor(AGENT_WORK, situation)
                ? new Verdict(Code.AGENT_FAILED, "The agent started, and its fingerprint never came. The last it said: "
                        + exchange.summary(), "Look at the machine's console: a disk that does not answer can hold the "
                        + "agent up.", List.of(last.number()))
                : LoaderRules.running(attempt, "The agent is at work.");
    }

    private static Verdict script(Attempt attempt, Situation situation) {
        Optional<Line> next = attempt.last(Kind.SCRIPT_NEXT);
        if (next.isEmpty()) {
            return silentOr(attempt, situation, NEXT_FETCH, "The bootloader fetched its first script and then nothing "
                    + "more.", Kind.SCRIPT_INIT);
        }
        return switch (next.get().exchange().detail(Detail.STEP)) {
            case "hold", "stay" -> held(situation, List.of(next.get().number()));
            case "boot-disk" -> new Verdict(Code.BOOTS_FROM_DISK, "The machine was told to boot from its disk, and the "
                    + "appliance expects no more of it.", "If it does not start from the disk, look at its console: "
                    + "the firmware may have no boot entry for that disk.", List.of(next.get().number()));
            case "install" -> install(attempt, situation, next.get());
            default -> system(attempt, situation);
        };
    }

    /** A Talos that installs has no agent that reports: where the machine stands tells how far it came. */
    private static Verdict install(Attempt attempt, Situation situation, Line next) {
        return switch (situation.stage()) {
            case "installing" -> situation.person() ? held(situation, List.of(next.number()))
                    : new Verdict(Code.INSTALLING, "The machine was told to install: " + situation.reason(),
                    "`ichor log` shows what its node says.", List.of(next.number()));
            case "installed" -> new Verdict(Code.INSTALLED, "All is well: the machine was told to install, and runs "
                    + "from its own disk.", "", List.of(next.number()));
            default -> system(attempt, situation);
        };
    }

    private static Verdict system(Attempt attempt, Situation situation) {
        List<Line> assets = attempt.all(Kind.ASSET).toList();
        if (assets.isEmpty()) {
            return silentOr(attempt, situation, NEXT_FETCH, "The bootloader fetched the script that says what to boot, "
                    + "and then nothing more.", Kind.SCRIPT_INIT, Kind.SCRIPT_NEXT);
        }
        long whole = assets.stream().map(Line::exchange).filter(e -> e.outcome() == Outcome.OK)
                .map(e -> e.detail(Detail.FILE)).distinct().count();
        if (whole < FILES_OF_A_SYSTEM) {
            return attempt.quietFor(NEXT_FETCH, situation) ? incomplete(assets)
                    : LoaderRules.running(attempt, "The machine is loading the system.");
        }
        return attempt.quietFor(AGENT_START, situation) ? agentSilent(attempt)
                : LoaderRules.running(attempt, "The machine has loaded the system and is starting it.");
    }

    private static Verdict incomplete(List<Line> assets) {
        Exchange last = assets.getLast().exchange();
        String what = last.outcome() == Outcome.OK ? "The machine fetched \"" + last.detail(Detail.FILE)
                + "\" and none of the other files of the system." : "The machine did not get \""
                + last.detail(Detail.FILE) + "\" whole: " + last.number(Detail.BYTES) + " of "
                + last.number(Detail.SIZE) + " bytes" + LoaderRules.because(last) + ".";
        return new Verdict(Code.SYSTEM_INCOMPLETE, what, "The machine may have too little memory for the image, or the "
                + "network breaks long transfers: look at its console and at the switch port's error counters.",
                Attempt.numbers(assets.stream()));
    }

    private static Verdict agentSilent(Attempt attempt) {
        if (attempt.last(Kind.SCRIPT_NEXT).filter(line -> line.exchange().detail(Detail.STEP).equals("install"))
                .isPresent()) {
            return new Verdict(Code.TALOS_SILENT, "The machine fetched Talos's kernel and initramfs, and never got its "
                    + "configuration.", "Look at the machine's console: a kernel panic, a NIC without a driver or no "
                    + "address show there. `ichor refusals` shows whether its ticket was refused.",
                    Attempt.numbers(attempt.all(Kind.ASSET)));
        }
        String dhcp = attempt.discovers(Detail.SYSTEM).findAny().isPresent()
                ? "It asked for an address, so its kernel runs: check that TCP to the appliance's boot port is open "
                        + "from the address it got." : "Look at the machine's console: a kernel panic, a NIC without a "
                        + "driver in the image, or no link show there.";
        return new Verdict(Code.AGENT_SILENT, "The machine fetched kernel and initramfs, and the agent never reported.",
                dhcp, Attempt.numbers(Stream.concat(attempt.all(Kind.ASSET), attempt.discovers(Detail.SYSTEM))));
    }

    private static Verdict held(Situation situation, List<Integer> evidence) {
        String reason = situation.reason().isEmpty() ? "no reason was recorded" : trimDot(situation.reason());
        return new Verdict(Code.HELD, "The machine is held: " + reason + ".", "Nothing is done to a held machine until "
                + "a person decides; `ichor machines show` names what is in its way.", evidence);
    }

    private static Verdict silentOr(Attempt attempt, Situation situation, Duration patience, String text,
                                    Kind... kinds) {
        return attempt.quietFor(patience, situation)
                ? new Verdict(Code.SCRIPT_SILENT, text, "Look at the machine's console, which shows the bootloader's "
                        + "own error; https://ipxe.org/err explains its number.", Attempt.numbers(attempt.all(kinds)))
                : LoaderRules.running(attempt, "The bootloader is working on its script.");
    }

    private static String trimDot(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
