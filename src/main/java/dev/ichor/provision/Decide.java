package dev.ichor.provision;

import dev.ichor.machine.BootId;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Order;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.Stage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one decision: what a machine does next. A pure function of what is known, what was just seen, the settings and
 * the time; asked twice, it answers the same. Everything that answers a machine asks here and nowhere else.
 */
public final class Decide {
    private Decide() {
    }

    /**
     * What a machine in its boot loader does next.
     *
     * @param who   who asks, by {@link dev.ichor.machine.Identify}
     * @param seen  the question
     * @param rules settings
     * @param now   the time
     */
    public static NextStep next(Identification who, Sighting seen, BootRules rules, Instant now) {
        NextStep wanted = switch (who) {
            case Identification.New _ -> new NextStep.Discover(new Reason("unknown-machine",
                    "This machine is not in the inventory yet. Its hardware is read, no disk is written."));
            case Identification.Known known -> known(known.machine(), now);
            case Identification.Conflict conflict -> new NextStep.Hold(
                    held(conflict.why(), conflict.others().stream().map(Machine::id).toList()));
        };
        boolean needsImage = switch (wanted) {
            case NextStep.Discover _, NextStep.Hold _ -> true;
            case NextStep.BootDisk _, NextStep.Stay _ -> false;
        };
        return needsImage && !rules.discoverable().contains(seen.arch())
                ? new NextStep.Stay(new Reason("no-discovery-image", "There is no discovery image for the architecture "
                + seen.arch().label() + ", so its hardware cannot be read."))
                : wanted;
    }

    private static NextStep known(Machine machine, Instant now) {
        return switch (machine.stage()) {
            case Stage.Held held -> new NextStep.Hold(held(held.why(), held.others()));
            case Stage.Discovered _ when machine.mayBootDisk(now) -> new NextStep.BootDisk(ordered(machine));
            case Stage.Discovered _ -> new NextStep.Discover(nothingToDo(machine));
        };
    }

    /**
     * What a machine in the discovery agent does next.
     *
     * @param boot the boot that the agent runs in: an order for another boot is not for this agent
     */
    public static AgentStep agent(Machine machine, BootId boot, Instant now) {
        Order.Kind kind = machine.order().filter(order -> order.isFor(boot, now)).map(Order::kind)
                .orElse(Order.Kind.WAIT);
        Reason waiting = reason(machine);
        Reason reason = switch (kind) {
            case WAIT -> waiting;
            case REBOOT, POWEROFF, BOOT_ON -> ordered(machine);
        };
        return new AgentStep(machine.turn(), kind, reason);
    }

    /** Why a machine stands where it stands, and what it waits for. */
    public static Reason reason(Machine machine) {
        return switch (machine.stage()) {
            case Stage.Held held -> held(held.why(), held.others());
            case Stage.Discovered _ -> nothingToDo(machine);
        };
    }

    private static Reason nothingToDo(Machine machine) {
        return new Reason("nothing-to-do", "Discovered as " + machine.id()
                + ". Nothing is assigned to this machine yet, so it waits in the discovery image.");
    }

    private static Reason held(String why, List<MachineId> others) {
        return new Reason("held", "Held with " + others.stream().map(MachineId::toString)
                .collect(Collectors.joining(", ")) + ": " + why + ". A person must decide. Nothing is installed.");
    }

    private static Reason ordered(Machine machine) {
        Order order = machine.order().orElseThrow();
        return new Reason("ordered-" + order.kind().label(), order.by() + " ordered " + order.kind().label()
                + ". The order lives until " + order.until() + ".");
    }
}
