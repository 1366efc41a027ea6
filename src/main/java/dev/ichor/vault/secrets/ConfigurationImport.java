package dev.ichor.vault.secrets;

import dev.ichor.base.Problems;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.vault.secrets.BundleParts.Form;
import dev.ichor.yaml.Fields;
import dev.ichor.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the secrets of an existing cluster from a control plane node's machine configuration, in the layout up to
 * Talos 1.13 (all in the first document) and in that of 1.14 (most in documents of their own, PEM text unencoded).
 * Everything else in the file is passed over.
 */
public final class ConfigurationImport {
    private static final Set<String> WITH_KEYS = Set.of("controlplane", "init");

    private final Fields main;
    private final Map<String, Fields> byKind;
    private final Problems problems;
    private final Optional<Fields> machine;
    private final Optional<Fields> cluster;

    private ConfigurationImport(Fields main, Map<String, Fields> byKind, Problems problems) {
        this.main = main;
        this.byKind = byKind;
        this.problems = problems;
        machine = main.fields("machine");
        cluster = main.fields("cluster");
    }

    /**
     * Reads and checks everything that {@link SecretsReader} checks.
     *
     * @param shown    the name for messages
     * @param problems gets each thing that is wrong, with line and field
     * @return empty if there was any problem
     */
    public static Optional<SecretsBundle> read(byte[] bytes, String shown, Problems problems) {
        Problems own = new Problems();
        Optional<Fields> main = Optional.empty();
        Map<String, Fields> byKind = new LinkedHashMap<>();
        for (YamlNode document : SecretsReader.documents(bytes, shown, own)) {
            if (document instanceof YamlNode.Scalar scalar && scalar.isNull()) {
                continue;
            }
            Optional<Fields> fields = Fields.of(document, own);
            Optional<String> kind = fields.filter(any -> any.keys().contains("kind"))
                    .flatMap(any -> any.text("kind"));
            if (kind.isPresent()) {
                byKind.putIfAbsent(kind.get(), fields.get());
            } else if (main.isEmpty()) {
                main = fields;
            }
        }
        if (main.isEmpty() && own.isEmpty()) {
            own.add(shown, "holds no machine configuration (a document with 'machine' and 'cluster')",
                    "Give the controlplane.yaml of the cluster");
        }
        Optional<SecretsBundle> bundle = main.flatMap(fields -> new ConfigurationImport(fields, byKind, own).bundle());
        if (bundle.isEmpty() && own.isEmpty()) {
            own.add(shown, "does not hold all secrets", "Give the complete controlplane.yaml of the cluster");
        }
        problems.addAll(own.list());
        return own.isEmpty() ? bundle : Optional.empty();
    }

    private Optional<SecretsBundle> bundle() {
        main.require("machine", "cluster");
        if (machine.isEmpty() || cluster.isEmpty()) {
            return Optional.empty();
        }
        machine.get().require("type");
        Optional<String> type = machine.get().text("type");
        if (type.isPresent() && !WITH_KEYS.contains(type.get())) {
            machine.get().problem("type", "only a control plane's configuration holds the cluster's keys",
                    "Give the controlplane.yaml of the cluster");
            return Optional.empty();
        }
        machine.get().require("token");
        cluster.get().require("token");
        Optional<String> id = identity("id", "clusterID")
                .flatMap(field -> BundleParts.visible(field.in(), field.key()));
        Optional<String> secret = identity("secret", "clusterSecret")
                .flatMap(field -> BundleParts.secret(field.in(), field.key()));
        Optional<String> bootstrap = BundleParts.token(cluster.get(), "token");
        Optional<EncryptionSecret> encryption = encryption();
        Optional<String> token = BundleParts.visible(machine.get(), "token");
        Optional<CertificateAndKey> etcd = etcd();
        Optional<CertificateAndKey> kubernetes = authority("ca", "KubeAPIServerCAConfig");
        Optional<CertificateAndKey> aggregator = authority("aggregatorCA", "KubeAggregatorCAConfig");
        Optional<String> account = serviceAccount();
        machine.get().require("ca");
        Optional<CertificateAndKey> os = machine.get().fields("ca").flatMap(ConfigurationImport::encoded);
        if (SecretsReader.anyEmpty(id, secret, bootstrap, encryption, token, etcd, kubernetes, aggregator, account,
                os)) {
            return Optional.empty();
        }
        return Optional.of(new SecretsBundle(id.get(), secret.get(), bootstrap.get(), encryption.get(), token.get(),
                etcd.get(), kubernetes.get(), aggregator.get(), account.get(), os.get()));
    }

    private Optional<Field> identity(String key, String newer) {
        return place(key, "DiscoveryIdentityConfig")
                .flatMap(fields -> needed(fields, fields == cluster.get() ? key : newer));
    }

    private record Field(Fields in, String key) {
    }

    private static Optional<Field> needed(Fields in, String key) {
        in.require(key);
        return in.node(key).map(any -> new Field(in, key));
    }

    /** Where a part of the cluster stands: in the first document, or in the newer one; else a problem. */
    private Optional<Fields> place(String key, String kind) {
        if (cluster.get().node(key).isPresent()) {
            return cluster;
        }
        Optional<Fields> newer = Optional.ofNullable(byKind.get(kind));
        if (newer.isEmpty()) {
            cluster.get().problem(key, "is missing, and so is a document of kind " + kind,
                    "Give the complete controlplane.yaml of the cluster");
        }
        return newer;
    }

    private Optional<CertificateAndKey> authority(String key, String kind) {
        return place(key, kind).flatMap(fields -> {
            if (fields == cluster.get()) {
                return fields.fields(key).flatMap(ConfigurationImport::encoded);
            }
            fields.require("issuingCA");
            return fields.fields("issuingCA").flatMap(pair -> BundleParts.authority(pair, "cert", "key", Form.PLAIN));
        });
    }

    private static Optional<CertificateAndKey> encoded(Fields pair) {
        return BundleParts.authority(pair, "crt", "key", Form.BASE64);
    }

    private Optional<CertificateAndKey> etcd() {
        cluster.get().require("etcd");
        Optional<Fields> etcd = cluster.get().fields("etcd");
        etcd.ifPresent(fields -> fields.require("ca"));
        return etcd.flatMap(fields -> fields.fields("ca")).flatMap(ConfigurationImport::encoded);
    }

    private Optional<String> serviceAccount() {
        return place("serviceAccount", "KubeServiceAccountConfig").flatMap(fields -> {
            if (fields == cluster.get()) {
                return fields.fields("serviceAccount").flatMap(in -> BundleParts.key(in, "key", Form.BASE64));
            }
            fields.require("issuer");
            return fields.fields("issuer").flatMap(in -> BundleParts.key(in, "privateKey", Form.PLAIN));
        });
    }

    private Optional<EncryptionSecret> encryption() {
        Fields legacy = cluster.get();
        Optional<Fields> newer = Optional.ofNullable(byKind.get("KubeEtcdEncryptionConfig"));
        if (newer.isEmpty() || legacy.node("secretboxEncryptionSecret").isPresent()
                || legacy.node("aescbcEncryptionSecret").isPresent()) {
            return BundleParts.encryption(legacy, "secretboxEncryptionSecret", "aescbcEncryptionSecret");
        }
        Optional<Fields> config = newer.flatMap(fields -> fields.fields("config"));
        List<Fields> providers = maps(config, "resources").stream()
                .flatMap(resource -> maps(Optional.of(resource), "providers").stream()).toList();
        for (Fields provider : providers) {
            for (EncryptionSecret.Kind kind : EncryptionSecret.Kind.values()) {
                Optional<Fields> first = maps(provider.fields(kind.name().toLowerCase(Locale.ROOT)), "keys")
                        .stream().findFirst();
                if (first.isPresent()) {
                    return needed(first.get(), "secret").flatMap(field -> BundleParts.secret(field.in(), field.key()))
                            .map(value -> new EncryptionSecret(kind, value));
                }
            }
        }
        newer.get().problem("config", "names no secretbox or aescbc key",
                "Give the complete controlplane.yaml of the cluster");
        return Optional.empty();
    }

    private List<Fields> maps(Optional<Fields> in, String key) {
        return in.stream().flatMap(fields -> fields.list(key).stream())
                .flatMap(item -> Fields.of(item, problems).stream()).toList();
    }
}
