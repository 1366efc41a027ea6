package dev.ichor.provisioner;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.policy.PolicyMatch;
import dev.ichor.inventory.roles.RoleSheet;
import dev.ichor.inventory.roles.RoleWish;
import dev.ichor.json.Json;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Place;
import dev.ichor.machine.Stage;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.ArmRules;
import dev.ichor.provision.ArmWish;
import dev.ichor.provision.Consider;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.ArmStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Disk roles and arms, as operators set and give them; what becomes of the machine itself is {@link Placing}'s. */
final class ArmDesk implements Arming {
    private final Stores stores;
    private final Ledger ledger;
    private final Assessor assessor;
    private final Placing placing;
    private final ProvisionerSettings settings;
    private final InstantSource clock;

    ArmDesk(Stores stores, Ledger ledger, Assessor assessor, Placing placing, ProvisionerSettings settings,
            InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.assessor = assessor;
        this.placing = placing;
        this.settings = settings;
        this.clock = clock;
    }

    /** A machine with its latest fingerprint. */
    private record Known(Machine machine, Fingerprint fingerprint) {
    }

    private Optional<Known> known(Connection connection, MachineId id) throws SQLException {
        Optional<Machine> machine = stores.machines().find(connection, id);
        return machine.isEmpty() ? Optional.empty()
                : stores.fingerprints().find(connection, machine.get().evidence().fingerprint())
                .map(stored -> new Known(machine.get(), stored.fingerprint()));
    }

    static <T> Outcome<T> noMachine(MachineId id) {
        return Outcome.refused(Why.NOT_FOUND, "", "there is no machine " + id, "'ichor machines list' shows them");
    }

    @Override
    public Outcome<Sheet> sheet(MachineId machine) {
        return stores.database().reading(connection -> {
            Optional<Known> known = known(connection, machine);
            return known.isEmpty() ? noMachine(machine) : new Outcome.Done<>(sheet(connection, known.get()));
        });
    }

    private Sheet sheet(Connection connection, Known known) throws SQLException {
        Machine machine = known.machine();
        Optional<Policy> policy = machine.place().isEmpty() ? Optional.empty()
                : stores.declared().world(connection).policies().stream()
                .filter(one -> machine.place().get().by().equals("policy " + one.name())).findFirst();
        return new Sheet(machine.id(), machine.turn(), machine.evidence().fingerprint(), RoleSheet.of(
                known.fingerprint(), machine.claims(), machine.place().map(Place::node),
                policy.map(Policy::disks).orElse(Policy.DiskRule.DEFAULT), settings.limits().health(),
                settings.limits().needs()));
    }

    @Override
    public Outcome<Sheet> setRoles(MachineId id, List<RoleWish> wishes, OptionalLong turn, Caller by) {
        return ledger.change(writing -> {
            Optional<Known> known = known(writing.connection(), id);
            if (known.isEmpty()) {
                return noMachine(id);
            }
            Machine machine = known.get().machine();
            if (turn.isPresent() && turn.getAsLong() != machine.turn()) {
                return Outcome.refused(Why.STALE, "", id + " has changed since it was looked at",
                        "Look at its disks again");
            }
            if (machine.stage() instanceof Stage.Held || machine.stage() instanceof Stage.Installing
                    || machine.arm(clock.instant()).isPresent()) {
                return Outcome.refused(Why.CONFLICT, "", id + " is " + machine.stage().label()
                        + ", so its disk roles stay as they are", "Release or disarm it first");
            }
            RoleWish.Outcome roles = RoleWish.claims(sheet(writing.connection(), known.get()).sheet(), wishes);
            if (!roles.problems().isEmpty()) {
                return new Outcome.Refused<>(Why.INVALID, roles.problems());
            }
            Instant now = clock.instant();
            Machine changed = writing.apply(machine, Consider.with(machine,
                    new MachineEvent.RolesSet(now, by.name(), roles.claims(), roles.changes())));
            writing.audit(by, "set roles", id.text(), Json.write(machine.claims()), Json.write(roles.claims()));
            assessor.assess(writing, changed, known.get().fingerprint(), now);
            return new Outcome.Done<>(sheet(writing.connection(), known(writing.connection(), id).orElseThrow()));
        });
    }

    @Override
    public Outcome<List<PolicyMatch>> policies(MachineId machine) {
        return stores.database().reading(connection -> {
            Optional<Known> known = known(connection, machine);
            return known.isEmpty() ? noMachine(machine) : new Outcome.Done<>(PolicyMatch.of(
                    stores.declared().world(connection).policies(), known.get().fingerprint()));
        });
    }

    @Override
    public Outcome<Preview> preview(MachineId machine, Arm.Purpose purpose, List<String> disks) {
        return stores.database().reading(connection -> {
            Optional<Known> known = known(connection, machine);
            if (known.isEmpty()) {
                return noMachine(machine);
            }
            ArmRules.Preview preview = ArmRules.preview(known.get().machine(), known.get().fingerprint(), purpose,
                    disks,
                    clock.instant());
            return new Outcome.Done<>(new Preview(machine, known.get().machine().evidence().fingerprint(), purpose,
                    preview.disks(), preview.mustName(), preview.problems().stream().map(Problem::toString)
                    .map(text -> text.startsWith(": ") ? text.substring(2) : text).toList()));
        });
    }

    @Override
    public Outcome<Arm> arm(MachineId id, Wish wish, Caller by) {
        if (wish.life().compareTo(SHORTEST) < 0 || wish.life().compareTo(LONGEST) > 0) {
            return Outcome.refused(Why.INVALID, "/life", "an arm lives from " + SHORTEST.toMinutes() + " minute to "
                    + LONGEST.toHours() + " hours", "Choose a time in between");
        }
        return ledger.change(writing -> {
            Optional<Known> known = known(writing.connection(), id);
            return known.isEmpty() ? noMachine(id) : arm(writing, known.get(), wish, by);
        });
    }

    private Outcome<Arm> arm(Ledger.Writing writing, Known known, Wish wish, Caller by) throws SQLException {
        Instant now = clock.instant();
        Machine machine = writing.apply(known.machine(), Consider.onTime(known.machine(), now));
        ArmWish asked = new ArmWish(assessor.freshArm(writing.connection()), wish.purpose(), wish.disks(),
                wish.fingerprint(), wish.named(), by.name(), false, now, now.plus(wish.life()));
        return switch (ArmRules.arm(machine, known.fingerprint(), asked)) {
            case ArmRules.Answer.Refused refused -> new Outcome.Refused<>(whyOf(machine, wish, refused.problems()),
                    refused.problems());
            case ArmRules.Answer.Given given -> {
                Machine armed = writing.apply(machine, given.events());
                if (armed.place().isPresent()) {
                    assessor.assess(writing, armed, known.fingerprint(), now);
                }
                writing.audit(by, "arm machine", machine.id().text(), "", Json.write(given.arm()));
                yield new Outcome.Done<>(given.arm());
            }
        };
    }

    private static Why whyOf(Machine machine, Wish wish, List<Problem> problems) {
        if (!wish.fingerprint().equals(machine.evidence().fingerprint())) {
            return Why.STALE;
        }
        return problems.stream().allMatch(problem -> problem.where().isEmpty()) ? Why.CONFLICT : Why.INVALID;
    }

    @Override
    public Outcome<Past> disarm(MachineId id, Caller by) {
        return ledger.change(writing -> {
            Optional<Machine> found = writing.find(id);
            if (found.isEmpty()) {
                return noMachine(id);
            }
            Instant now = clock.instant();
            Machine machine = writing.apply(found.get(), Consider.onTime(found.get(), now));
            if (!(machine.stage() instanceof Stage.Armed armed)) {
                return Outcome.refused(Why.CONFLICT, "", id + " is not armed"
                        + (machine.stage() instanceof Stage.Installing ? ": its installation has begun" : ""), "");
            }
            writing.apply(machine, new MachineEvent.ArmEnded(now, armed.arm().id(),
                    MachineEvent.ArmEnded.End.DISARMED, "by " + by.name()));
            writing.audit(by, "disarm machine", id.text(), Json.write(armed.arm()), "");
            return new Outcome.Done<>(past(stores.arms().find(writing.connection(), armed.arm().id()).orElseThrow()));
        });
    }

    private static Past past(ArmStore.Stored stored) {
        return new Past(stored.arm(), stored.machine(), stored.ended(), stored.end(), stored.why());
    }

    @Override
    public List<Past> arms(Optional<MachineId> machine, boolean liveOnly, Instant before, int limit) {
        return stores.database().reading(connection -> stores.arms().list(connection, machine, liveOnly, before,
                Math.clamp(limit, 1, 1000))).stream().map(ArmDesk::past).toList();
    }

    @Override
    public Outcome<MachineId> release(MachineId machine, Caller by) {
        return placing.release(machine, by);
    }

    @Override
    public Outcome<MachineId> adopt(MachineId machine, Caller by) {
        return placing.adopt(machine, by);
    }

    @Override
    public Outcome<MachineId> assign(MachineId machine, String node, Caller by) {
        return placing.assign(machine, node, by);
    }

    @Override
    public Outcome<MachineId> unassign(MachineId machine, Caller by) {
        return placing.unassign(machine, by);
    }

    @Override
    public Outcome<MachineId> forget(MachineId machine, Caller by) {
        return placing.forget(machine, by);
    }
}
