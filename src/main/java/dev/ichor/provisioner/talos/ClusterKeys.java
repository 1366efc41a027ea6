package dev.ichor.provisioner.talos;

import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.TalosRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The secrets of the declared clusters, sealed at rest. Every change, export and minting is audited. Thread-safe. */
public interface ClusterKeys {
    /** How long a client certificate may live. */
    Duration SHORTEST = Duration.ofMinutes(5);
    Duration LONGEST = Duration.ofDays(3650);

    /** From what secrets were made. */
    enum Origin { GENERATED, SECRETS_FILE, CONFIGURATION }

    /**
     * What may be told of a cluster's secrets.
     *
     * @param sealedWith id of the seal key
     * @param openable   whether the key at hand opens them; {@code trouble} says why not, else it is empty
     * @param authorities each certificate authority and when it ends
     */
    record State(String cluster, Origin origin, Instant made, String sealedWith, boolean openable, String trouble,
                 List<Authority> authorities) {
        public State {
            authorities = List.copyOf(authorities);
        }
    }

    /** A certificate authority: {@code os}, {@code kubernetes}, {@code etcd} or {@code aggregator}. */
    record Authority(String name, String fingerprint, Instant until) {
    }

    /** A file that was made for someone; its text holds a private key. */
    record Minted(String text, String serial, Instant until) {
        @Override
        public String toString() {
            return "Minted[" + serial + ", " + until + "]";
        }
    }

    /** One minting of the past. */
    record MintedOnce(String cluster, String kind, String who, String role, String serial, Instant at, Instant until) {
    }

    /** Empty if the cluster has no secrets yet. */
    Outcome<Optional<State>> state(String cluster);

    /** Makes new secrets; refused if the cluster has some, for nodes that have them would be cut off. */
    Outcome<State> make(String cluster, Caller by);

    /** Takes {@code secrets.yaml}, or a control plane's configuration; refused if the cluster has others. */
    Outcome<State> take(String cluster, byte[] file, Caller by);

    /** The text of {@code secrets.yaml}. */
    Outcome<String> export(String cluster, Caller by);

    /** A {@code talosconfig} with a fresh client certificate; {@code endpoints} empty: the cluster's. */
    Outcome<Minted> talosconfig(String cluster, List<TalosRole> roles, Duration life, List<String> endpoints,
                                Caller by);

    /** A {@code kubeconfig} with a fresh client certificate of that user and these groups. */
    Outcome<Minted> kubeconfig(String cluster, String user, List<String> groups, Duration life, Caller by);

    /** Newest first. */
    List<MintedOnce> minted(String cluster, int limit);

    /**
     * The secrets themselves, for rendering; never leave the process but in a configuration.
     *
     * @return refused {@code NOT_FOUND} if there are none, {@code CONFLICT} if they cannot be opened
     */
    Outcome<SecretsBundle> bundle(String cluster);

    /** Forgets the secrets of a cluster that is declared no more. */
    Outcome<String> forget(String cluster, Caller by);
}
