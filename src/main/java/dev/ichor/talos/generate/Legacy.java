package dev.ichor.talos.generate;

import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The form up to contract 1.13: nearly everything is in the one document without a kind. */
final class Legacy {
    private final Contract contract;
    private final Base.Input input;
    private final SecretsBundle secrets;
    private final boolean control;
    /** Up to 1.11: what later versions do always. */
    private final boolean spelledOut;

    Legacy(Contract contract, Base.Input input) {
        this.contract = contract;
        this.input = input;
        this.secrets = input.secrets();
        this.control = input.type() == NodeType.CONTROLPLANE;
        this.spelledOut = !contract.since(Contract.V1_12);
    }

    Configuration configuration() {
        List<Document> documents = new ArrayList<>();
        documents.add(new Document(Section.of("version", "v1alpha1").and("debug", false).and("persist", true)
                .and("machine", machine()).and("cluster", cluster()).map()));
        if (!spelledOut) {
            documents.add(Document.of("HostnameConfig", Map.of("auto", "stable")));
        }
        return new Configuration(documents);
    }

    private Section machine() {
        Section kubelet = Section.of("image", Common.kubeletImage(input))
                .and("defaultRuntimeSeccompProfileEnabled", true).and("disableManifestsDirectory", true);
        Section install = new Section().when(input.installer().isPresent(), "image", input.installer().orElse(""))
                .and("wipe", false).when(!spelledOut, "grubUseUKICmdline", true);
        return Section.of("type", input.type().label()).and("token", secrets.trustdToken())
                .and("ca", Common.authority(secrets.os(), input.type())).and("certSANs", List.of())
                .and("kubelet", kubelet).when(!contract.since(Contract.V1_13), "network", Map.of())
                .and("install", install).and("features", features())
                .when(control, "nodeLabels", Map.of(Common.EXCLUDE_LABEL, ""));
    }

    private Section features() {
        return new Section().when(spelledOut, "rbac", true).when(spelledOut, "stableHostname", true)
                .when(spelledOut, "apidCheckExtKeyUsage", true).and("diskQuotaSupport", true)
                .and("kubePrism", Section.of("enabled", true).and("port", Common.KUBE_PRISM_PORT))
                .and("hostDNS", Section.of("enabled", true).and("forwardKubeDNSToHost", true));
    }

    private Section cluster() {
        Section network = Section.of("dnsDomain", Common.DNS_DOMAIN).and("podSubnets", Common.texts(input.pods()))
                .and("serviceSubnets", Common.texts(input.services()));
        Section made = Section.of("id", secrets.clusterId()).and("secret", secrets.clusterSecret())
                .and("controlPlane", Map.of("endpoint", input.endpoint().toString()))
                .and("clusterName", input.cluster()).and("network", network)
                .and("token", secrets.bootstrapToken());
        if (control) {
            made.and(encryptionKey(secrets.encryption().kind()), secrets.encryption().value());
        }
        made.and("ca", Common.authority(secrets.kubernetes(), input.type()));
        if (control) {
            controlPlane(made);
        }
        Section registries = Section.of("kubernetes", Map.of("disabled", true)).and("service", Map.of());
        made.and("discovery", Section.of("enabled", true).and("registries", registries));
        return made.when(control, "etcd", Section.of("ca", Common.authority(secrets.etcd(), input.type())));
    }

    private void controlPlane(Section made) {
        Section admission = Section.of("name", "PodSecurity").and("configuration", Common.podSecurity());
        Section apiServer = Section.of("image", Common.kubernetesImage("kube-apiserver", input))
                .when(spelledOut, "certSANs", List.of(Base.host(input.endpoint())))
                .when(spelledOut, "disablePodSecurityPolicy", true)
                .and("admissionControl", List.of(admission.map()))
                .and("auditPolicy", Common.auditPolicy());
        made.and("aggregatorCA", Common.authority(secrets.aggregator(), input.type()))
                .and("serviceAccount", Map.of("key", secrets.serviceAccountLine()))
                .and("apiServer", apiServer)
                .and("controllerManager", Map.of("image", Common.kubernetesImage("kube-controller-manager", input)))
                .and("proxy", Map.of("image", Common.kubernetesImage("kube-proxy", input)))
                .and("scheduler", Map.of("image", Common.kubernetesImage("kube-scheduler", input)));
    }

    private static String encryptionKey(EncryptionSecret.Kind kind) {
        return switch (kind) {
            case SECRETBOX -> "secretboxEncryptionSecret";
            case AESCBC -> "aescbcEncryptionSecret";
        };
    }
}
