package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.KubeUser;
import dev.ichor.talos.secrets.Kubeconfig;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.TalosConfig;
import dev.ichor.talos.secrets.TalosRole;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * Mints what people and programs need to reach a cluster. Each call makes a new key; to rotate, mint again before the
 * old one ends. Nothing is kept, and what was minted can't be called back: keep lives short.
 */
public final class Clients {
    /** The life that Talos gives its own; the longest is ten years, and none outlives its authority. */
    public static final Duration DEFAULT_LIFE = Duration.ofHours(8760);

    private Clients() {
    }

    /**
     * A {@code talosconfig}.
     *
     * @param roles at least one
     * @param life  from now; a minute to ten years
     * @throws Malformed if the life is out of range, no role is given, or the bundle's authority is not valid now
     */
    public static TalosConfig talos(SecretsBundle bundle, String cluster, List<String> endpoints, List<String> nodes,
                                    Set<TalosRole> roles, Instant now, Duration life, SecureRandom random)
            throws Malformed {
        return new TalosConfig(cluster, endpoints, nodes, bundle.os().certificate(),
                talosClient(bundle.os(), roles, now, life, random));
    }

    /** The certificate and key alone, e.g. for the appliance's own calls to the nodes. */
    public static CertificateAndKey talosClient(CertificateAndKey os, Set<TalosRole> roles, Instant now, Duration life,
                                                SecureRandom random) throws Malformed {
        if (roles.isEmpty()) {
            throw new Malformed("a client without a role may do nothing: give one, e.g. " + TalosRole.READER.text());
        }
        KeyPair pair = Keys.Kind.ED25519.make(random);
        List<String> names = EnumSet.copyOf(roles).stream().map(TalosRole::text).toList();
        return new CertificateAndKey(Certificates.client(Authority.of(os), Certificates.name("", names),
                KeyUsage.digitalSignature, pair, now, life, random), Keys.write(pair));
    }

    /**
     * A kubeconfig.
     *
     * @param server endpoint of the Kubernetes API, e.g. {@code https://10.0.0.10:6443}
     * @param life   from now; a minute to ten years
     * @throws Malformed if the life is out of range or the bundle's authority is not valid now
     */
    public static Kubeconfig kube(SecretsBundle bundle, String cluster, String server, KubeUser user, Instant now,
                                  Duration life, SecureRandom random) throws Malformed {
        KeyPair pair = Keys.Kind.P256.make(random);
        CertificateAndKey client = new CertificateAndKey(Certificates.client(Authority.of(bundle.kubernetes()),
                Certificates.name(user.name(), user.groups()), KeyUsage.digitalSignature | KeyUsage.keyEncipherment,
                pair, now, life, random), Keys.write(pair));
        return new Kubeconfig(cluster, server, user.name(), bundle.kubernetes().certificate(), client);
    }
}
