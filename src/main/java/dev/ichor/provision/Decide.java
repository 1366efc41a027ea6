package dev.ichor.provision;

import dev.ichor.machine.BootId;
import dev.ichor.machine.Identification;
import dev.ichor.machine.Machine;
import dev.ichor.machine.Order;
import dev.ichor.machine.Sighting;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import java.time.Instant;
import java.util.Optional;

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
     *              would have brought new evidence: to discover, to hold or to install
     * @param ready whether it could install Talos; only read where {@link Consider#asksReadiness} says so
     * @param rules settings
     * @param now   the time
     */
    public static NextStep next(Identification who, Sighting seen, int boots, Readiness ready, BootRules rules,
                                Instant now) {
        NextStep wanted = switch (who) {
            case Identification.New _ -> new NextStep.Discover(Reasons.unknown());
            case Identification.Known known -> known(known.machine(), seen, ready, now);
            case Identification.Conflict conflict -> new NextStep.Hold(
                    Reasons.held(conflict.why(), conflict.others().stream().map(Machine::id).toList()));
        };
        return possible(wanted, seen, boots, rules);
    }

    /**
     * A machine that goes round in circles is stopped, unless it boots its own disk: that harms nothing, brings no
     * evidence to wait for, and an installed machine must never be kept from its disk (law 6).
     */
    private static NextStep possible(NextStep wanted, Sighting seen, int boots, BootRules rules) {
        boolean loops = boots >= rules.mostBoots();
        return switch (wanted) {
            case NextStep.BootDisk _, NextStep.Stay _ -> wanted;
            case NextStep.Install _ -> loops ? new NextStep.Stay(Reasons.loop(boots, wanted)) : wanted;
            case NextStep.Discover _, NextStep.Hold _ -> loops ? new NextStep.Stay(Reasons.loop(boots, wanted))
                    : rules.discoverable().contains(seen.arch()) ? wanted
                    : new NextStep.Stay(Reasons.noDiscoveryImage(seen.arch()));
        };
    }

    private static NextStep known(Machine machine, Sighting seen, Readiness ready, Instant now) {
        return switch (machine.stage()) {
            case Stage.Held held -> new NextStep.Hold(Reasons.held(held.why(), held.others()));
            case Stage.Installed installed -> new NextStep.BootDisk(Reasons.installed(machine, installed));
            case Stage.Installing installing -> installing(machine, installing, seen, ready, now);
            case Stage.Armed armed when armed.arm().isLive(now) -> armed(machine, armed.arm(), ready, now);
            case Stage.Armed _ when machine.installed().isPresent() ->
                    new NextStep.BootDisk(Reasons.stillInstalled(machine));
            case Stage.Discovered _, Stage.Assigned _, Stage.Armed _ -> waiting(machine, ready, now);
        };
    }

    private static NextStep waiting(Machine machine, Readiness ready, Instant now) {
        if (machine.mayBootDisk(now)) {
            return new NextStep.BootDisk(Reasons.ordered(machine));
        }
        Reason reason = Reasons.of(machine, ready, now);
        return machine.obstacles().isEmpty() ? new NextStep.Discover(reason) : new NextStep.Hold(reason);
    }

    /**
     * The boot that installs may ask again. A later one comes after the installer's restart, so the disk is next:
     * only after a failure that the node itself told it is tried again. What is not possible right now is asked for
     * again, because another fingerprint would end the installation.
     */
    private static NextStep installing(Machine machine, Stage.Installing stage, Sighting seen, Readiness ready,
                                       Instant now) {
        boolean again = stage.boot().equals(seen.boot()) && machine.place().isPresent();
        if (!again && machine.mayBootDisk(now)) {
            return new NextStep.BootDisk(Reasons.ordered(machine));
        }
        if (again || Consider.mayRetry(machine, seen.boot(), now)) {
            Reason reason = again ? Reasons.installing(machine, stage) : Reasons.retry(machine, stage);
            return ready.obstacle().<NextStep>map(why -> new NextStep.Stay(Reasons.notReady(machine, why)))
                    .orElseGet(() -> new NextStep.Install(machine.place().get(), stage.arm(), reason));
        }
        return stage.progress().failure().isPresent() && stage.boot().isBefore(seen.boot())
                ? new NextStep.Hold(Reasons.installing(machine, stage))
                : new NextStep.BootDisk(Reasons.installing(machine, stage));
    }

    /** A person's order to boot the disk comes first. Whatever keeps Talos from being installed, the agent waits. */
    private static NextStep armed(Machine machine, Arm arm, Readiness ready, Instant now) {
        if (machine.mayBootDisk(now)) {
            return new NextStep.BootDisk(Reasons.ordered(machine));
        }
        Reason reason = Reasons.armed(machine, arm, ready);
        if (Consider.mayInstall(machine, now)) {
            return ready.isReady() ? new NextStep.Install(machine.place().orElseThrow(), arm, reason)
                    : new NextStep.Hold(reason);
        }
        return needsPerson(machine) && arm.toErase().isEmpty() ? new NextStep.Hold(reason)
                : new NextStep.Discover(reason);
    }

    /**
     * What a machine in the discovery agent does next. A person's order comes before what an arm wants: {@code reboot},
     * {@code poweroff} and {@code read} are obeyed, {@code wait} makes the arm wait; a wipe that the agent has begun is
     * not stopped by an order but by the end of the arm. Nobody makes a held machine boot its disk (law 8).
     *
     * @param boot  the boot that the agent runs in: an order or an arm is not for an agent of another boot
     * @param ready as for {@link #next}: a machine that could not install is not restarted
     */
    public static AgentStep agent(Machine machine, BootId boot, Readiness ready, Instant now) {
        Order.Kind own = machine.evidence().boot().equals(boot)
                ? machine.arm(now).map(arm -> forArm(machine, arm, ready, now)).orElse(Order.Kind.WAIT)
                : Order.Kind.WAIT;
        Optional<Order.Kind> ordered = machine.order().filter(order -> order.isFor(boot, now)).map(Order::kind)
                .filter(kind -> kind != Order.Kind.WIPE && kind != own && allowed(machine, kind));
        return new AgentStep(machine.turn(), ordered.orElse(own),
                ordered.isPresent() ? Reasons.ordered(machine) : reason(machine, ready, now));
    }

    private static boolean allowed(Machine machine, Order.Kind kind) {
        return kind != Order.Kind.BOOT_ON || !(machine.stage() instanceof Stage.Held);
    }

    private static Order.Kind forArm(Machine machine, Arm arm, Readiness ready, Instant now) {
        if (!arm.toErase().isEmpty()) {
            return Order.Kind.WIPE;
        }
        if (!(machine.stage() instanceof Stage.Armed armed) || !arm.hasNoFailure()) {
            return Order.Kind.WAIT;
        }
        boolean goesOn = switch (arm.purpose()) {
            case WIPE -> true;
            case INSTALL -> ready.isReady() && machine.place().isPresent();
        };
        if (goesOn && !armed.checked()) {
            return Order.Kind.READ;
        }
        return goesOn && Consider.mayInstall(machine, now) ? Order.Kind.REBOOT : Order.Kind.WAIT;
    }

    /** Why a machine stands where it stands, and what it waits for. */
    public static Reason reason(Machine machine, Readiness ready, Instant now) {
        return Reasons.of(machine, ready, now);
    }

    /** True if a person must decide something before the machine can go on. */
    public static boolean needsPerson(Machine machine) {
        return machine.stage() instanceof Stage.Held || !machine.obstacles().isEmpty()
                || machine.stage() instanceof Stage.Armed armed && !armed.arm().hasNoFailure()
                || machine.stage() instanceof Stage.Installing installing && Consider.hasGivenUp(installing);
    }
}
