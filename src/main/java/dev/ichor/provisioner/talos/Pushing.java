package dev.ichor.provisioner.talos;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Problem;
import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineEvent;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Place;
import dev.ichor.machine.arm.Arm;
import dev.ichor.provision.Consider;
import dev.ichor.provision.NodeWord;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.talos.secrets.Masker;
import dev.ichor.talos.secrets.SecretsBundle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives configurations to nodes that wait for them. Nothing is held while the node takes its time. Thread-safe. */
final class Pushing implements Push {
    private static final Logger LOG = LoggerFactory.getLogger(Pushing.class);

    private final Stores stores;
    private final Ledger ledger;
    private final Preparing preparing;
    private final Serving serving;
    private final Function<String, Outcome<SecretsBundle>> secrets;
    private final TalosParts parts;
    private final InstantSource clock;

    Pushing(Stores stores, Ledger ledger, Preparing preparing, Serving serving,
            Function<String, Outcome<SecretsBundle>> secrets, TalosParts parts, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.preparing = preparing;
        this.serving = serving;
        this.secrets = secrets;
        this.parts = parts;
        this.clock = clock;
    }

    /** A push that may go on. */
    private record Going(Machine machine, Arm arm, Prepared prepared, Ipv4 address, LineMask mask, Caller by) {
        byte[] bytes() {
            return prepared.rendering().orElseThrow().text().getBytes(StandardCharsets.UTF_8);
        }

        String id() {
            return machine.id().text();
        }
    }

    @Override
    public Outcome<Answer> push(MachineId id, Ipv4 address, boolean dryRun, Caller by) {
        Optional<Machine> found = stores.database().reading(connection -> stores.machines().find(connection, id));
        if (found.isEmpty()) {
            return Outcome.refused(Why.NOT_FOUND, id.text(), "there is no machine " + id, "");
        }
        if (!parts.waiting().reaches(address)) {
            return Outcome.refused(Why.INVALID, "/address", address + " is not in the boot network",
                    "Give an address of the node there");
        }
        Machine machine = found.get();
        Instant now = clock.instant();
        Optional<Arm> arm = machine.arm(now);
        if (arm.isEmpty() || started(machine, now).isEmpty()) {
            return Outcome.refused(Why.CONFLICT, id.text(), id + " may not be installed now: it is "
                    + machine.stage().label() + ". A configuration is given to a machine that is armed to install,"
                    + " whose disks were seen since, and that nothing is in the way of", "See 'ichor machines show " + id
                    + "', and arm it");
        }
        Prepared prepared = preparing.make(machine, Arch.X86_64);
        if (prepared.obstacle().isPresent()) {
            return Outcome.refused(Why.CONFLICT, id.text(), prepared.obstacle().get().text(), "");
        }
        Going going = new Going(machine, arm.get(), prepared, address, mask(machine), by);
        try (Maintenance.Node node = parts.waiting().at(address)) {
            return push(going, node, dryRun);
        }
    }

    /** The boot of the evidence stands for the node's own, which came without the appliance. */
    private static Optional<MachineEvent> started(Machine machine, Instant now) {
        return Consider.mayInstall(machine, now) ? Consider.onInstall(machine, machine.evidence().boot(), now)
                : Optional.empty();
    }

    private LineMask mask(Machine machine) {
        String cluster = machine.place().map(Place::cluster).orElse("");
        return new LineMask(Masker.of(secrets.apply(cluster) instanceof Outcome.Done<SecretsBundle>(
                SecretsBundle bundle) ? bundle.secretTexts() : List.of()));
    }

    private Outcome<Answer> push(Going going, Maintenance.Node node, boolean dryRun) {
        Maintenance.Shown shown;
        List<String> warnings;
        try {
            shown = node.show();
            List<Problem> problems = NodeMatch.problems(going.machine(), going.arm(), going.address(),
                    parts.owner().apply(going.address()), shown);
            if (!problems.isEmpty()) {
                return new Outcome.Refused<>(Why.CONFLICT, problems);
            }
            warnings = node.apply(going.bytes(), true).stream().map(going.mask()::line).toList();
        } catch (Maintenance.Failed e) {
            return failed(going, e, "Nothing was given to it");
        }
        audit(going, dryRun);
        return dryRun ? new Outcome.Done<>(new Answer(true, shown.version(), warnings))
                : give(going, node, new Answer(false, shown.version(), warnings));
    }

    private void audit(Going going, boolean dryRun) {
        ledger.change(writing -> {
            writing.audit(going.by(), dryRun ? "try configuration" : "push configuration", going.id(), "",
                    Json.write(Map.of("address", going.address().toString(), "arm", going.arm().id(), "hash",
                            going.prepared().boot().orElseThrow().hash().hex())));
            return going;
        });
    }

    private Outcome<Answer> give(Going going, Maintenance.Node node, Answer asked) {
        Instant now = clock.instant();
        Optional<MachineEvent> started = started(going.machine(), now);
        Sha256 name = Sha256.of(("push " + going.id() + " " + going.arm().id() + " " + now + " "
                + parts.random().nextLong()).getBytes(StandardCharsets.UTF_8));
        Optional<byte[]> bytes = started.flatMap(event -> serving.begin(going.machine(), going.prepared(),
                new Serving.Leaving(name, going.machine().evidence().boot(), "push", going.address(), now), event));
        if (bytes.isEmpty()) {
            return Outcome.refused(Why.CONFLICT, going.id(), going.id()
                    + " or what its configuration is made of changed meanwhile; nothing was given to it", "Try again");
        }
        try {
            List<String> warnings = node.apply(bytes.get(), false).stream().map(going.mask()::line).toList();
            LOG.info("pushed machine={} to={} arm={}", going.id(), going.address(), going.arm().id());
            return new Outcome.Done<>(new Answer(false, asked.version(), warnings.isEmpty() ? asked.warnings()
                    : warnings));
        } catch (Maintenance.Failed e) {
            tell(going, e);
            return failed(going, e, e.isRefused() ? "The installation has failed before it began"
                    : "It may have taken its configuration: see 'ichor log " + going.id() + "' before anything else");
        }
    }

    /** Only what surely did not begin has failed: the other might be begun a second time. */
    private void tell(Going going, Maintenance.Failed why) {
        String words = going.mask().line(why.getMessage());
        NodeWord word = why.isRefused() ? new NodeWord.Failed(words)
                : new NodeWord.Step("nobody knows whether the node took it: " + words, OptionalInt.empty());
        ledger.change(writing -> {
            Optional<Machine> machine = writing.find(going.machine().id());
            return machine.isEmpty() ? machine : Optional.of(writing.apply(machine.get(),
                    Consider.onNodeWord(machine.get(), word, clock.instant())));
        });
    }

    private static Outcome<Answer> failed(Going going, Maintenance.Failed e, String mend) {
        LOG.warn("push-failed machine={} to={} why=\"{}\"", going.id(), going.address(),
                going.mask().line(e.getMessage()).replace('"', '\''));
        return Outcome.refused(Why.CONFLICT, "/address", going.mask().line(e.getMessage()), mend);
    }
}
