package dev.ichor.provisioner.talos;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.NodeType;
import dev.ichor.json.Json;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Outcome.Why;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.store.talos.KeyStore;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.KubeUser;
import dev.ichor.talos.secrets.Kubeconfig;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.TalosConfig;
import dev.ichor.talos.secrets.TalosRole;
import dev.ichor.vault.pki.CertificateFacts;
import dev.ichor.vault.pki.Clients;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes client certificates with a cluster's secrets, and writes down each. */
final class Minting {
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?"
            + "|\\[[0-9A-Fa-f:.]{2,45}\\](?::[0-9]{1,5})?|[0-9A-Fa-f:.]{2,45}");
    /** What a certificate's name may hold, X.520. */
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,62}[\\x21-\\x7e])?");
    private static final int MOST = 32;

    private final SealedKeys keys;
    private final KeyStore store;
    private final Stores stores;
    private final Ledger ledger;
    private final SecureRandom random;
    private final InstantSource clock;

    Minting(SealedKeys keys, KeyStore store, Stores stores, Ledger ledger, SecureRandom random, InstantSource clock) {
        this.keys = keys;
        this.store = store;
        this.stores = stores;
        this.ledger = ledger;
        this.random = random;
        this.clock = clock;
    }

    /** A file that is made; {@code who} and {@code role} are for the list. */
    private record Made(String kind, String who, String role, String text, CertificateAndKey client) {
        @Override
        public String toString() {
            return kind + " of " + who;
        }
    }

    private interface Work {
        Made make(Cluster cluster, SecretsBundle bundle, Instant now) throws Malformed;
    }

    Outcome<ClusterKeys.Minted> talosconfig(String cluster, List<TalosRole> roles, Duration life,
                                            List<String> endpoints, Caller by) {
        Problems problems = life(life);
        if (roles.isEmpty()) {
            problems.add("/roles", "a client without a role may do nothing", "Name one, e.g. "
                    + TalosRole.READER.text());
        }
        each(endpoints, HOST, "/endpoints", "is no host or address, with or without a port", problems);
        List<String> hosts = endpoints.isEmpty() && problems.isEmpty()
                ? stores.database().reading(connection -> endpoints(connection, cluster)) : endpoints;
        return minted(cluster, problems, by, (declared, bundle, now) -> {
            EnumSet<TalosRole> set = EnumSet.copyOf(roles);
            List<String> nodes = hosts.isEmpty() ? List.of(declared.endpoint().getHost()) : hosts;
            TalosConfig config = Clients.talos(bundle, cluster, nodes, List.of(), set, now, life, random);
            return new Made("talosconfig", by.name(), String.join(", ", set.stream().map(TalosRole::text).toList()),
                    config.yaml(), config.client());
        });
    }

    Outcome<ClusterKeys.Minted> kubeconfig(String cluster, String user, List<String> groups, Duration life,
                                           Caller by) {
        Problems problems = life(life);
        String form = "is not 1 to 64 plain ASCII characters";
        if (!NAME.matcher(user).matches()) {
            problems.add("/user", form, "Name the user, e.g. " + KubeUser.ADMIN.name());
        }
        each(groups, NAME, "/groups", form, problems);
        return minted(cluster, problems, by, (declared, bundle, now) -> {
            Kubeconfig config = Clients.kube(bundle, cluster, declared.endpoint().toString(),
                    new KubeUser(user, groups), now, life, random);
            return new Made("kubeconfig", user, String.join(", ", groups), config.yaml(), config.client());
        });
    }

    private static Problems life(Duration life) {
        Problems problems = new Problems();
        if (life.compareTo(ClusterKeys.SHORTEST) < 0 || life.compareTo(ClusterKeys.LONGEST) > 0) {
            problems.add("/minutes", "a certificate lives from " + ClusterKeys.SHORTEST.toMinutes() + " minutes to "
                    + ClusterKeys.LONGEST.toDays() + " days", "");
        }
        return problems;
    }

    private static void each(List<String> texts, Pattern form, String pointer, String what, Problems problems) {
        if (texts.size() > MOST) {
            problems.add(pointer, "has more than " + MOST + " entries", "");
        }
        for (int i = 0; i < texts.size(); i++) {
            if (!form.matcher(texts.get(i)).matches()) {
                problems.add(pointer + "/" + i, what, "");
            }
        }
    }

    /** Of each control plane the address that is declared, else the one from which it was installed. */
    private List<String> endpoints(Connection connection, String cluster) throws SQLException {
        Map<String, String> machines = store.machines(connection, cluster);
        List<String> hosts = new ArrayList<>();
        for (Node node : stores.declared().world(connection).nodes()) {
            if (node.cluster().equals(cluster) && node.type() == NodeType.CONTROLPLANE) {
                Optional<Ipv4> address = node.address().isPresent() || !machines.containsKey(node.name())
                        ? node.address() : store.installedFrom(connection, machines.get(node.name()));
                address.map(Ipv4::toString).ifPresent(hosts::add);
            }
        }
        return hosts;
    }

    private Outcome<ClusterKeys.Minted> minted(String cluster, Problems problems, Caller by, Work work) {
        SealedKeys.Held held = stores.database().reading(connection -> keys.held(connection, cluster));
        if (held.cluster().isEmpty()) {
            return SealedKeys.undeclared(cluster);
        }
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(Why.INVALID, problems.list());
        }
        return switch (keys.opened(cluster, held.row())) {
            case Outcome.Refused<SecretsBundle>(Why why, List<Problem> more) -> new Outcome.Refused<>(why, more);
            case Outcome.Done<SecretsBundle>(SecretsBundle bundle) -> minted(held.cluster().get(), bundle, by, work);
        };
    }

    private Outcome<ClusterKeys.Minted> minted(Cluster cluster, SecretsBundle bundle, Caller by, Work work) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            Made made = work.make(cluster, bundle, now);
            CertificateFacts facts = CertificateFacts.of(made.client().certificate());
            KeyStore.Minted row = new KeyStore.Minted(cluster.name(), made.kind(), made.who(), made.role(),
                    facts.serial(), now, facts.until());
            return ledger.change(writing -> {
                store.minted(writing.connection(), row);
                writing.audit(by, "mint " + made.kind(), SealedKeys.object(cluster.name()), "", Json.write(row));
                return new Outcome.Done<>(new ClusterKeys.Minted(made.text(), facts.serial(), facts.until()));
            });
        } catch (Malformed e) {
            return Outcome.refused(Why.CONFLICT, "", e.getMessage(), "");
        }
    }
}
