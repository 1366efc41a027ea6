package dev.ichor.talos.secrets;

import java.util.Locale;

/** Writes {@code secrets.yaml}, byte for byte as {@code talosctl gen secrets} does. The file is for mode 0600. */
public final class SecretsYaml {
    private SecretsYaml() {
    }

    public static String write(SecretsBundle bundle) {
        String encryption = bundle.encryption().kind().name().toLowerCase(Locale.ROOT) + "encryptionsecret";
        StringBuilder out = new StringBuilder();
        out.append("cluster:\n");
        line(out, 1, "id", bundle.clusterId());
        line(out, 1, "secret", bundle.clusterSecret());
        out.append("secrets:\n");
        line(out, 1, "bootstraptoken", bundle.bootstrapToken());
        line(out, 1, encryption, bundle.encryption().value());
        out.append("trustdinfo:\n");
        line(out, 1, "token", bundle.trustdToken());
        out.append("certs:\n");
        pair(out, "etcd", bundle.etcd());
        pair(out, "k8s", bundle.kubernetes());
        pair(out, "k8saggregator", bundle.aggregator());
        out.append("    k8sserviceaccount:\n");
        line(out, 2, "key", bundle.serviceAccountLine());
        pair(out, "os", bundle.os());
        return out.toString();
    }

    private static void pair(StringBuilder out, String name, CertificateAndKey pair) {
        out.append("    ").append(name).append(":\n");
        line(out, 2, "crt", pair.certificateLine());
        line(out, 2, "key", pair.keyLine());
    }

    private static void line(StringBuilder out, int level, String key, String value) {
        out.append("    ".repeat(level)).append(key).append(": ").append(GoScalar.of(value)).append('\n');
    }
}
