package dev.ichor.talos.generate;

import dev.ichor.inventory.NodeType;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The form of contract 1.14: a small document without kind, and one document for each thing. */
final class MultiDocument {
    private final Base.Input input;
    private final SecretsBundle secrets;
    private final boolean control;
    private final List<Document> documents = new ArrayList<>();

    MultiDocument(Base.Input input) {
        this.input = input;
        this.secrets = input.secrets();
        this.control = input.type() == NodeType.CONTROLPLANE;
    }

    Configuration configuration() {
        documents.add(new Document(Section.of("version", "v1alpha1").and("debug", false).and("persist", true)
                .and("machine", machine()).and("cluster", cluster()).map()));
        host();
        everyNode();
        if (control) {
            controlPlaneSecrets();
            controlPlaneParts();
        }
        return new Configuration(documents);
    }

    private Section machine() {
        return Section.of("type", input.type().label()).and("token", secrets.trustdToken())
                .and("ca", Common.authority(secrets.os(), input.type())).and("certSANs", List.of())
                .and("features", Map.of("diskQuotaSupport", true));
    }

    private Section cluster() {
        return Section.of("token", secrets.bootstrapToken())
                .when(control, "etcd", Section.of("ca", Common.authority(secrets.etcd(), input.type())));
    }

    private void host() {
        add("DiscoveryServiceConfig", Section.of("name", "default").and("endpoint", "https://discovery.talos.dev/"));
        add("DiscoveryIdentityConfig", Section.of("clusterID", secrets.clusterId())
                .and("clusterSecret", secrets.clusterSecret()));
        add("ResolverConfig", Section.of("hostDNS",
                Section.of("enabled", true).and("forwardKubeDNSToHost", true)));
        add("VolumeConfig", Section.of("name", "EPHEMERAL").and("mount", Map.of("secure", true)));
        add("FilesystemTrimConfig", Section.of("interval", "168h0m0s"));
        add("SecurityProfileConfig", Section.of("workloadIsolation", true));
        add("HostnameConfig", Section.of("auto", "stable"));
    }

    private void everyNode() {
        add("KubeClusterConfig", Section.of("clusterName", input.cluster())
                .and("endpoint", input.endpoint().toString()));
        Section labels = Section.of("node-role.kubernetes.io/control-plane", "").and(Common.EXCLUDE_LABEL, "");
        add("KubeNodeConfig", Section.of("nodeIP", Map.of()).when(control, "labels", labels)
                .when(control, "taints", Map.of("node-role.kubernetes.io/control-plane", "NoSchedule")));
        add("KubeletConfig", Section.of("image", Common.kubeletImage(input)).and("config", Map.of())
                .and("defaultRuntimeSeccompProfileEnabled", true));
        add("KubeNetworkConfig", Section.of("dnsDomain", Common.DNS_DOMAIN)
                .and("podSubnets", Common.texts(input.pods()))
                .and("serviceSubnets", Common.texts(input.services())));
        add("KubeAPIServerCAConfig", control ? issuing(secrets.kubernetes())
                : Section.of("acceptedCAs", List.of(secrets.kubernetes().certificate())));
        add("KubePrismConfig", Section.of("port", Common.KUBE_PRISM_PORT));
    }

    private void controlPlaneSecrets() {
        add("KubeAggregatorCAConfig", issuing(secrets.aggregator()));
        add("KubeAdmissionControlConfig", Section.of("name", "PodSecurity")
                .and("configuration", Common.podSecurity()));
        add("KubeAuditPolicyConfig", Section.of("configuration", Common.auditPolicy()));
        Section anonymous = Section.of("conditions",
                List.of(Map.of("path", "/livez"), Map.of("path", "/readyz"), Map.of("path", "/healthz")))
                .and("enabled", true);
        add("KubeAuthenticationConfig", Section.of("configuration",
                Section.of("anonymous", anonymous).and("jwt", List.of())));
        add("KubeAuthorizerConfig", Section.of("name", "node").and("type", "Node"));
        add("KubeAuthorizerConfig", Section.of("name", "rbac").and("type", "RBAC"));
        Section resource = Section.of("providers", List.of(provider(secrets.encryption()).map()))
                .and("resources", List.of("secrets"));
        add("KubeEtcdEncryptionConfig", Section.of("config",
                Section.of("resources", List.of(resource.map()))));
        add("KubeServiceAccountConfig", Section.of("issuer", Section.of("privateKey", secrets.serviceAccountKey())
                .and("issuerURL", input.endpoint().toString())));
    }

    private void controlPlaneParts() {
        add("KubeAPIServerConfig", Section.of("image", Common.kubernetesImage("kube-apiserver", input)));
        add("KubeControllerManagerConfig",
                Section.of("image", Common.kubernetesImage("kube-controller-manager", input)));
        add("KubeSchedulerConfig", Section.of("image", Common.kubernetesImage("kube-scheduler", input))
                .and("config", Map.of()));
        add("KubeProxyConfig", Section.of("image", Common.kubernetesImage("kube-proxy", input))
                .and("config", Map.of()));
        add("KubeFlannelCNIConfig", Section.of("backendType", "vxlan").and("backendPort", 4789));
        add("KubeCoreDNSConfig", Section.of("enabled", true));
    }

    /** The key names are those under which older forms encrypt: etcd of a grown cluster stays readable. */
    private static Section provider(EncryptionSecret encryption) {
        return switch (encryption.kind()) {
            case SECRETBOX -> Section.of("secretbox", keys("key2", encryption.value()));
            case AESCBC -> Section.of("aescbc", keys("key1", encryption.value()));
        };
    }

    private static Section keys(String name, String secret) {
        return Section.of("keys", List.of(Section.of("name", name).and("secret", secret).map()));
    }

    private static Section issuing(CertificateAndKey pair) {
        return Section.of("issuingCA", Section.of("cert", pair.certificate()).and("key", pair.key()));
    }

    private void add(String kind, Section body) {
        documents.add(Document.of(kind, body.map()));
    }
}
