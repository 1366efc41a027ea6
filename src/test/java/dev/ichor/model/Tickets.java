package dev.ichor.model;

import dev.ichor.machine.BootId;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.Consider;
import dev.ichor.provision.NodeWord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives configurations to those who bring a ticket, and hears what nodes say, as the appliance does it. */
final class Tickets {
    private static final int LIFE = 660;
    private static final int GRACE = 120;

    /** {@code asked} tells a second one of the same boot from the first. */
    record Ticket(MachineId machine, String arm, BootId boot, Instant until, long asked) {
    }

    private final Appliance appliance;
    private final Map<Ticket, Instant> used = new HashMap<>();
    private final Map<MachineId, BootId> asked = new HashMap<>();

    Tickets(Appliance appliance) {
        this.appliance = appliance;
    }

    void asks(Machine machine, BootId boot) {
        asked.merge(machine.id(), boot, (one, other) -> one.isBefore(other) ? other : one);
    }

    Optional<Ticket> give(Box box, Arm arm) {
        return owner(box).map(machine -> new Ticket(machine.id(), arm.id(), box.boot,
                appliance.now.plusSeconds(LIFE), appliance.number()));
    }

    private Optional<Machine> owner(Box box) {
        return appliance.machines.values().stream()
                .filter(machine -> machine.identity().macs().contains(box.macs.getFirst())).findFirst();
    }

    /** The configuration: what allows it, or nothing. */
    Optional<Arm> fetch(Box from, Ticket ticket) {
        Machine machine = appliance.machines.get(ticket.machine());
        Optional<Arm> arm = machine == null || !machine.identity().macs().contains(from.macs.getFirst())
                ? Optional.empty() : used.containsKey(ticket) ? again(machine, ticket) : first(machine, ticket);
        if (arm.isEmpty()) {
            appliance.ledger.counts.refusedTickets++;
        }
        return arm;
    }

    private Optional<Arm> again(Machine machine, Ticket ticket) {
        Instant first = used.get(ticket);
        return machine.stage() instanceof Stage.Installing stage && stage.boot().equals(ticket.boot())
                && stage.arm().id().equals(ticket.arm()) && !stage.progress().isHeard()
                && stage.arm().isLive(appliance.now)
                && appliance.now.isBefore(first.plusSeconds(GRACE)) && !appliance.now.isBefore(first.minusSeconds(60))
                ? Optional.of(stage.arm()) : Optional.empty();
    }

    private Optional<Arm> first(Machine machine, Ticket ticket) {
        if (!appliance.now.isBefore(ticket.until())
                || ticket.until().isAfter(appliance.now.plusSeconds(LIFE + 60))) {
            return Optional.empty();
        }
        Optional<MachineEvent> started = Consider.onInstall(machine, ticket.boot(), appliance.now)
                .filter(event -> ((MachineEvent.InstallStarted) event).arm().equals(ticket.arm()));
        if (started.isEmpty()) {
            return Optional.empty();
        }
        boolean retry = machine.stage() instanceof Stage.Installing;
        appliance.ledger.counts.retries += retry ? 1 : 0;
        used.put(ticket, appliance.now);
        return Optional.of(((Stage.Installing) appliance.apply(machine, List.of(started.get())).stage()).arm());
    }

    void word(Box box, NodeWord word) {
        owner(box).ifPresent(machine -> {
            boolean restarted = machine.stage() instanceof Stage.Installing stage
                    && stage.boot().isBefore(asked.getOrDefault(machine.id(), stage.boot()));
            appliance.apply(machine, Consider.onNodeWord(machine, restarted ? Consider.afterRestart(machine, word)
                    : word, appliance.now));
        });
    }
}
