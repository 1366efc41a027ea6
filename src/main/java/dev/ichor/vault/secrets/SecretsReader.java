package dev.ichor.vault.secrets;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.vault.secrets.BundleParts.Form;
import dev.ichor.yaml.Fields;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code secrets.yaml} as {@code talosctl gen secrets} writes it. What was read is written again with the same
 * bytes, if the file was laid out as that program does it; else with the same values.
 */
public final class SecretsReader {
    private SecretsReader() {
    }

    /**
     * Reads and checks everything: form, lengths, that each certificate is a sound authority and that its key fits.
     *
     * @param shown    the name for messages
     * @param problems gets each thing that is wrong, with line and field
     * @return empty if there was any problem
     */
    public static Optional<SecretsBundle> read(byte[] bytes, String shown, Problems problems) {
        Problems own = new Problems();
        Optional<SecretsBundle> bundle = Yaml.read(bytes, shown, own).flatMap(root -> Fields.of(root, own))
                .flatMap(SecretsReader::bundle);
        if (bundle.isEmpty() && own.isEmpty()) {
            own.add(shown, "holds no secrets: the file is empty", "Give the secrets.yaml of the cluster");
        }
        discreet(own, problems);
        return own.isEmpty() ? bundle : Optional.empty();
    }

    private static Optional<SecretsBundle> bundle(Fields root) {
        root.require("cluster", "secrets", "trustdinfo", "certs");
        Optional<Fields> cluster = root.fields("cluster");
        cluster.ifPresent(fields -> fields.require("id", "secret"));
        Optional<String> id = cluster.flatMap(fields -> BundleParts.visible(fields, "id"));
        Optional<String> secret = cluster.flatMap(fields -> BundleParts.secret(fields, "secret"));
        Optional<Fields> secrets = root.fields("secrets");
        secrets.ifPresent(fields -> fields.require("bootstraptoken"));
        Optional<String> bootstrap = secrets.flatMap(fields -> BundleParts.token(fields, "bootstraptoken"));
        Optional<EncryptionSecret> encryption = secrets.flatMap(fields -> BundleParts.encryption(fields,
                "secretboxencryptionsecret", "aescbcencryptionsecret"));
        Optional<Fields> trustd = root.fields("trustdinfo");
        trustd.ifPresent(fields -> fields.require("token"));
        Optional<String> token = trustd.flatMap(fields -> BundleParts.visible(fields, "token"));
        Optional<Fields> certs = root.fields("certs");
        certs.ifPresent(fields -> fields.require("etcd", "k8s", "k8saggregator", "k8sserviceaccount", "os"));
        Optional<CertificateAndKey> etcd = pair(certs, "etcd");
        Optional<CertificateAndKey> kubernetes = pair(certs, "k8s");
        Optional<CertificateAndKey> aggregator = pair(certs, "k8saggregator");
        Optional<Fields> account = certs.flatMap(fields -> fields.fields("k8sserviceaccount"));
        Optional<String> key = account.flatMap(fields -> BundleParts.key(fields, "key", Form.BASE64));
        Optional<CertificateAndKey> os = pair(certs, "os");
        root.finish();
        for (Optional<Fields> part : List.of(cluster, secrets, trustd, certs, account)) {
            part.ifPresent(Fields::finish);
        }
        if (anyEmpty(id, secret, bootstrap, encryption, token, etcd, kubernetes, aggregator, key, os)) {
            return Optional.empty();
        }
        return Optional.of(new SecretsBundle(id.get(), secret.get(), bootstrap.get(), encryption.get(), token.get(),
                etcd.get(), kubernetes.get(), aggregator.get(), key.get(), os.get()));
    }

    private static Optional<CertificateAndKey> pair(Optional<Fields> certs, String name) {
        Optional<Fields> fields = certs.flatMap(all -> all.fields(name));
        Optional<CertificateAndKey> pair = fields.flatMap(two -> BundleParts.authority(two, "crt", "key",
                Form.BASE64));
        fields.ifPresent(Fields::finish);
        return pair;
    }

    static boolean anyEmpty(Optional<?>... parts) {
        return List.of(parts).stream().anyMatch(Optional::isEmpty);
    }

    /** Passes problems on, without a parser's own words: it might quote what it stumbled over. */
    static void discreet(Problems from, Problems to) {
        for (Problem problem : from.list()) {
            boolean quotes = problem.what().startsWith("not YAML");
            to.add(problem.where(), quotes ? "not YAML, or cut off" : problem.what(), problem.mend());
        }
    }

    /** The documents of a file whose parts belong to others, e.g. a machine configuration. */
    static List<YamlNode> documents(byte[] bytes, String shown, Problems problems) {
        Problems own = new Problems();
        List<YamlNode> documents = Yaml.readAll(bytes, shown, own);
        discreet(own, problems);
        return own.isEmpty() ? documents : List.of();
    }
}
