package dev.ichor.provisioner.talos;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.World;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.Machine;
import dev.ichor.machine.MachineId;
import dev.ichor.machine.Place;
import dev.ichor.provision.Reason;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.store.AddressStore;
import dev.ichor.store.FingerprintStore;
import dev.ichor.store.ServedStore;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import dev.ichor.talos.render.Rendering;
import dev.ichor.talos.secrets.SecretsBundle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the configurations of machines from all that is known of them. What a rendering came to is remembered without
 * its secrets until something changes of which it was made, so that a thousand machines that ask again and again cost
 * a thousand renderings and no more. Thread-safe; never inside a transaction.
 */
final class Preparing {
    private static final Logger LOG = LoggerFactory.getLogger(Preparing.class);
    private static final int REMEMBERED = 4_096;
    private static final int SHOWN = 3;
    private static final int LONGEST = 400;

    private final Stores stores;
    private final ServedStore served;
    private final Function<String, Outcome<SecretsBundle>> secrets;
    private final TalosParts parts;
    private final Function<NodeInput, Rendering> render;
    private final Map<MachineId, Remembered> remembered = Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<MachineId, Remembered> eldest) {
                    return size() > REMEMBERED;
                }
            });

    private record Remembered(Machine machine, Arch arch, Prepared prepared) {
    }

    /** @param secrets of a cluster, as {@link ClusterKeys#bundle}; a pure reading */
    Preparing(Stores stores, ServedStore served, Function<String, Outcome<SecretsBundle>> secrets,
              TalosParts parts, Function<NodeInput, Rendering> render) {
        this.stores = stores;
        this.served = served;
        this.secrets = secrets;
        this.parts = parts;
        this.render = render;
    }

    /** Of the machine as it is given, without the text; from memory if nothing changed. */
    Prepared lean(Machine machine, Arch arch) {
        Remembered known = remembered.get(machine.id());
        if (known != null && known.arch() == arch && known.machine().turn() == machine.turn()
                && known.machine().evidence().equals(machine.evidence())
                && known.prepared().versions().equals(versions(machine))) {
            return known.prepared();
        }
        Prepared lean = make(machine, arch).lean();
        remembered.put(machine.id(), new Remembered(machine, arch, lean));
        return lean;
    }

    private String versions(Machine machine) {
        return stores.database().reading(connection -> versions(connection, machine));
    }

    String versions(Connection connection, Machine machine) throws SQLException {
        return served.versions(connection, machine.place().map(Place::cluster).orElse(""));
    }

    /** What is known of the machine, in one moment. */
    private record Facts(String versions, Optional<Cluster> cluster, Optional<Node> node,
                         Optional<Fingerprint> fingerprint, Optional<Ipv4> storage, Map<Ipv4, String> others) {
    }

    /** Of the machine as it is given, with the text. */
    Prepared make(Machine machine, Arch arch) {
        Facts facts = stores.database().reading(connection -> facts(connection, machine));
        if (facts.cluster().isEmpty() || facts.node().isEmpty() || facts.fingerprint().isEmpty()) {
            return Prepared.not(facts.versions(), Optional.empty(), new Reason("config-refused",
                    machine.place().map(place -> place.toString()).orElse("Its node") + " is not declared any more."
                            + " Declare it, or take the node away with 'ichor machines unassign " + machine.id() + "'."));
        }
        String cluster = facts.cluster().get().name();
        return switch (secrets.apply(cluster)) {
            case Outcome.Refused<SecretsBundle> refused -> Prepared.not(facts.versions(), Optional.empty(),
                    withoutSecrets(cluster, refused));
            case Outcome.Done<SecretsBundle>(SecretsBundle bundle) -> rendered(facts, machine, arch, bundle);
        };
    }

    private static Reason withoutSecrets(String cluster, Outcome.Refused<SecretsBundle> refused) {
        String words = refused.problems().stream().map(Problem::what).collect(Collectors.joining(" "));
        return refused.why() == Outcome.Why.NOT_FOUND ? new Reason("no-secrets", "Cluster " + cluster
                + " has no secrets yet: make them with 'ichor secrets make " + cluster + "', or import them.")
                : new Reason("secrets-locked", "The secrets of cluster " + cluster + " cannot be opened: "
                + cut(words) + ".");
    }

    private Facts facts(Connection connection, Machine machine) throws SQLException {
        World world = stores.declared().world(connection);
        Optional<Node> node = machine.place().map(Place::node).flatMap(world::node);
        Optional<Cluster> cluster = node.map(Node::cluster).flatMap(world::cluster);
        Map<Ipv4, String> others = new HashMap<>();
        Optional<Ipv4> storage = Optional.empty();
        for (AddressStore.Given given : stores.addresses().all(connection)) {
            if (node.isPresent() && given.node().equals(node.get().name())) {
                storage = Optional.of(given.address());
            } else {
                others.put(given.address(), given.node());
            }
        }
        world.nodes().stream().filter(one -> !node.equals(Optional.of(one)))
                .forEach(one -> one.address().ifPresent(address -> others.put(address, one.name())));
        return new Facts(versions(connection, machine), cluster, node,
                stores.fingerprints().find(connection, machine.evidence().fingerprint())
                        .map(FingerprintStore.Stored::fingerprint), storage, others);
    }

    private Prepared rendered(Facts facts, Machine machine, Arch arch, SecretsBundle bundle) {
        Cluster cluster = facts.cluster().orElseThrow();
        NodeInput input = new NodeInput(cluster, facts.node().orElseThrow(), bundle, facts.fingerprint().orElseThrow(),
                machine.claims(), facts.storage(), facts.others(), arch, parts.sinks());
        Rendering rendering;
        try {
            rendering = render.apply(input);
        } catch (RuntimeException e) {
            // Its message may hold what was rendered, so it is not logged.
            LOG.error("render-failed machine={} error={} at={}", machine.id(), e.getClass().getName(),
                    e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?");
            return Prepared.not(facts.versions(), Optional.empty(), new Reason("config-refused", "The appliance has a"
                    + " fault: the configuration could not be made. Its log says more under render-failed."));
        }
        Optional<Contract> contract = contract(cluster.talos());
        if (rendering.isRefused() || contract.isEmpty()) {
            return Prepared.not(facts.versions(), Optional.of(rendering), refused(machine, rendering.findings()));
        }
        if (parts.seal().isEmpty()) {
            return Prepared.not(facts.versions(), Optional.of(rendering), new Reason("secrets-locked",
                    "Nothing is handed out that cannot be sealed: " + cut(parts.trouble()) + "."));
        }
        return new Prepared(facts.versions(), Optional.empty(), Optional.of(rendering),
                Optional.of(new Prepared.Boot(rendering.hash(), contract.get(), cluster.talos(),
                        assets(rendering))));
    }

    /** A schematic of our own has kernel arguments alone: its kernel and initramfs are those of the plain release. */
    private static String assets(Rendering rendering) {
        return rendering.schematicYaml().isEmpty() ? rendering.schematic() : "";
    }

    private static Optional<Contract> contract(String talos) {
        try {
            return Contract.of(TalosVersion.parse(talos));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Reason refused(Machine machine, List<Finding> findings) {
        List<Problem> errors = findings.stream().filter(one -> one.severity() == Finding.Severity.ERROR)
                .map(Finding::problem).toList();
        String words = errors.stream().limit(SHOWN).map(one -> one.where() + ": " + one.what())
                .collect(Collectors.joining("; "));
        return new Reason("config-refused", "Its configuration has " + errors.size()
                + (errors.size() == 1 ? " error: " : " errors: ") + cut(words) + ". See 'ichor config check "
                + machine.id() + "'.");
    }

    private static String cut(String text) {
        String whole = text.strip().replaceAll("\\.$", "");
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + " …";
    }
}
