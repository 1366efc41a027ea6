package dev.ichor.talos.secrets;

import java.util.List;
import java.util.Objects;

/**
 * Whom a Kubernetes client certificate speaks for.
 *
 * @param name   the certificate's common name
 * @param groups the certificate's organizations; what they may do, the cluster's role bindings say
 */
public record KubeUser(String name, List<String> groups) {
    /** The user of the kubeconfig that Talos itself hands out; may do everything. */
    public static final KubeUser ADMIN = new KubeUser("admin", List.of("system:masters"));

    public KubeUser {
        Objects.requireNonNull(name);
        groups = List.copyOf(groups);
    }
}
