package dev.ichor.talos.check;

import dev.ichor.base.Malformed;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.generate.Pairing;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can only be told from all documents together, and what a node checks when it runs. */
final class Wholes {
    private static final Set<String> CONTROL_PLANE_ONLY = Set.of("KubeAdmissionControlConfig",
            "KubeAggregatorCAConfig", "KubeAPIServerConfig", "KubeAuditPolicyConfig", "KubeAuthenticationConfig",
            "KubeAuthorizerConfig", "KubeControllerManagerConfig", "KubeCoreDNSConfig", "KubeEtcdEncryptionConfig",
            "KubeFlannelCNIConfig", "KubeProxyConfig", "KubeSchedulerConfig", "KubeServiceAccountConfig",
            "KubeTalosAPIAccessConfig");
    private static final List<String> IMAGE_DOCUMENTS = List.of("KubeletConfig", "KubeAPIServerConfig",
            "KubeControllerManagerConfig", "KubeSchedulerConfig", "KubeProxyConfig");

    private Wholes() {
    }

    static void check(Scope scope) {
        images(scope);
        if (scope.since(Contract.V1_14)) {
            controlPlaneOnly(scope);
            identity(scope);
            encryption(scope);
        }
    }

    private static void controlPlaneOnly(Scope scope) {
        if (!scope.isControlPlane()) {
            scope.all(CONTROL_PLANE_ONLY).forEach(document -> document.at("kind")
                    .error("such a document is for control planes only", "Remove it from workers"));
        }
    }

    private static void identity(Scope scope) {
        Part cluster = scope.main().at("cluster");
        boolean here = !cluster.at("id").isEmpty() && !cluster.at("secret").isEmpty();
        List<Part> services = scope.all("DiscoveryServiceConfig");
        if (!services.isEmpty() && !here && scope.all("DiscoveryIdentityConfig").isEmpty()) {
            services.getFirst().error("discovery needs the cluster's identity", "Restore the DiscoveryIdentityConfig"
                    + " document");
        }
    }

    private static void encryption(Scope scope) {
        Part cluster = scope.main().at("cluster");
        boolean authority = cluster.at("ca").isThere() || !scope.all("KubeAPIServerCAConfig").isEmpty();
        boolean old = !cluster.at("secretboxEncryptionSecret").isEmpty()
                || !cluster.at("aescbcEncryptionSecret").isEmpty();
        if (scope.isControlPlane() && authority && !old && scope.all("KubeEtcdEncryptionConfig").isEmpty()) {
            cluster.error("nothing says how secrets in etcd are encrypted",
                    "Restore the KubeEtcdEncryptionConfig document");
        }
    }

    /** Nodes since 1.11 refuse what their Talos does not run; an older one would fail later. */
    private static void images(Scope scope) {
        Part main = scope.main();
        image(scope, main.at("machine", "kubelet", "image"), false);
        if (scope.isControlPlane()) {
            for (String part : List.of("apiServer", "controllerManager", "scheduler")) {
                image(scope, main.at("cluster", part, "image"), false);
            }
        }
        for (Document document : scope.configuration().documents()) {
            if (IMAGE_DOCUMENTS.contains(document.kind()) && scope.since(Contract.V1_14)) {
                Part part = Part.of(document, scope.findings());
                boolean off = part.at("enabled").isThere() && !part.at("enabled").flag();
                image(scope, part.at("image"), !off);
            }
        }
    }

    private static void image(Scope scope, Part image, boolean needed) {
        if (image.isEmpty()) {
            if (needed) {
                image.error("an image must be named", "Restore it");
            }
            return;
        }
        Optional<TalosVersion> version = version(image.text());
        if (version.isEmpty()) {
            image.error("the image's tag is no version, so Talos cannot tell what it is",
                    "Write a tag like :v1.33.1, before the digest if there is one");
        } else if (!Pairing.runs(scope.contract(), version.get())) {
            image.error("Talos " + scope.contract() + " does not run Kubernetes " + version.get(),
                    "Take a Kubernetes from " + Pairing.range(scope.contract()));
        }
    }

    private static Optional<TalosVersion> version(String image) {
        int tag = image.lastIndexOf(":v");
        int digest = image.indexOf('@', Math.max(tag, 0));
        if (tag < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(TalosVersion.parse(image.substring(tag + 1, digest < 0 ? image.length() : digest)));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
