package dev.ichor.talos.secrets;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All that makes a cluster this cluster: what {@code talosctl gen secrets} writes into {@code secrets.yaml}.
 *
 * @param clusterId         any text; by it nodes of one cluster find each other
 * @param clusterSecret     standard base64 of 32 bytes
 * @param bootstrapToken    {@code [0-9a-z]{6}.[0-9a-z]{16}}, by which kubelets join
 * @param encryption        for the secrets in etcd
 * @param trustdToken       by which workers ask for their certificate
 * @param etcd              authority of etcd
 * @param kubernetes        authority of Kubernetes
 * @param aggregator        authority of the API aggregation layer
 * @param serviceAccountKey PEM text; signs the tokens of service accounts
 * @param os                authority of the Talos API
 */
public record SecretsBundle(String clusterId, String clusterSecret, String bootstrapToken, EncryptionSecret encryption,
                            String trustdToken, CertificateAndKey etcd, CertificateAndKey kubernetes,
                            CertificateAndKey aggregator, String serviceAccountKey, CertificateAndKey os) {
    static final String MASK = "(secret)";

    public SecretsBundle {
        Stream.of(clusterId, clusterSecret, bootstrapToken, encryption, trustdToken, etcd, kubernetes, aggregator,
                serviceAccountKey, os).forEach(Objects::requireNonNull);
    }

    /** The form in Talos's files: the whole PEM text as one line of base64. */
    public String serviceAccountLine() {
        return CertificateAndKey.line(serviceAccountKey);
    }

    /**
     * Every text that must not be shown, in each form in which a file carries it: tokens, private keys as PEM and as
     * base64 line. Certificates and the cluster's id are not among them.
     */
    public List<String> secretTexts() {
        Stream<String> keys = Stream.of(etcd, kubernetes, aggregator, os).map(CertificateAndKey::key);
        return Stream.concat(Stream.of(clusterSecret, bootstrapToken, encryption.value(), trustdToken),
                Stream.concat(keys, Stream.of(serviceAccountKey))
                        .flatMap(pem -> Stream.of(pem, CertificateAndKey.line(pem)))).toList();
    }

    @Override
    public String toString() {
        return "SecretsBundle[" + MASK + "]";
    }
}
