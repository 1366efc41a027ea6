package dev.ichor.talos.secrets;

import java.util.List;
import java.util.Objects;

/**
 * The file by which {@code talosctl} reaches a cluster.
 *
 * @param cluster   name of the cluster and of the context
 * @param endpoints hosts to connect to
 * @param nodes     hosts to ask; left out of the file if empty
 * @param authority certificate of the Talos API's authority, PEM
 * @param client    the holder's certificate and Ed25519 key
 */
public record TalosConfig(String cluster, List<String> endpoints, List<String> nodes, String authority,
                          CertificateAndKey client) {
    public TalosConfig {
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(authority);
        Objects.requireNonNull(client);
        endpoints = List.copyOf(endpoints);
        nodes = List.copyOf(nodes);
    }

    /** The file's text; holds a private key. */
    public String yaml() {
        String name = GoScalar.of(cluster);
        StringBuilder out = new StringBuilder("context: ").append(name).append("\ncontexts:\n    ").append(name)
                .append(":\n");
        hosts(out, "endpoints", endpoints);
        if (!nodes.isEmpty()) {
            hosts(out, "nodes", nodes);
        }
        return out.append("        ca: ").append(CertificateAndKey.line(authority))
                .append("\n        crt: ").append(client.certificateLine())
                .append("\n        key: ").append(client.keyLine()).append('\n').toString();
    }

    private static void hosts(StringBuilder out, String key, List<String> hosts) {
        out.append("        ").append(key).append(hosts.isEmpty() ? ": []\n" : ":\n");
        hosts.forEach(host -> out.append("            - ").append(GoScalar.of(host)).append('\n'));
    }

    @Override
    public String toString() {
        return "TalosConfig[" + cluster + ", endpoints=" + endpoints + ", nodes=" + nodes + ", "
                + SecretsBundle.MASK + "]";
    }
}
