package dev.ichor.talos.check.v1alpha1;

import dev.ichor.talos.Contract;
import dev.ichor.talos.check.rule.Forms;
import dev.ichor.talos.check.rule.KubeletRules;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is said of the cluster. */
final class ClusterRules {
    private static final Set<String> CNIS = Set.of("flannel", "custom", "none");

    private ClusterRules() {
    }

    static void check(Scope scope, Part cluster) {
        if (!cluster.isThere()) {
            cluster.error("the cluster's configuration is missing", "Restore it");
            return;
        }
        endpoint(scope, cluster.at("controlPlane"));
        Part domain = cluster.at("network", "dnsDomain");
        if (!domain.isEmpty() && !Forms.isDnsName(domain.text())) {
            domain.error("no DNS name", "Write e.g. cluster.local");
        }
        if (scope.isControlPlane()) {
            cni(cluster.at("network", "cni"));
            etcd(scope, cluster.at("etcd"));
        } else {
            worker(cluster);
        }
        manifests(cluster.at("inlineManifests"));
        discovery(scope, cluster);
        cloudProvider(cluster.at("externalCloudProvider"));
    }

    private static void endpoint(Scope scope, Part controlPlane) {
        Part endpoint = controlPlane.at("endpoint");
        if (endpoint.isEmpty()) {
            if (!scope.since(Contract.V1_14) || controlPlane.isThere()) {
                endpoint.error("where the Kubernetes API is must be said", "Write e.g. https://192.0.2.10:6443");
            }
        } else if (!Forms.isEndpoint(endpoint.text())) {
            endpoint.error("no address of a server", "Write e.g. https://192.0.2.10:6443");
        }
    }

    private static void cni(Part cni) {
        if (!cni.isThere()) {
            return;
        }
        String name = cni.at("name").text();
        Part urls = cni.at("urls");
        if (!CNIS.contains(name)) {
            cni.at("name").error("no such network for pods", "Write flannel, custom or none");
        } else if (name.equals("custom") && urls.isEmpty()) {
            urls.warning("no manifest brings a network for pods", "Name the manifests' addresses");
        } else if (!name.equals("custom") && !urls.isEmpty()) {
            urls.error("manifests are for the network custom only", "Remove them, or write name: custom");
        }
        for (Part url : urls.items()) {
            if (!Forms.isEndpoint(url.text())) {
                url.error("no address of a manifest", "Write e.g. https://host/file.yaml");
            }
        }
        for (String key : List.of("extraArgs", "kubeNetworkPoliciesEnabled")) {
            Part flannel = cni.at("flannel", key);
            boolean set = key.equals("extraArgs") ? !flannel.isEmpty() : flannel.flag();
            if (set && !name.equals("flannel")) {
                flannel.error("this is for the network flannel only", "Remove it");
            }
        }
    }

    private static void etcd(Scope scope, Part etcd) {
        if (!etcd.isThere() && scope.since(Contract.V1_14)) {
            return;
        }
        if (etcd.at("ca").isEmpty()) {
            etcd.at("ca").error("a control plane needs etcd's authority", "Restore certificate and key");
        }
        if (!etcd.at("subnet").isEmpty() && !etcd.at("advertisedSubnets").isEmpty()) {
            etcd.at("subnet").error("subnet and advertisedSubnets say the same thing", "Remove subnet");
        } else if (!etcd.at("subnet").isEmpty() && !Forms.isFilter(etcd.at("subnet").text())) {
            etcd.at("subnet").error("no subnet", "Write e.g. 192.0.2.0/24");
        }
        KubeletRules.subnets(etcd.at("advertisedSubnets"));
        KubeletRules.subnets(etcd.at("listenSubnets"));
    }

    private static void worker(Part cluster) {
        if (!cluster.at("ca", "key").isEmpty()) {
            cluster.at("ca", "key").error("a worker must not hold the private key of the cluster's authority",
                    "Remove the key");
        }
        if (cluster.at("etcd").isThere()) {
            cluster.at("etcd").error("only control planes run etcd", "Remove it from workers");
        }
    }

    private static void manifests(Part manifests) {
        Set<String> seen = new HashSet<>();
        for (Part manifest : manifests.items()) {
            String name = manifest.at("name").text();
            if (name.isBlank()) {
                manifest.at("name").error("a manifest needs a name", "Write one");
            } else if (!seen.add(name)) {
                manifest.at("name").error("two manifests have this name", "Rename one");
            }
        }
    }

    private static void discovery(Scope scope, Part cluster) {
        Part discovery = cluster.at("discovery");
        Part service = discovery.at("registries", "service");
        if (!discovery.at("enabled").flag() || service.at("disabled").flag()) {
            return;
        }
        Part endpoint = service.at("endpoint");
        Optional<URI> uri = Forms.uri(endpoint.text());
        if (!endpoint.isEmpty() && (uri.isEmpty() || uri.get().getHost() == null || !Forms.hasNoPath(uri.get()))) {
            endpoint.error("no address of a discovery service", "Write e.g. https://discovery.talos.dev/");
        }
        boolean elsewhere = !scope.all("DiscoveryIdentityConfig").isEmpty();
        for (String key : List.of("id", "secret")) {
            if (cluster.at(key).isEmpty() && !elsewhere) {
                cluster.at(key).error("nodes cannot find each other without it", "Restore it, or turn discovery off");
            }
        }
    }

    private static void cloudProvider(Part provider) {
        Part manifests = provider.at("manifests");
        if (!manifests.isEmpty() && !provider.at("enabled").flag()) {
            manifests.error("the cloud provider that they are for is off", "Set enabled: true, or remove them");
        }
        manifests.items().stream().filter(url -> !Forms.isEndpoint(url.text()))
                .forEach(url -> url.error("no address of a manifest", "Write e.g. https://host/file.yaml"));
    }
}
