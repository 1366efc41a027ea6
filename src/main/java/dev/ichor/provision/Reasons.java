package dev.ichor.provision;

import dev.ichor.base.Arch;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Obstacle;
import dev.ichor.machine.Order;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The words of the decisions. */
final class Reasons {
    private Reasons() {
    }

    static Reason of(Machine machine, Readiness ready, Instant now) {
        return switch (machine.stage()) {
            case Stage.Held held -> held(held.why(), held.others());
            case Stage.Installed installed -> installed(machine, installed);
            case Stage.Installing stage -> installing(machine, stage);
            case Stage.Armed armed when armed.arm().isLive(now) -> armed(machine, armed.arm(), ready);
            case Stage.Armed _ when machine.installed().isPresent() -> stillInstalled(machine);
            case Stage.Armed _, Stage.Discovered _, Stage.Assigned _ -> waiting(machine);
        };
    }

    private static Reason waiting(Machine machine) {
        if (!machine.obstacles().isEmpty()) {
            Obstacle first = machine.obstacles().getFirst();
            return new Reason(first.code(), machine.id() + " holds: " + machine.obstacles().stream()
                    .map(Obstacle::text).collect(Collectors.joining(" ")));
        }
        return machine.place().map(place -> new Reason("not-armed", machine.id() + " is " + place + " and is not armed:"
                        + " nothing is written to its disks. Arm it with 'ichor arm " + machine.id() + "'."))
                .orElseGet(() -> new Reason("nothing-to-do", "Discovered as " + machine.id()
                        + ". Nothing is assigned to this machine yet, so it waits in the discovery image."));
    }

    static Reason unknown() {
        return new Reason("unknown-machine",
                "This machine is not in the inventory yet. Its hardware is read, no disk is written.");
    }

    static Reason noDiscoveryImage(Arch arch) {
        return new Reason("no-discovery-image", "There is no discovery image for the architecture " + arch.label()
                + ", so its hardware cannot be read.");
    }

    static Reason loop(int boots, NextStep wanted) {
        return new Reason("boot-loop", boots + " boots within an hour were told to " + wanted.label()
                + " and nothing came of it, so this machine is stopped. Look at its console and at 'ichor explain'; an"
                + " hour after the first of them it is tried again.");
    }

    static Reason held(String why, List<MachineId> others) {
        return new Reason("held", "Held with " + others.stream().map(MachineId::toString)
                .collect(Collectors.joining(", ")) + ": " + why + ". A person must decide. Nothing is installed.");
    }

    static Reason installed(Machine machine, Stage.Installed stage) {
        return new Reason("installed", name(machine) + " runs from its own disk since " + stage.since()
                + " and boots it until someone arms it anew.");
    }

    static Reason stillInstalled(Machine machine) {
        return new Reason("installed", name(machine) + " was armed, the arm is over, and its disk was not touched: it"
                + " boots that disk.");
    }

    static Reason installing(Machine machine, Stage.Installing stage) {
        Stage.Installing.Progress at = stage.progress();
        if (at.failure().isPresent()) {
            return new Reason("install-failed", name(machine) + ": its installation failed (try " + at.tries() + " of "
                    + Consider.MOST_TRIES + "): " + at.failure().get() + ". " + (Consider.hasGivenUp(stage)
                    ? "It is not tried again. Look at 'ichor log " + machine.id() + "', then arm it anew."
                    : "It is tried again when it starts over the network before " + stage.arm().until() + "."));
        }
        return new Reason("installing", name(machine) + " has fetched its configuration and is being installed"
                + (at.what().isEmpty() ? "." : ": " + at.what() + (at.percent().isPresent()
                ? ", " + at.percent().getAsInt() + " %." : ".")));
    }

    static Reason retry(Machine machine, Stage.Installing stage) {
        return new Reason("install-again", name(machine) + ": its installation failed: "
                + stage.progress().failure().orElseThrow() + ". It is tried again, try "
                + (stage.progress().tries() + 1) + " of " + Consider.MOST_TRIES + ".");
    }

    static Reason notReady(Machine machine, Reason why) {
        return new Reason(why.code(), name(machine) + " cannot be installed now. " + why.text());
    }

    static Reason armed(Machine machine, Arm arm, Readiness ready) {
        String allowed = arm.by() + " armed " + name(machine) + " until " + arm.until();
        if (!arm.toErase().isEmpty()) {
            return new Reason("armed-erase", allowed + ": the agent erases " + arm.toErase().stream()
                    .map(disk -> disk.disk().serial()).collect(Collectors.joining(", "))
                    + (arm.purpose() == Arm.Purpose.WIPE ? "." : " first."));
        }
        if (!arm.hasNoFailure()) {
            return new Reason("erase-failed", allowed + ", but not every disk could be erased: " + failures(arm)
                    + ". It goes no further. Look at that disk, disarm it, and arm it anew.");
        }
        if (arm.purpose() == Arm.Purpose.WIPE) {
            return new Reason("erased", allowed + ": its disks are erased. A fingerprint is to show it.");
        }
        if (!machine.obstacles().isEmpty()) {
            return waiting(machine);
        }
        if (ready.obstacle().isPresent()) {
            Reason why = ready.obstacle().get();
            return new Reason(why.code(), allowed + ", and waits. " + why.text());
        }
        boolean checked = machine.stage() instanceof Stage.Armed stage && stage.checked();
        return checked ? new Reason("armed", allowed + ": Talos is installed next.") : new Reason("armed-check",
                allowed + ": its hardware is read once more before Talos is installed.");
    }

    private static String failures(Arm arm) {
        return arm.disks().stream()
                .filter(disk -> disk.state() == ArmedDisk.State.REFUSED || disk.state() == ArmedDisk.State.FAILED)
                .map(disk -> disk.disk().serial() + " was " + (disk.state() == ArmedDisk.State.REFUSED
                        ? "refused" : "begun and not ended") + (disk.note().isEmpty() ? "" : " (" + disk.note() + ")"))
                .collect(Collectors.joining(", "));
    }

    static Reason ordered(Machine machine) {
        Order order = machine.order().orElseThrow();
        return new Reason("ordered-" + order.kind().label(), order.by() + " ordered " + order.kind().label()
                + ". The order lives until " + order.until() + ".");
    }

    private static String name(Machine machine) {
        return machine.place().map(Place::node).map(node -> node + " (" + machine.id() + ")")
                .orElse(machine.id().text());
    }
}
