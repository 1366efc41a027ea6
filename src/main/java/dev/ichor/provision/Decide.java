package dev.ichor.provision;

import dev.ichor.machine.BootId;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Machine;
import dev.ichor.machine.Order;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import java.time.Instant;

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
     * @param boots how many other boots of the last hour, since the latest evidence, were told to do something that
     *              would have brought new evidence
     * @param rules settings
     * @param now   the time
     */
    public static NextStep next(Identification who, Sighting seen, int boots, BootRules rules, Instant now) {
        NextStep wanted = switch (who) {
            case Identification.New _ -> new NextStep.Discover(Reasons.unknown());
            case Identification.Known known -> known(known.machine(), seen, rules, now);
            case Identification.Conflict conflict -> new NextStep.Hold(
                    Reasons.held(conflict.why(), conflict.others().stream().map(Machine::id).toList()));
        };
        return possible(wanted, seen, boots, rules);
    }

    private static NextStep possible(NextStep wanted, Sighting seen, int boots, BootRules rules) {
        if (boots >= rules.mostBoots()) {
            return new NextStep.Stay(Reasons.loop(boots, wanted));
        }
        return switch (wanted) {
            case NextStep.Discover _, NextStep.Hold _ -> rules.discoverable().contains(seen.arch()) ? wanted
                    : new NextStep.Stay(Reasons.noDiscoveryImage(seen.arch()));
            case NextStep.Install _, NextStep.BootDisk _, NextStep.Stay _ -> wanted;
        };
    }

    private static NextStep known(Machine machine, Sighting seen, BootRules rules, Instant now) {
        return switch (machine.stage()) {
            case Stage.Held held -> new NextStep.Hold(Reasons.held(held.why(), held.others()));
            case Stage.Installed installed -> new NextStep.BootDisk(Reasons.installed(machine, installed));
            case Stage.Installing installing -> installing(machine, installing, seen);
            case Stage.Armed armed when armed.arm().isLive(now) -> armed(machine, armed.arm(), seen, rules);
            case Stage.Armed _ when machine.installed().isPresent() ->
                    new NextStep.BootDisk(Reasons.stillInstalled(machine));
            case Stage.Discovered _, Stage.Assigned _, Stage.Armed _ -> waiting(machine, rules, now);
        };
    }

    private static NextStep waiting(Machine machine, BootRules rules, Instant now) {
        if (machine.mayBootDisk(now)) {
            return new NextStep.BootDisk(Reasons.ordered(machine));
        }
        Reason reason = Reasons.of(machine, rules, now);
        return machine.obstacles().isEmpty() ? new NextStep.Discover(reason) : new NextStep.Hold(reason);
    }

    /** The boot that installs may ask again; a later one comes after the installer's restart, so the disk is next. */
    private static NextStep installing(Machine machine, Stage.Installing stage, Sighting seen) {
        return stage.boot().equals(seen.boot()) && machine.place().isPresent()
                ? new NextStep.Install(machine.place().get(), stage.arm(), Reasons.installing(machine))
                : new NextStep.BootDisk(Reasons.installing(machine));
    }

    private static NextStep armed(Machine machine, Arm arm, Sighting seen, BootRules rules) {
        boolean installs = arm.purpose() == Arm.Purpose.INSTALL && arm.toErase().isEmpty()
                && machine.place().isPresent() && rules.installable().contains(seen.arch());
        Reason reason = Reasons.armed(machine, arm, rules);
        return installs ? new NextStep.Install(machine.place().get(), arm, reason) : new NextStep.Discover(reason);
    }

    /**
     * What a machine in the discovery agent does next.
     *
     * @param boot the boot that the agent runs in: an order or an arm is not for an agent of another boot
     */
    public static AgentStep agent(Machine machine, BootId boot, BootRules rules, Instant now) {
        Order.Kind kind = machine.evidence().boot().equals(boot)
                ? machine.arm(now).map(arm -> forArm(machine, arm, rules)).orElse(Order.Kind.WAIT) : Order.Kind.WAIT;
        Order.Kind ordered = machine.order().filter(order -> order.isFor(boot, now)).map(Order::kind)
                .orElse(Order.Kind.WAIT);
        Reason reason = ordered == Order.Kind.WAIT ? reason(machine, rules, now) : Reasons.ordered(machine);
        return new AgentStep(machine.turn(), ordered == Order.Kind.WAIT ? kind : ordered, reason);
    }

    private static Order.Kind forArm(Machine machine, Arm arm, BootRules rules) {
        if (!arm.toErase().isEmpty()) {
            return Order.Kind.WIPE;
        }
        return arm.purpose() == Arm.Purpose.INSTALL && machine.place().isPresent() && !rules.installable().isEmpty()
                ? Order.Kind.REBOOT : Order.Kind.WAIT;
    }

    /** Why a machine stands where it stands, and what it waits for. */
    public static Reason reason(Machine machine, BootRules rules, Instant now) {
        return Reasons.of(machine, rules, now);
    }

    /** True if a person must decide something before the machine can go on. */
    public static boolean needsPerson(Machine machine) {
        return machine.stage() instanceof Stage.Held || !machine.obstacles().isEmpty();
    }

}
