package dev.ichor.machine;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.MachineEvent.ArmEnded;
import dev.ichor.machine.MachineEvent.ArmGiven;
import dev.ichor.machine.MachineEvent.Assigned;
import dev.ichor.machine.MachineEvent.DiskErased;
import dev.ichor.machine.MachineEvent.FingerprintTaken;
import dev.ichor.machine.MachineEvent.InstallStarted;
import dev.ichor.machine.MachineEvent.Released;
import dev.ichor.machine.MachineEvent.RolesSet;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A machine while one event changes it. Used by one thread. */
final class Draft {
    private final Machine before;
    private Identity identity;
    private Stage stage;
    private Evidence evidence;
    private Optional<Order> order;
    private List<MachineId> distinctFrom;
    private Optional<Place> place;
    private List<DiskClaim> claims;
    private List<Obstacle> obstacles;
    private Optional<Instant> installed;

    Draft(Machine machine) {
        before = machine;
        identity = machine.identity();
        stage = machine.stage();
        evidence = machine.evidence();
        order = machine.order();
        distinctFrom = machine.distinctFrom();
        place = machine.place();
        claims = machine.claims();
        obstacles = machine.obstacles();
        installed = machine.installed();
    }

    Machine machine(long turn) {
        return new Machine(before.id(), identity, stage, evidence, order, distinctFrom, place, claims, obstacles,
                installed, turn, before.firstSeen());
    }

    void fingerprinted(FingerprintTaken taken) {
        if (evidence.overtakes(taken.boot())) {
            return;
        }
        evidence = new Evidence(taken.boot(), taken.hash(), taken.at());
        identity = merged(identity, taken.identity());
        stage = switch (stage) {
            case Stage.Discovered _ -> new Stage.Discovered(taken.hash(), taken.at());
            case Stage.Armed armed -> new Stage.Armed(armed.arm(), !isAboutToBootDisk(taken), armed.since());
            case Stage.Installing installing when evidence.overtakes(installing.boot()) -> resting(taken.at());
            case Stage.Assigned _, Stage.Installing _, Stage.Installed _, Stage.Held _ -> stage;
        };
    }

    private boolean isAboutToBootDisk(FingerprintTaken taken) {
        return order.filter(given -> given.kind() == Order.Kind.BOOT_ON && given.isFor(taken.boot(), taken.at()))
                .isPresent();
    }

    /** A snapshot that could not read a part of the identity does not delete that part. */
    private static Identity merged(Identity known, Identity seen) {
        Optional<SystemUuid> uuid = seen.uuid().or(known::uuid);
        List<Mac> macs = seen.macs().isEmpty() ? known.macs() : seen.macs();
        return new Identity(uuid, macs);
    }

    void held(MachineEvent.Held held) {
        stage = new Stage.Held(held.why(), held.others(), held.at());
    }

    void released(Released released) {
        identity = new Identity(identity.uuid(),
                identity.macs().stream().filter(mac -> !released.givenUp().contains(mac)).toList());
        distinctFrom = Stream.concat(distinctFrom.stream(), released.distinctFrom().stream()).toList();
        if (stage instanceof Stage.Held held) {
            List<MachineId> rest = held.others().stream()
                    .filter(other -> !released.distinctFrom().contains(other)).toList();
            stage = rest.isEmpty() ? resting(released.at()) : new Stage.Held(held.why(), rest, held.since());
        }
    }

    /** Who boots its own disk may write to any of its disks. */
    void ordered(Order given) {
        order = Optional.of(given);
        if (given.kind() == Order.Kind.BOOT_ON && stage instanceof Stage.Armed armed) {
            stage = new Stage.Armed(armed.arm(), armed.since());
        } else if (given.kind() == Order.Kind.BOOT_ON && stage instanceof Stage.Installing now
                && now.progress().failure().isPresent()) {
            stage = progress(now, "a person had it boot its own disk after it failed", OptionalInt.empty());
        }
    }

    void obeyed(long number) {
        order = order.filter(given -> given.number() != number);
    }

    void assigned(Assigned assigned) {
        place = Optional.of(assigned.place());
        claims = assigned.claims();
        obstacles = List.of();
        rest(assigned.at());
    }

    void unassigned(Instant at) {
        place = Optional.empty();
        claims = List.of();
        obstacles = List.of();
        rest(at);
    }

    /** What is being installed goes on: its disks are written to already. */
    void roles(RolesSet roles) {
        claims = roles.claims();
        if (stage instanceof Stage.Armed) {
            rest(roles.at());
        }
    }

    void assessed(List<Obstacle> found) {
        obstacles = found;
    }

    void armed(ArmGiven given) {
        if (!(stage instanceof Stage.Held || stage instanceof Stage.Armed)) {
            stage = new Stage.Armed(given.arm(), given.at());
        }
    }

    void armEnded(ArmEnded ended) {
        if (stage instanceof Stage.Armed armed && armed.arm().id().equals(ended.arm())) {
            stage = resting(ended.at());
        }
    }

    void erased(DiskErased erased) {
        if (stage instanceof Stage.Armed armed && armed.arm().id().equals(erased.arm())) {
            Arm arm = armed.arm().with(erased.disk(), erased.state(), erased.note());
            stage = new Stage.Armed(arm, armed.since());
            if (erased.state() != ArmedDisk.State.REFUSED && maybeBootedFrom(erased.disk())) {
                installed = Optional.empty();
            }
        }
    }

    /** Without a system disk nobody knows which disk the machine boots, so it may be any. */
    private boolean maybeBootedFrom(DiskId disk) {
        return before.claim(disk).filter(claim -> claim.role() == DiskRole.SYSTEM).isPresent()
                || claims.stream().noneMatch(claim -> claim.role() == DiskRole.SYSTEM);
    }

    void installing(InstallStarted started) {
        if (stage instanceof Stage.Armed armed && armed.arm().id().equals(started.arm())) {
            stage = new Stage.Installing(armed.arm(), started.boot(), started.at());
            installed = Optional.empty();
        } else if (stage instanceof Stage.Installing failed && failed.arm().id().equals(started.arm())
                && failed.progress().failure().isPresent() && failed.boot().isBefore(started.boot())) {
            stage = new Stage.Installing(failed.arm(), started.boot(), new Stage.Installing.Progress(
                    failed.progress().tries() + 1, "", OptionalInt.empty(), Optional.empty()), started.at());
        }
    }

    void installStep(MachineEvent.InstallStep step) {
        if (stage instanceof Stage.Installing now) {
            stage = progress(now, step.what(), step.percent());
        }
    }

    private static Stage progress(Stage.Installing now, String what, OptionalInt percent) {
        return new Stage.Installing(now.arm(), now.boot(), new Stage.Installing.Progress(now.progress().tries(), what,
                percent, Optional.empty()), now.since());
    }

    void installFailed(MachineEvent.InstallFailed failed) {
        if (stage instanceof Stage.Installing now) {
            stage = new Stage.Installing(now.arm(), now.boot(), new Stage.Installing.Progress(now.progress().tries(),
                    now.progress().what(), now.progress().percent(), Optional.of(failed.why())), now.since());
        }
    }

    void installed(Instant at) {
        installed = Optional.of(at);
        if (!(stage instanceof Stage.Held)) {
            stage = new Stage.Installed(at);
        }
    }

    private void rest(Instant at) {
        if (!(stage instanceof Stage.Held)) {
            stage = resting(at);
        }
    }

    /** Where it stands when nothing is under way. */
    private Stage resting(Instant at) {
        if (installed.isPresent()) {
            return new Stage.Installed(installed.get());
        }
        return place.isPresent() ? new Stage.Assigned(at)
                : new Stage.Discovered(evidence.fingerprint(), evidence.at());
    }
}
