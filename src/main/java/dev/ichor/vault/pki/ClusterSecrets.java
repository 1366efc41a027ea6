package dev.ichor.vault.pki;

import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes the secrets of a new cluster as {@code talosctl gen secrets} does. */
public final class ClusterSecrets {
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int TOKEN_ID = 6;
    private static final int TOKEN_SECRET = 16;
    private static final int SECRET_BYTES = 32;

    private ClusterSecrets() {
    }

    /** How the cluster's id is written; Talos never decodes it. */
    public enum IdForm {
        /** Base64 with {@code -} and {@code _}, as Talos up to 1.13 writes it. */
        URL,
        /** Base64 with {@code +} and {@code /}, as Talos writes it from 1.14 on. */
        STANDARD
    }

    /**
     * All secrets, new. Makes an RSA key of 4096 bits, which takes up to some seconds.
     *
     * @param now    from when the authorities are valid, for ten years
     * @param random a secure one
     */
    public static SecretsBundle make(IdForm idForm, Instant now, SecureRandom random) {
        return new SecretsBundle(id(idForm, random), secret(random), token(random),
                new EncryptionSecret(EncryptionSecret.Kind.SECRETBOX, secret(random)), token(random),
                authority(Keys.Kind.P256, "etcd", now, random), authority(Keys.Kind.P256, "kubernetes", now, random),
                authority(Keys.Kind.P256, "", now, random), Keys.write(Keys.Kind.RSA4096.make(random)),
                authority(Keys.Kind.ED25519, "talos", now, random));
    }

    private static CertificateAndKey authority(Keys.Kind kind, String organization, Instant now, SecureRandom random) {
        KeyPair pair = kind.make(random);
        return new CertificateAndKey(Certificates.authority(organization, pair, now, random), Keys.write(pair));
    }

    private static String id(IdForm form, RandomGenerator random) {
        return switch (form) {
            case URL -> Base64.getUrlEncoder().encodeToString(bytes(random));
            case STANDARD -> Base64.getEncoder().encodeToString(bytes(random));
        };
    }

    private static String secret(RandomGenerator random) {
        return Base64.getEncoder().encodeToString(bytes(random));
    }

    private static byte[] bytes(RandomGenerator random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A token of the form {@code [0-9a-z]{6}.[0-9a-z]{16}}. */
    static String token(RandomGenerator random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < TOKEN_ID + TOKEN_SECRET; i++) {
            out.append(i == TOKEN_ID ? "." : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }
}
