package dev.ichor.talos.check.documents;

import dev.ichor.talos.check.rule.Forms;
import dev.ichor.talos.check.rule.KubeletRules;
import dev.ichor.talos.check.rule.NodeMarks;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import java.util.List;
import java.util.Set;

/** The parts of Kubernetes, each a document since contract 1.14. */
final class KubeRules {
    private static final Set<String> AUTHORIZERS = Set.of("Node", "RBAC", "Webhook");
    private static final Set<String> PROXY_MODES = Set.of("nftables", "iptables", "ipvs");
    private static final Set<String> RESOURCES = Set.of("cpu", "memory");
    private static final int LAST_PORT = 65535;
    private static final int MOST_SUBNETS = 2;

    private KubeRules() {
    }

    static void check(Scope scope, String kind, Part document) {
        switch (kind) {
            case "KubeClusterConfig" -> cluster(document);
            case "KubeNodeConfig" -> node(document);
            case "KubeletConfig" -> KubeletRules.configuration(document.at("config"));
            case "KubeNetworkConfig" -> network(document);
            case "KubeAPIServerCAConfig" -> authority(scope, document);
            case "KubeAggregatorCAConfig" -> issuing(document.at("issuingCA"));
            case "KubePrismConfig" -> {
                long port = document.at("port").number().orElse(0);
                if (port < 1 || port > LAST_PORT) {
                    document.at("port").error("no port", "Write e.g. 7445");
                }
            }
            case "KubeAuthorizerConfig" -> authorizer(document);
            case "KubeEtcdEncryptionConfig" -> needed(document.at("config"), "how secrets are encrypted");
            case "KubeServiceAccountConfig" -> {
                needed(document.at("issuer", "privateKey"), "the key that signs accounts");
                needed(document.at("issuer", "issuerURL"), "who signs accounts");
            }
            case "KubeProxyConfig" -> proxy(document);
            case "KubeFlannelCNIConfig" -> needed(document.at("backendType"), "how packets travel");
            case "KubeAdmissionControlConfig" -> DocumentRules.named(document);
            case "KubeInlineManifestConfig", "KubeStaticPodConfig" -> subdomain(document);
            case "KubeExternalManifestConfig" -> {
                subdomain(document);
                if (!document.at("url").text().startsWith("http") || !Forms.isEndpoint(document.at("url").text())) {
                    document.at("url").error("no address of a manifest", "Write e.g. https://host/file.yaml");
                }
            }
            case "KubeTalosAPIAccessConfig" -> NodeMarks.roles(document.at("allowedRoles"));
            default -> { }
        }
        for (String key : List.of("requests", "limits")) {
            if (kind.startsWith("Kube")) {
                resources(document.at("resources", key));
            }
        }
    }

    private static void needed(Part part, String what) {
        if (part.isEmpty()) {
            part.error(what + " must be said", "Restore it");
        }
    }

    private static void resources(Part resources) {
        resources.entries().forEach((key, value) -> {
            if (!RESOURCES.contains(key)) {
                value.error("Talos sets no such resource", "Write cpu or memory");
            }
        });
    }

    private static void subdomain(Part document) {
        if (DocumentRules.named(document) && !Forms.isSubdomain(document.at("name").text())) {
            document.at("name").error("Kubernetes takes no such name", "Write small letters, digits, '-' and '.'");
        }
    }

    private static void cluster(Part document) {
        needed(document.at("clusterName"), "the cluster's name");
        if (!Forms.isEndpoint(document.at("endpoint").text())) {
            document.at("endpoint").error("no address of the Kubernetes API", "Write e.g. https://192.0.2.10:6443");
        }
    }

    private static void node(Part document) {
        KubeletRules.subnets(document.at("nodeIP", "validSubnets"));
        NodeMarks.labels(document.at("labels"));
        NodeMarks.annotations(document.at("annotations"));
        NodeMarks.taints(document.at("taints"));
    }

    private static void network(Part document) {
        for (String key : List.of("podSubnets", "serviceSubnets")) {
            Part subnets = document.at(key);
            int count = subnets.items().size();
            if (count == 0 || count > MOST_SUBNETS) {
                subnets.error("one subnet is needed, or two of different families", "Write e.g. 10.244.0.0/16");
            }
            subnets.items().stream().filter(subnet -> !Forms.isPrefix(subnet.text()))
                    .forEach(subnet -> subnet.error("no subnet", "Write e.g. 10.244.0.0/16"));
        }
        if (document.at("podSubnets").items().size() != document.at("serviceSubnets").items().size()) {
            document.error("pods and services need subnets of the same families", "Write as many of one as of the other");
        }
    }

    private static void authority(Scope scope, Part document) {
        Part issuing = document.at("issuingCA");
        if (issuing.isThere() && !scope.isControlPlane()) {
            issuing.error("a worker must not hold the private key of the cluster's authority",
                    "Name its certificate in acceptedCAs instead");
        } else if (issuing.isThere()) {
            issuing(issuing);
        } else if (document.at("acceptedCAs").isEmpty() || scope.isControlPlane()) {
            issuing.error("the cluster's authority is missing", "Restore it");
        }
    }

    private static void issuing(Part issuing) {
        needed(issuing.at("cert"), "the authority's certificate");
        needed(issuing.at("key"), "the authority's key");
    }

    private static void authorizer(Part document) {
        DocumentRules.named(document);
        Part type = document.at("type");
        boolean webhook = type.text().equals("Webhook");
        if (!AUTHORIZERS.contains(type.text())) {
            type.error("no such authorizer", "Write Node, RBAC or Webhook");
        } else if (webhook == document.at("webhook").isEmpty()) {
            Part part = document.at("webhook");
            if (webhook) {
                part.error("an authorizer that asks a server must say which", "Write it");
            } else {
                part.warning("this is for authorizers of the type Webhook", "Remove it");
            }
        }
    }

    private static void proxy(Part document) {
        Part mode = document.at("mode");
        if (!mode.isEmpty() && !PROXY_MODES.contains(mode.text())) {
            mode.error("no such mode", "Write nftables");
        } else if (!mode.isEmpty() && !mode.text().equals("nftables")) {
            mode.warning("this mode is old", "Write nftables");
        }
        if (!document.at("extraArgs").isEmpty()) {
            document.at("extraArgs").warning("kube-proxy may not heed arguments", "Use config");
        }
    }
}
