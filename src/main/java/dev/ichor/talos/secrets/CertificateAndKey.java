package dev.ichor.talos.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * A certificate and its private key.
 *
 * @param certificate PEM text with label {@code CERTIFICATE}; an authority's own comes first
 * @param key         PEM text with label {@code ED25519 PRIVATE KEY}, {@code EC PRIVATE KEY},
 *                    {@code RSA PRIVATE KEY} or {@code PRIVATE KEY}
 */
public record CertificateAndKey(String certificate, String key) {
    public CertificateAndKey {
        Objects.requireNonNull(certificate);
        Objects.requireNonNull(key);
    }

    /** The form in Talos's files: the whole PEM text as one line of base64. */
    public String certificateLine() {
        return line(certificate);
    }

    /** The form in Talos's files: the whole PEM text as one line of base64. */
    public String keyLine() {
        return line(key);
    }

    static String line(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "CertificateAndKey[" + SecretsBundle.MASK + "]";
    }
}
