package dev.ichor.talos.generate;

import dev.ichor.base.Subnet;
import dev.ichor.inventory.NodeType;
import dev.ichor.talos.secrets.CertificateAndKey;
import java.util.List;
import java.util.Map;

/** What the forms of all contracts have in common. */
final class Common {
    static final String DNS_DOMAIN = "cluster.local";
    static final long KUBE_PRISM_PORT = 7445;
    static final String EXCLUDE_LABEL = "node.kubernetes.io/exclude-from-external-load-balancers";

    private Common() {
    }

    static String kubernetesImage(String part, Base.Input input) {
        return "registry.k8s.io/" + part + ":" + input.kubernetes();
    }

    static String kubeletImage(Base.Input input) {
        return "ghcr.io/siderolabs/kubelet:" + input.kubernetes();
    }

    static List<String> texts(List<Subnet> subnets) {
        return subnets.stream().map(Subnet::toString).toList();
    }

    /** As in v1alpha1; the key only on control planes, on workers it is there and empty. */
    static Section authority(CertificateAndKey pair, NodeType type) {
        return switch (type) {
            case CONTROLPLANE -> Section.of("crt", pair.certificateLine()).and("key", pair.keyLine());
            case WORKER -> Section.of("crt", pair.certificateLine()).and("key", "");
        };
    }

    /** Pods may do what Kubernetes calls "baseline", except in {@code kube-system}. */
    static Section podSecurity() {
        Section defaults = Section.of("audit", "restricted").and("audit-version", "latest")
                .and("enforce", "baseline").and("enforce-version", "latest")
                .and("warn", "restricted").and("warn-version", "latest");
        Section exemptions = Section.of("namespaces", List.of("kube-system"))
                .and("runtimeClasses", List.of()).and("usernames", List.of());
        return Section.of("apiVersion", "pod-security.admission.config.k8s.io/v1alpha1").and("defaults", defaults)
                .and("exemptions", exemptions).and("kind", "PodSecurityConfiguration");
    }

    static Section auditPolicy() {
        return Section.of("apiVersion", "audit.k8s.io/v1").and("kind", "Policy")
                .and("rules", List.of(Map.of("level", "Metadata")));
    }
}
