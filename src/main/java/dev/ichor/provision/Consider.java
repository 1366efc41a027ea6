package dev.ichor.provision;

import dev.ichor.machine.ArmCheck;
import dev.ichor.machine.BootId;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineEvent.ArmEnded;
import dev.ichor.machine.Order;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What follows from what happened: which events new evidence, a receipt, the time or another event bring with them.
 * Pure; the caller applies the events with {@link dev.ichor.machine.Evolve} and keeps them, all in one transaction.
 */
public final class Consider {
    /** How often an installation is begun by one arm. */
    public static final int MOST_TRIES = 3;

    private Consider() {
    }

    /** What an agent's word about a disk is worth. */
    public sealed interface Heard {
        /** It is to be applied and kept; when that is durable the agent may go on. */
        record News(MachineEvent event) implements Heard {
        }

        /** It was said before, the answer got lost: the agent may go on. */
        record Known() implements Heard {
        }

        /** The arm is over, or never allowed this: the agent stops and writes nothing more. */
        record Over(String why) implements Heard {
        }
    }

    /**
     * What follows from a fingerprint: the arm is void on any difference, a wipe is spent when its disks are
     * seen to be erased, and an order to read is obeyed. Called for every fingerprint that is taken, before anything
     * else is decided about the machine.
     *
     * @param machine after that fingerprint became its evidence
     * @param armed   the fingerprint that its arm is bound to; empty if it has no arm, or if that is lost
     */
    public static List<MachineEvent> onFingerprint(Machine machine, Fingerprint now, Optional<Fingerprint> armed,
                                                   Instant at) {
        List<MachineEvent> events = new ArrayList<>();
        machine.order().filter(order -> isOver(order, machine, at)).ifPresent(order ->
                events.add(new MachineEvent.OrderObeyed(at, order.number(), order.kind(), machine.evidence().boot())));
        if (machine.stage() instanceof Stage.Armed stage) {
            Optional<ArmEnded> end = overByTime(stage.arm(), at).or(() -> shown(stage.arm(), now, armed, at));
            end.ifPresent(events::add);
        }
        return events;
    }

    private static boolean isOver(Order order, Machine machine, Instant at) {
        return !order.isFor(machine.evidence().boot(), at) || order.kind() == Order.Kind.READ;
    }

    private static Optional<ArmEnded> shown(Arm arm, Fingerprint now, Optional<Fingerprint> armed, Instant at) {
        if (armed.isEmpty()) {
            return Optional.of(new ArmEnded(at, arm.id(), ArmEnded.End.VOIDED,
                    "the fingerprint that it is bound to is lost"));
        }
        List<String> differences = ArmCheck.differences(arm, armed.get(), now);
        if (!differences.isEmpty()) {
            return Optional.of(new ArmEnded(at, arm.id(), ArmEnded.End.VOIDED, String.join("; ", differences)));
        }
        boolean erased = arm.disks().stream().allMatch(disk -> disk.state() == ArmedDisk.State.ERASED);
        return arm.purpose() == Arm.Purpose.WIPE && erased
                ? Optional.of(new ArmEnded(at, arm.id(), ArmEnded.End.SPENT, "its disks are erased"))
                : Optional.empty();
    }

    /** What follows from the time: an arm that is no longer live ends. Called before a machine is decided about. */
    public static List<MachineEvent> onTime(Machine machine, Instant now) {
        return machine.stage() instanceof Stage.Armed armed
                ? overByTime(armed.arm(), now).<List<MachineEvent>>map(List::of).orElse(List.of()) : List.of();
    }

    private static Optional<ArmEnded> overByTime(Arm arm, Instant now) {
        if (arm.isLive(now)) {
            return Optional.empty();
        }
        return Optional.of(now.isBefore(arm.until()) ? new ArmEnded(now, arm.id(), ArmEnded.End.VOIDED,
                "the clock was set back to before it was given, so nobody knows when it ends")
                : new ArmEnded(now, arm.id(), ArmEnded.End.EXPIRED, "it was for until " + arm.until()));
    }

    /**
     * The event together with the end of the arm that it brings about: no arm outlives the node, the roles or the
     * identity that it was given for. Every event that is not named here by a method of its own goes through this one.
     */
    public static List<MachineEvent> with(Machine machine, MachineEvent event) {
        if (!(machine.stage() instanceof Stage.Armed armed)) {
            return List.of(event);
        }
        Arm arm = armed.arm();
        Optional<ArmEnded> end = switch (event) {
            case MachineEvent.Held _ -> voided(event, arm, "the machine is held");
            case MachineEvent.Assigned _ -> voided(event, arm, "the machine became another node");
            case MachineEvent.Unassigned _ -> voided(event, arm, "its node was taken away");
            case MachineEvent.RolesSet _ -> voided(event, arm, "its disk roles were set anew");
            case MachineEvent.InstallDone _ -> voided(event, arm, "the machine runs from its own disk");
            case MachineEvent.ArmGiven given -> overByTime(arm, given.at());
            case MachineEvent.FingerprintTaken _, MachineEvent.Released _, MachineEvent.OrderGiven _,
                 MachineEvent.OrderObeyed _, MachineEvent.Reported _, MachineEvent.Assessed _, ArmEnded _,
                 MachineEvent.DiskErased _, MachineEvent.InstallStarted _, MachineEvent.InstallStep _,
                 MachineEvent.InstallFailed _ -> Optional.empty();
        };
        return end.<List<MachineEvent>>map(ended -> List.of(ended, event)).orElse(List.of(event));
    }

    private static Optional<ArmEnded> voided(MachineEvent event, Arm arm, String why) {
        return Optional.of(new ArmEnded(event.at(), arm.id(), ArmEnded.End.VOIDED, why));
    }

    /**
     * What an agent's word about a disk is worth. The answer to {@code STARTED} allows the agent to write, so it needs
     * an arm that lives; what was done already is heard as long as the arm has not ended.
     *
     * @param boot    the boot of the agent
     * @param arm     id of the arm that it speaks of
     * @param number  the disk's number in that arm, from 0
     * @param percent for {@code STARTED}: 0 to 100
     * @param note    method, or why not; for people
     */
    public static Heard onReceipt(Machine machine, BootId boot, String arm, int number, ArmedDisk.State state,
                                  int percent, String note, Instant now) {
        if (!(machine.stage() instanceof Stage.Armed stage) || !stage.arm().id().equals(arm)) {
            return new Heard.Over("the arm is over");
        }
        if (!machine.evidence().boot().equals(boot)) {
            return new Heard.Over("the boot is over");
        }
        if (number < 0 || number >= stage.arm().disks().size() || !stage.arm().disks().get(number).erase()) {
            return new Heard.Over("the arm has no disk " + number + " to erase");
        }
        ArmedDisk disk = stage.arm().disks().get(number);
        String words = state == ArmedDisk.State.STARTED ? (percent + " % " + note).strip() : note;
        return switch (state) {
            case UNTOUCHED -> new Heard.Over("that is nothing to say");
            case STARTED -> stage.arm().isLive(now) ? heard(arm, disk, state, words, disk.isToBeErased(), now)
                    : new Heard.Over("the arm is over");
            case ERASED -> heard(arm, disk, state, words, disk.state() == ArmedDisk.State.STARTED, now);
            case REFUSED, FAILED -> heard(arm, disk, state, words, disk.isToBeErased(), now);
        };
    }

    private static Heard heard(String arm, ArmedDisk disk, ArmedDisk.State state, String note, boolean follows,
                               Instant now) {
        if (disk.state() == state && (state != ArmedDisk.State.STARTED || disk.note().equals(note))) {
            return new Heard.Known();
        }
        return follows ? new Heard.News(new MachineEvent.DiskErased(now, arm, disk.disk(), state, note))
                : new Heard.Over("the disk is " + disk.state().name().toLowerCase(Locale.ROOT) + " already");
    }

    /**
     * True if Talos may be installed on the machine now: a live arm says so, nothing is left to erase, a fingerprint
     * was taken since the arm was given and since the last disk was erased, and nothing is in the way (law 1).
     */
    public static boolean mayInstall(Machine machine, Instant now) {
        return machine.stage() instanceof Stage.Armed armed && armed.checked() && machine.arm(now)
                .filter(arm -> arm.purpose() == Arm.Purpose.INSTALL && arm.toErase().isEmpty() && arm.hasNoFailure())
                .isPresent() && machine.place().isPresent() && machine.obstacles().isEmpty()
                && !machine.mayBootDisk(now);
    }

    /**
     * True if an installation that failed may be begun again in that boot: the node itself said that it failed, the
     * arm's time is not over, it is the same system disk as ever, and there were not too many tries. A node that says
     * nothing may have been installed well, so it is none (law 6).
     */
    public static boolean mayRetry(Machine machine, BootId boot, Instant now) {
        return machine.stage() instanceof Stage.Installing stage && stage.progress().failure().isPresent()
                && stage.progress().tries() < MOST_TRIES && stage.arm().isLive(now) && stage.boot().isBefore(boot)
                && !machine.evidence().overtakes(boot) && machine.place().isPresent()
                && machine.obstacles().isEmpty() && !machine.mayBootDisk(now) && isForSameDisk(machine, stage.arm());
    }

    private static boolean isForSameDisk(Machine machine, Arm arm) {
        List<DiskId> claimed = machine.claims().stream().filter(claim -> claim.role() == DiskRole.SYSTEM)
                .map(DiskClaim::disk).toList();
        return claimed.size() == 1 && arm.of(claimed.getFirst()).filter(disk -> disk.role() == DiskRole.SYSTEM)
                .isPresent();
    }

    /** True if no further try is begun, whatever the time. */
    static boolean hasGivenUp(Stage.Installing stage) {
        return stage.progress().failure().isPresent() && stage.progress().tries() >= MOST_TRIES;
    }

    /** True if what the machine does next, or why it waits, depends on whether it could install Talos right now. */
    public static boolean asksReadiness(Machine machine, Instant now) {
        return switch (machine.stage()) {
            case Stage.Armed stage -> stage.arm().isLive(now) && stage.arm().purpose() == Arm.Purpose.INSTALL
                    && stage.arm().toErase().isEmpty() && stage.arm().hasNoFailure() && machine.place().isPresent()
                    && machine.obstacles().isEmpty();
            case Stage.Installing _ -> true;
            case Stage.Discovered _, Stage.Assigned _, Stage.Installed _, Stage.Held _ -> false;
        };
    }

    /**
     * The machine wants its configuration in that boot, which is the first step that cannot be taken back.
     *
     * @return the event to apply and to keep before anything is handed out; empty: nothing is handed out
     */
    public static Optional<MachineEvent> onInstall(Machine machine, BootId boot, Instant now) {
        Optional<Arm> arm = mayInstall(machine, now) && !machine.evidence().overtakes(boot) ? machine.arm(now)
                : mayRetry(machine, boot, now) && machine.stage() instanceof Stage.Installing stage
                ? Optional.of(stage.arm()) : Optional.empty();
        return arm.filter(allowing -> isForSameDisk(machine, allowing)).map(allowing -> new MachineEvent.InstallStarted(now, allowing.id(), boot));
    }

    /**
     * What follows from what a node said. It is heard of a machine that is being installed alone: a node that runs on
     * while it is armed anew changes nothing, nor does one that nobody installs. Said twice, it is heard once.
     */
    public static List<MachineEvent> onNodeWord(Machine machine, NodeWord word, Instant now) {
        if (!(machine.stage() instanceof Stage.Installing stage)) {
            return List.of();
        }
        Stage.Installing.Progress at = stage.progress();
        return switch (word) {
            case NodeWord.Step step -> at.failure().isEmpty() && at.what().equals(step.what())
                    && at.percent().equals(step.percent()) ? List.of()
                    : List.of(new MachineEvent.InstallStep(now, step.what(), step.percent()));
            case NodeWord.Failed failed -> at.failure().equals(Optional.of(failed.why())) ? List.of()
                    : List.of(new MachineEvent.InstallFailed(now, failed.why()));
            case NodeWord.Runs runs -> List.of(new MachineEvent.InstallDone(now, runs.how()));
            case NodeWord.Other _ -> List.of();
        };
    }

    /**
     * The word of a node whose machine asked for its next step in a later boot than the one that installs. It was told
     * to boot its disk then, so what fails now is not the installation, and nothing is tried again for it (law 6).
     */
    public static NodeWord afterRestart(Machine machine, NodeWord word) {
        return word instanceof NodeWord.Failed failed && machine.stage() instanceof Stage.Installing stage
                && stage.progress().failure().isEmpty()
                ? new NodeWord.Step("after a restart: " + failed.why(), OptionalInt.empty()) : word;
    }
}
