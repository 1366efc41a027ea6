package dev.ichor.machine;

import dev.ichor.base.Mac;
import dev.ichor.base.SystemUuid;
import dev.ichor.machine.MachineEvent.ArmEnded;
import dev.ichor.machine.MachineEvent.ArmGiven;
import dev.ichor.machine.MachineEvent.Assessed;
import dev.ichor.machine.MachineEvent.Assigned;
import dev.ichor.machine.MachineEvent.DiskErased;
import dev.ichor.machine.MachineEvent.FingerprintTaken;
import dev.ichor.machine.MachineEvent.Held;
import dev.ichor.machine.MachineEvent.InstallDone;
import dev.ichor.machine.MachineEvent.InstallStarted;
import dev.ichor.machine.MachineEvent.OrderGiven;
import dev.ichor.machine.MachineEvent.OrderObeyed;
import dev.ichor.machine.MachineEvent.Released;
import dev.ichor.machine.MachineEvent.Reported;
import dev.ichor.machine.MachineEvent.RolesSet;
import dev.ichor.machine.MachineEvent.Unassigned;
import dev.ichor.machine.arm.Arm;
import dev.ichor.machine.arm.ArmedDisk;
import dev.ichor.machine.arm.DiskRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an event changes a machine: the only place where a machine's state changes. */
public final class Evolve {
    private Evolve() {
    }

    /** The machine that its first fingerprint makes. */
    public static Machine begin(MachineId id, FingerprintTaken first) {
        return new Machine(id, first.identity(), new Stage.Discovered(first.hash(), first.at()),
                new Evidence(first.boot(), first.hash(), first.at()), Optional.empty(), List.of(), Optional.empty(),
                List.of(), List.of(), Optional.empty(), 1, first.at());
    }

    /** The machine after the event. An event that does not fit the stage it is in changes nothing but the turn. */
    public static Machine apply(Machine machine, MachineEvent event) {
        Draft draft = new Draft(machine);
        switch (event) {
            case FingerprintTaken taken -> draft.fingerprinted(taken);
            case Held held -> draft.stage = new Stage.Held(held.why(), held.others(), held.at());
            case Released released -> draft.released(released);
            case OrderGiven given -> draft.order = Optional.of(given.order());
            case OrderObeyed obeyed -> draft.order = machine.order().filter(o -> o.number() != obeyed.number());
            case Reported _ -> {
            }
            case Assigned assigned -> draft.assigned(assigned);
            case Unassigned unassigned -> draft.unassigned(unassigned.at());
            case RolesSet roles -> draft.claims = roles.claims();
            case Assessed assessed -> draft.obstacles = assessed.obstacles();
            case ArmGiven given -> draft.armed(given);
            case ArmEnded ended -> draft.armEnded(ended);
            case DiskErased erased -> draft.erased(erased);
            case InstallStarted started -> draft.installing(started);
            case InstallDone done -> draft.installed(done.at());
        }
        return draft.machine(isNews(event) ? machine.turn() + 1 : machine.turn());
    }

    /** What an agent says of itself is no news to it. */
    private static boolean isNews(MachineEvent event) {
        return !(event instanceof OrderObeyed || event instanceof Reported);
    }

    /** A machine while it changes. */
    private static final class Draft {
        private final Machine before;
        private Identity identity;
        private Stage stage;
        private Evidence evidence;
        private Optional<Order> order;
        private List<MachineId> distinctFrom;
        private Optional<Place> place;
        private List<dev.ichor.machine.arm.DiskClaim> claims;
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

        /** A held machine stays held however many fingerprints come: only a person ends that. */
        void fingerprinted(FingerprintTaken taken) {
            evidence = new Evidence(taken.boot(), taken.hash(), taken.at());
            identity = merged(identity, taken.identity());
            stage = switch (stage) {
                case Stage.Discovered _ -> new Stage.Discovered(taken.hash(), taken.at());
                case Stage.Assigned _, Stage.Armed _, Stage.Installing _, Stage.Installed _, Stage.Held _ -> stage;
            };
        }

        /** A snapshot that could not read a part of the identity does not delete that part. */
        private static Identity merged(Identity known, Identity seen) {
            Optional<SystemUuid> uuid = seen.uuid().or(known::uuid);
            List<Mac> macs = seen.macs().isEmpty() ? known.macs() : seen.macs();
            return new Identity(uuid, macs);
        }

        void released(Released released) {
            identity = new Identity(identity.uuid(),
                    identity.macs().stream().filter(mac -> !released.givenUp().contains(mac)).toList());
            List<MachineId> distinct = new ArrayList<>(distinctFrom);
            distinct.addAll(released.distinctFrom());
            distinctFrom = distinct;
            if (stage instanceof Stage.Held held) {
                List<MachineId> rest = held.others().stream()
                        .filter(other -> !released.distinctFrom().contains(other)).toList();
                stage = rest.isEmpty() ? resting(released.at()) : new Stage.Held(held.why(), rest, held.since());
            }
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

        /** Nobody arms a held machine. */
        void armed(ArmGiven given) {
            if (!(stage instanceof Stage.Held)) {
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
                boolean system = before.claim(erased.disk()).filter(c -> c.role() == DiskRole.SYSTEM).isPresent();
                if (system && erased.state() != ArmedDisk.State.REFUSED) {
                    installed = Optional.empty();
                }
            }
        }

        void installing(InstallStarted started) {
            if (stage instanceof Stage.Armed armed && armed.arm().id().equals(started.arm())) {
                stage = new Stage.Installing(armed.arm(), started.boot(), started.at());
                installed = Optional.empty();
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
}
