package dev.ichor.talos.secrets;

import java.util.Objects;

/**
 * The file by which {@code kubectl} reaches a cluster.
 *
 * @param cluster   name of the cluster
 * @param server    endpoint of the Kubernetes API, e.g. {@code https://10.0.0.10:6443}
 * @param user      name of the user, e.g. {@code admin}
 * @param authority certificate of the Kubernetes authority, PEM
 * @param client    the user's certificate and EC key
 */
public record Kubeconfig(String cluster, String server, String user, String authority, CertificateAndKey client) {
    public Kubeconfig {
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(server);
        Objects.requireNonNull(user);
        Objects.requireNonNull(authority);
        Objects.requireNonNull(client);
    }

    /** The file's text; holds a private key. */
    public String yaml() {
        String name = GoScalar.of(cluster);
        String context = GoScalar.of(user + "@" + cluster);
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: %s
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: %s
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - context:
                    cluster: %s
                    namespace: default
                    user: %s
                  name: %s
                current-context: %s
                """.formatted(name, GoScalar.of(server), CertificateAndKey.line(authority), context,
                client.certificateLine(), client.keyLine(), name, context, context, context);
    }

    @Override
    public String toString() {
        return "Kubeconfig[" + cluster + ", " + server + ", " + user + ", " + SecretsBundle.MASK + "]";
    }
}
