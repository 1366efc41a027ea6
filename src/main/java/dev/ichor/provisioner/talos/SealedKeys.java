package dev.ichor.provisioner.talos;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.json.Json;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.DeclaredStore;
import dev.ichor.store.talos.KeyStore;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.talos.secrets.TalosRole;
import dev.ichor.vault.SealKey;
import dev.ichor.vault.pki.CertificateFacts;
import dev.ichor.vault.pki.ClusterSecrets;
import dev.ichor.vault.secrets.SealedBundle;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clusters' secrets in the database, each sealed to its cluster's name. They are opened for each use anew. */
final class SealedKeys implements ClusterKeys {
    private final Stores stores;
    private final Ledger ledger;
    private final TalosParts parts;
    private final SecureRandom random;
    private final InstantSource clock;
    private final KeyStore store = new KeyStore();
    private final Minting minting;

    SealedKeys(Stores stores, Ledger ledger, TalosParts parts, SecureRandom random, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.parts = parts;
        this.random = random;
        this.clock = clock;
        this.minting = new Minting(this, store, stores, ledger, random, clock);
    }

    /** What the database holds of a cluster. */
    record Held(Optional<Cluster> cluster, Optional<KeyStore.Row> row) {
    }

    Held held(Connection connection, String name) throws SQLException {
        Optional<Cluster> cluster = stores.declared().find(connection, Declared.Kind.CLUSTER, name)
                .map(DeclaredStore.Stored::declared).map(Cluster.class::cast);
        return new Held(cluster, store.find(connection, name));
    }

    private Held held(String name) {
        return stores.database().reading(connection -> held(connection, name));
    }

    static String object(String cluster) {
        return "clusters/" + cluster;
    }

    static <T> Outcome<T> undeclared(String cluster) {
        return Outcome.refused(Why.NOT_FOUND, "", object(cluster) + " is not declared", "Declare the cluster");
    }

    static <T> Outcome<T> none(String cluster) {
        return Outcome.refused(Why.NOT_FOUND, "", object(cluster) + " has no secrets",
                "Make them, or import those of the running cluster: ichor secrets make " + cluster);
    }

    private static <T> Outcome<T> conflict(String what, String mend) {
        return Outcome.refused(Why.CONFLICT, "", what, mend);
    }

    private static <T> Outcome<T> taken(String cluster) {
        return conflict(object(cluster) + " has secrets already, and nodes that have them would be cut off by others",
                "Keep them; if no node has them, delete the cluster, forget its secrets and declare it again");
    }

    private <T> Outcome<T> locked() {
        return conflict("secrets cannot be sealed or opened: " + parts.trouble(), "See `ichor check`");
    }

    /** @throws Malformed one sentence that says why they stay closed */
    SecretsBundle open(KeyStore.Row row) throws Malformed {
        if (parts.seal().isEmpty()) {
            throw new Malformed(parts.trouble());
        }
        return SealedBundle.open(parts.seal().get(), row.cluster(), row.sealed());
    }

    @Override
    public Outcome<Optional<State>> state(String cluster) {
        Held held = held(cluster);
        return held.cluster().isEmpty() && held.row().isEmpty() ? undeclared(cluster)
                : new Outcome.Done<>(held.row().map(this::state));
    }

    private State state(KeyStore.Row row) {
        try {
            return state(row, open(row));
        } catch (Malformed e) {
            return new State(row.cluster(), Origin.valueOf(row.origin()), row.made(), row.keyId(), false,
                    e.getMessage(), List.of());
        }
    }

    private static State state(KeyStore.Row row, SecretsBundle bundle) throws Malformed {
        return new State(row.cluster(), Origin.valueOf(row.origin()), row.made(), row.keyId(), true, "", List.of(
                authority("os", bundle.os().certificate()), authority("kubernetes", bundle.kubernetes().certificate()),
                authority("etcd", bundle.etcd().certificate()),
                authority("aggregator", bundle.aggregator().certificate())));
    }

    private static Authority authority(String name, String pem) throws Malformed {
        CertificateFacts facts = CertificateFacts.of(pem);
        return new Authority(name, facts.fingerprint(), facts.until());
    }

    /** The slow part is done outside of the transaction; another may have come first then. */
    @Override
    public Outcome<State> make(String cluster, Caller by) {
        Held held = held(cluster);
        if (held.cluster().isEmpty()) {
            return undeclared(cluster);
        }
        if (held.row().isPresent()) {
            return taken(cluster);
        }
        return parts.seal().isEmpty() ? locked() : keep(cluster, ClusterSecrets.make(form(held.cluster().get()),
                clock.instant(), random), Origin.GENERATED, parts.seal().get(), by);
    }

    private static ClusterSecrets.IdForm form(Cluster cluster) {
        try {
            return Contract.of(TalosVersion.parse(cluster.talos())).filter(one -> !one.since(Contract.V1_14))
                    .isPresent() ? ClusterSecrets.IdForm.URL : ClusterSecrets.IdForm.STANDARD;
        } catch (Malformed e) {
            return ClusterSecrets.IdForm.STANDARD;
        }
    }

    @Override
    public Outcome<State> take(String cluster, byte[] file, Caller by) {
        if (held(cluster).cluster().isEmpty()) {
            return undeclared(cluster);
        }
        Problems problems = new Problems();
        Optional<SecretsBundle> bundle = SecretsFile.read(file, problems);
        if (bundle.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        return parts.seal().isEmpty() ? locked()
                : keep(cluster, bundle.get(), SecretsFile.kind(file), parts.seal().get(), by);
    }

    private Outcome<State> keep(String cluster, SecretsBundle bundle, Origin origin, SealKey key, Caller by) {
        KeyStore.Row row = new KeyStore.Row(cluster, SealedBundle.seal(key, cluster, bundle, random), key.id(),
                origin.name(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return ledger.change(writing -> {
            Held now = held(writing.connection(), cluster);
            if (now.cluster().isEmpty()) {
                return undeclared(cluster);
            }
            if (now.row().isPresent()) {
                return same(now.row().get(), bundle);
            }
            store.add(writing.connection(), row);
            State state = state(row);
            writing.audit(by, origin == Origin.GENERATED ? "make secrets" : "import secrets", object(cluster), "",
                    told(state));
            return new Outcome.Done<>(state);
        });
    }

    private Outcome<State> same(KeyStore.Row row, SecretsBundle bundle) {
        try {
            SecretsBundle old = open(row);
            return old.equals(bundle) ? new Outcome.Done<>(state(row, old)) : taken(row.cluster());
        } catch (Malformed e) {
            return conflict(e.getMessage(), "");
        }
    }

    /** For the audit log. */
    private static String told(State state) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("origin", state.origin());
        out.put("sealedWith", state.sealedWith());
        state.authorities().forEach(one -> out.put(one.name(), one.fingerprint()));
        return Json.write(out);
    }

    @Override
    public Outcome<SecretsBundle> bundle(String cluster) {
        return opened(cluster, held(cluster).row());
    }

    Outcome<SecretsBundle> opened(String cluster, Optional<KeyStore.Row> row) {
        if (row.isEmpty()) {
            return none(cluster);
        }
        try {
            return new Outcome.Done<>(open(row.get()));
        } catch (Malformed e) {
            return conflict(e.getMessage(), "");
        }
    }

    @Override
    public Outcome<String> export(String cluster, Caller by) {
        Held held = held(cluster);
        if (held.cluster().isEmpty() && held.row().isEmpty()) {
            return undeclared(cluster);
        }
        return switch (opened(cluster, held.row())) {
            case Outcome.Refused<SecretsBundle>(Why why, List<Problem> problems) ->
                    new Outcome.Refused<>(why, problems);
            case Outcome.Done<SecretsBundle>(SecretsBundle bundle) -> ledger.change(writing -> {
                writing.audit(by, "export secrets", object(cluster), "", "");
                return new Outcome.Done<>(SecretsYaml.write(bundle));
            });
        };
    }

    @Override
    public Outcome<Minted> talosconfig(String cluster, List<TalosRole> roles, Duration life, List<String> endpoints,
                                       Caller by) {
        return minting.talosconfig(cluster, roles, life, endpoints, by);
    }

    @Override
    public Outcome<Minted> kubeconfig(String cluster, String user, List<String> groups, Duration life, Caller by) {
        return minting.kubeconfig(cluster, user, groups, life, by);
    }

    @Override
    public List<MintedOnce> minted(String cluster, int limit) {
        return stores.database().reading(connection -> store.minted(connection, cluster, limit)).stream()
                .map(one -> new MintedOnce(one.cluster(), one.kind(), one.who(), one.role(), one.serial(), one.at(),
                        one.until())).toList();
    }

    @Override
    public Outcome<String> forget(String cluster, Caller by) {
        return ledger.change(writing -> {
            Held held = held(writing.connection(), cluster);
            if (held.cluster().isPresent()) {
                return conflict(object(cluster) + " is declared", "Delete the cluster first");
            }
            Map<String, String> machines = store.machines(writing.connection(), cluster);
            if (!machines.isEmpty()) {
                return conflict("machines are nodes of " + object(cluster) + ": " + String.join(", ",
                        machines.keySet()), "Unassign them first");
            }
            if (held.row().isEmpty()) {
                return none(cluster);
            }
            store.forget(writing.connection(), cluster);
            writing.audit(by, "forget secrets", object(cluster), told(state(held.row().get())), "");
            return new Outcome.Done<>(cluster);
        });
    }
}
