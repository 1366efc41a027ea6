package dev.ichor.talos.secrets;

import java.util.Objects;

/**
 * With what the Kubernetes API encrypts its secrets in etcd.
 *
 * @param kind  which cipher
 * @param value standard base64 of 32 bytes
 */
public record EncryptionSecret(Kind kind, String value) {
    /** The ciphers Talos knows; {@code AESCBC} only in clusters that were made before Talos 1.3. */
    public enum Kind { SECRETBOX, AESCBC }

    public EncryptionSecret {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return "EncryptionSecret[" + kind + ", " + SecretsBundle.MASK + "]";
    }
}
