package dev.ichor.talos.check;

import dev.ichor.talos.Contract;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.util.List;

/** What the document without a kind and one with a kind both say: Talos refuses to choose. */
final class Conflicts {
    /** @param path keys of the old place, with slashes between */
    private record Pair(Contract first, String kind, String path) {
    }

    private static final List<Pair> PAIRS = List.of(
            new Pair(Contract.V1_12, "HostnameConfig", "machine/network/hostname"),
            new Pair(Contract.V1_12, "HostnameConfig", "machine/features/stableHostname"),
            new Pair(Contract.V1_12, "ResolverConfig", "machine/network/nameservers"),
            new Pair(Contract.V1_12, "ResolverConfig", "machine/network/searchDomains"),
            new Pair(Contract.V1_12, "ResolverConfig", "machine/network/disableSearchDomain"),
            new Pair(Contract.V1_12, "TimeSyncConfig", "machine/time/disabled"),
            new Pair(Contract.V1_12, "TimeSyncConfig", "machine/time/servers"),
            new Pair(Contract.V1_12, "TimeSyncConfig", "machine/time/bootTimeout"),
            new Pair(Contract.V1_13, "KubeSpanConfig", "machine/network/kubespan"),
            new Pair(Contract.V1_14, "ResolverConfig", "machine/features/hostDNS"),
            new Pair(Contract.V1_14, "DiscoveryIdentityConfig", "cluster/id"),
            new Pair(Contract.V1_14, "DiscoveryIdentityConfig", "cluster/secret"),
            new Pair(Contract.V1_14, "DiscoveryServiceConfig", "cluster/discovery"),
            new Pair(Contract.V1_14, "CRIBaseRuntimeSpecConfig", "machine/baseRuntimeSpecOverrides"),
            new Pair(Contract.V1_14, "ImageCacheConfig", "machine/features/imageCache"),
            new Pair(Contract.V1_14, "UnattendedInstallConfig", "machine/install"),
            new Pair(Contract.V1_14, "KubeAdmissionControlConfig", "cluster/apiServer/admissionControl"),
            new Pair(Contract.V1_14, "KubeAggregatorCAConfig", "cluster/aggregatorCA"),
            new Pair(Contract.V1_14, "KubeAPIServerConfig", "cluster/apiServer"),
            new Pair(Contract.V1_14, "KubeAPIServerConfig", "cluster/controlPlane/localAPIServerPort"),
            new Pair(Contract.V1_14, "KubeAPIServerCAConfig", "cluster/ca"),
            new Pair(Contract.V1_14, "KubeAuditPolicyConfig", "cluster/apiServer/auditPolicy"),
            new Pair(Contract.V1_14, "KubeAuthorizerConfig", "cluster/apiServer/admissionControl"),
            new Pair(Contract.V1_14, "KubeClusterConfig", "cluster/clusterName"),
            new Pair(Contract.V1_14, "KubeClusterConfig", "cluster/controlPlane/endpoint"),
            new Pair(Contract.V1_14, "KubeControllerManagerConfig", "cluster/controllerManager"),
            new Pair(Contract.V1_14, "KubeControllerManagerConfig", "machine/controlPlane/controllerManager"),
            new Pair(Contract.V1_14, "KubeCoreDNSConfig", "cluster/coreDNS"),
            new Pair(Contract.V1_14, "KubeCredentialProviderConfig", "machine/kubelet"),
            new Pair(Contract.V1_14, "KubeEtcdEncryptionConfig", "cluster/secretboxEncryptionSecret"),
            new Pair(Contract.V1_14, "KubeEtcdEncryptionConfig", "cluster/aescbcEncryptionSecret"),
            new Pair(Contract.V1_14, "KubeFlannelCNIConfig", "cluster/network"),
            new Pair(Contract.V1_14, "KubeletConfig", "machine/kubelet"),
            new Pair(Contract.V1_14, "KubePrismConfig", "machine/features/kubePrism"),
            new Pair(Contract.V1_14, "KubeNetworkConfig", "cluster/network"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "cluster/allowSchedulingOnControlPlanes"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "cluster/allowSchedulingOnMasters"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "machine/kubelet/skipNodeRegistration"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "machine/kubelet/registerWithFQDN"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "machine/kubelet/nodeIP"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "machine/nodeLabels"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "machine/nodeAnnotations"),
            new Pair(Contract.V1_14, "KubeNodeConfig", "machine/nodeTaints"),
            new Pair(Contract.V1_14, "KubeProxyConfig", "cluster/proxy"),
            new Pair(Contract.V1_14, "KubeSchedulerConfig", "cluster/scheduler"),
            new Pair(Contract.V1_14, "KubeSchedulerConfig", "machine/controlPlane/scheduler"),
            new Pair(Contract.V1_14, "KubeServiceAccountConfig", "cluster/serviceAccount"),
            new Pair(Contract.V1_14, "KubeTalosAPIAccessConfig", "machine/features/kubernetesTalosAPIAccess"));

    private Conflicts() {
    }

    static void check(Scope scope) {
        for (Pair pair : PAIRS) {
            Part old = scope.main().at(pair.path().split("/"));
            boolean said = old.isThere() && !old.text().equals("false") && !old.text().equals("0");
            if (scope.since(pair.first()) && said && !scope.all(pair.kind()).isEmpty()) {
                old.error("the document " + pair.kind() + " says this too, and Talos does not choose",
                        "Remove it here, or remove the document");
            }
        }
        for (Part volume : scope.all("VolumeConfig")) {
            boolean state = volume.at("name").text().equals("STATE");
            Part old = scope.main().at("machine", "systemDiskEncryption", state ? "state" : "ephemeral");
            boolean same = state || volume.at("name").text().equals("EPHEMERAL");
            if (same && scope.since(Contract.V1_11) && old.isThere() && !volume.at("encryption").isEmpty()) {
                old.error("the document VolumeConfig says this too, and Talos does not choose",
                        "Remove it here, or in the document");
            }
        }
    }
}
