package dev.ichor.model;

import static dev.ichor.model.Ledger.law;

import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Evolve;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Identify;
import dev.ichor.machine.Identity;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.AgentStep;
import dev.ichor.provision.ArmRules;
import dev.ichor.provision.ArmWish;
import dev.ichor.provision.BootRules;
import dev.ichor.provision.Consider;
import dev.ichor.provision.Decide;
import dev.ichor.provision.NextStep;
import dev.ichor.provision.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The appliance without its database: keeps machines and fingerprints, and does what the pure functions say. Each
 * method is one transaction, so whatever it changed survives a crash; what a crash takes away is the answer.
 */
final class Appliance {
    static final BootRules RULES = new BootRules(Set.of(Arch.X86_64), 6);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Map<MachineId, Machine> machines = new TreeMap<>();
    final Map<Sha256, Box.Seen> prints = new HashMap<>();
    final Ledger ledger;
    final Tickets tickets = new Tickets(this);
    Instant now = START;
    private long counter;

    Appliance(Ledger ledger) {
        this.ledger = ledger;
    }

    long number() {
        return ++counter;
    }

    private Identification who(Identity identity) {
        return Identify.of(identity, new ArrayList<>(machines.values()));
    }

    /** What the machine of that boot is, if the appliance knows the boot. */
    Optional<Machine> of(BootId boot) {
        return machines.values().stream().filter(machine -> machine.evidence().boot().equals(boot)).findFirst();
    }

    /** A question; asked twice, and changing nothing. */
    NextStep ask(Box box) {
        Sighting seen = box.sighting(now);
        Identification who = who(seen.identity());
        NextStep step = Decide.next(who, seen, box.boots, Readiness.READY, RULES, now);
        law(step.equals(Decide.next(who(seen.identity()), seen, box.boots, Readiness.READY, RULES, now)), "asked twice");
        switch (who) {
            case Identification.New _ -> law(step instanceof NextStep.Discover || step instanceof NextStep.Stay,
                    "law 1: a stranger is told to " + step.label());
            case Identification.Conflict _ -> law(step instanceof NextStep.Hold || step instanceof NextStep.Stay,
                    "law 8: one that may be two is told to " + step.label());
            case Identification.Known known -> {
                known(known.machine(), seen, step);
                tickets.asks(known.machine(), seen.boot());
            }
        }
        return step;
    }

    private void known(Machine machine, Sighting seen, NextStep step) {
        if (step instanceof NextStep.Install install) {
            boolean again = machine.stage() instanceof Stage.Installing stage && (stage.boot().equals(seen.boot())
                    || stage.progress().failure().isPresent() && stage.progress().tries() < Consider.MOST_TRIES
                    && stage.arm().isLive(now));
            law(again || !ledger.isOver(install.arm().id()) && install.arm().purpose() == Arm.Purpose.INSTALL
                    && now.isBefore(install.arm().until()) && install.arm().toErase().isEmpty()
                    && machine.stage() instanceof Stage.Armed armed && armed.arm().equals(install.arm()),
                    "law 1: told to install without a live arm");
        }
        law(!(machine.stage() instanceof Stage.Held) || step instanceof NextStep.Hold
                || step instanceof NextStep.Stay, "law 8: a held machine is told to " + step.label());
        law(!(machine.stage() instanceof Stage.Installed) || step instanceof NextStep.BootDisk,
                "law 6: an installed machine is told to " + step.label());
    }

    /** An agent's question. */
    AgentStep agent(Box box) {
        return of(box.boot).map(machine -> Decide.agent(machine, box.boot, Readiness.READY, now)).orElse(null);
    }

    /** Takes a fingerprint in, as {@code Intake} does; true if it was taken or is known. */
    boolean take(Identity identity, BootId boot, Box.Seen seen) {
        Identification who = who(identity);
        Optional<Machine> before = switch (who) {
            case Identification.New _ -> Optional.empty();
            case Identification.Known known -> Optional.of(known.machine());
            case Identification.Conflict conflict -> conflict.self();
        };
        if (before.isPresent() && before.get().evidence().overtakes(boot)) {
            return false;
        }
        if (prints.putIfAbsent(seen.hash(), seen) != null) {
            return true;
        }
        MachineEvent.FingerprintTaken taken = new MachineEvent.FingerprintTaken(now, boot, seen.hash(), identity,
                List.of());
        Machine machine = before.isPresent() ? apply(before.get(), List.of(taken))
                : Evolve.begin(MachineId.of(number()), taken);
        machines.put(machine.id(), machine);
        Optional<Fingerprint> bound = machine.stage() instanceof Stage.Armed armed
                ? Optional.ofNullable(prints.get(armed.arm().fingerprint())).map(Box.Seen::print) : Optional.empty();
        apply(machine, Consider.onFingerprint(machine, seen.print(), bound, now));
        if (who instanceof Identification.Conflict conflict) {
            List<MachineId> others = conflict.others().stream().map(Machine::id).toList();
            hold(machine.id(), conflict.why(), others);
            others.forEach(other -> hold(other, conflict.why(), List.of(machine.id())));
        }
        return true;
    }

    private void hold(MachineId id, String why, List<MachineId> with) {
        ledger.counts.held++;
        List<MachineId> already = machines.get(id).stage() instanceof Stage.Held held ? held.others() : List.of();
        happens(id, new MachineEvent.Held(now, why, Stream.concat(already.stream(), with.stream()).toList()));
    }

    /** The time passes, perhaps backwards. */
    void time(Instant to) {
        now = to;
        machines.values().stream().toList().forEach(machine -> apply(machine, Consider.onTime(machine, now)));
    }

    Machine happens(MachineId id, MachineEvent event) {
        return apply(machines.get(id), Consider.with(machines.get(id), event));
    }

    /** What a wish to arm comes to. */
    ArmRules.Answer arm(MachineId id, Arm.Purpose purpose, List<String> disks, Sha256 seen, List<String> typed,
                        boolean byPolicy) {
        Machine machine = machines.get(id);
        ArmWish wish = new ArmWish(String.format("a-%010x", number()), purpose, disks, seen, typed,
                byPolicy ? "policy p" : "ann", byPolicy, now, now.plusSeconds(1800));
        ArmRules.Answer answer = ArmRules.arm(machine, prints.get(machine.evidence().fingerprint()).print(), wish);
        switch (answer) {
            case ArmRules.Answer.Given given -> {
                law(!(machine.stage() instanceof Stage.Held), "law 8: a held machine is armed");
                law(!byPolicy || machine.installed().isEmpty(), "law 6: a policy arms an installed machine");
                law(given.arm().disks().stream().allMatch(disk -> disk.disk().isSound()), "law 2: an arm names all");
                ledger.armed(given.arm(), typed, prints.get(seen));
                apply(machine, given.events());
            }
            case ArmRules.Answer.Refused _ -> ledger.counts.refusedArms++;
        }
        return answer;
    }

    Consider.Heard receipt(Box box, String arm, int number, dev.ichor.machine.arm.ArmedDisk.State state) {
        Optional<Machine> machine = of(box.boot);
        if (machine.isEmpty()) {
            return new Consider.Heard.Over("unknown boot");
        }
        Consider.Heard heard = Consider.onReceipt(machine.get(), box.boot, arm, number, state, 0, "", now);
        if (heard instanceof Consider.Heard.News news) {
            apply(machine.get(), List.of(news.event()));
        }
        return heard;
    }

    Machine apply(Machine machine, List<MachineEvent> events) {
        Machine after = machine;
        for (MachineEvent event : events) {
            if (event instanceof MachineEvent.ArmEnded ended) {
                ledger.ended(ended.arm());
                count(ended.end());
            }
            after = Evolve.apply(after, event);
        }
        if (machine.stage() instanceof Stage.Armed armed && !(after.stage() instanceof Stage.Armed)) {
            law(ledger.isOver(armed.arm().id()) || after.stage() instanceof Stage.Installing, "an arm is dropped in"
                    + " silence by " + events);
        }
        if (after.stage() instanceof Stage.Armed now && !(machine.stage() instanceof Stage.Armed was
                && was.arm().id().equals(now.arm().id()))) {
            law(events.stream().anyMatch(MachineEvent.ArmGiven.class::isInstance), "law 1: armed by " + events);
        }
        machines.put(after.id(), after);
        return after;
    }

    private void count(MachineEvent.ArmEnded.End end) {
        switch (end) {
            case VOIDED -> ledger.counts.voided++;
            case EXPIRED -> ledger.counts.expired++;
            case SPENT -> ledger.counts.spent++;
            case DISARMED -> {
            }
        }
    }
}
