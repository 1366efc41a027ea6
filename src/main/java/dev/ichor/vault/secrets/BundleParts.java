package dev.ichor.vault.secrets;

import dev.ichor.base.Malformed;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.vault.pki.Authority;
import dev.ichor.vault.pki.Keys;
import dev.ichor.vault.pki.ReadCertificate;
import dev.ichor.yaml.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads single parts of a bundle; each reports what is wrong with it and returns empty then. */
final class BundleParts {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-z]{6}\\.[0-9a-z]{16}");
    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,256}");
    private static final int SECRET_BYTES = 32;

    private BundleParts() {
    }

    /** How PEM text stands in a field. */
    enum Form { BASE64, PLAIN }

    static Optional<String> visible(Fields fields, String key) {
        return fields.parsed(key, text -> {
            if (!VISIBLE.matcher(text).matches()) {
                throw new Malformed("expected 1 to 256 visible ASCII characters without spaces");
            }
            return text;
        });
    }

    static Optional<String> token(Fields fields, String key) {
        return fields.parsed(key, text -> {
            if (!TOKEN.matcher(text).matches()) {
                throw new Malformed("not a token (expected 6, a dot, 16 of 0-9 a-z; got " + text.length()
                        + " characters)");
            }
            return text;
        });
    }

    static Optional<String> secret(Fields fields, String key) {
        return fields.parsed(key, text -> {
            byte[] bytes = decode(text);
            if (bytes.length != SECRET_BYTES) {
                throw new Malformed("holds " + bytes.length + " bytes instead of " + SECRET_BYTES);
            }
            // one way to write it, so that what is read is what is written
            return Base64.getEncoder().encodeToString(bytes);
        });
    }

    /** The one of both keys that is there. */
    static Optional<EncryptionSecret> encryption(Fields fields, String secretbox, String aescbc) {
        Optional<EncryptionSecret> newer = secret(fields, secretbox)
                .map(value -> new EncryptionSecret(EncryptionSecret.Kind.SECRETBOX, value));
        Optional<EncryptionSecret> older = secret(fields, aescbc)
                .map(value -> new EncryptionSecret(EncryptionSecret.Kind.AESCBC, value));
        boolean both = fields.node(secretbox).isPresent() && fields.node(aescbc).isPresent();
        if (both) {
            fields.problem(aescbc, "stands beside '" + secretbox + "'", "Keep the one that the cluster uses");
        } else if (fields.node(secretbox).isEmpty() && fields.node(aescbc).isEmpty()) {
            fields.require(secretbox);
        }
        return both ? Optional.empty() : newer.or(() -> older);
    }

    /** The certificate and key in two fields, which must be an authority's and belong together. */
    static Optional<CertificateAndKey> authority(Fields fields, String crt, String key, Form form) {
        fields.require(crt, key);
        Optional<ReadCertificate> certificate = fields.parsed(crt, text -> Authority.certificate(pem(text, form)));
        Optional<PrivateKey> parsed = fields.parsed(key, text -> Keys.read(pem(text, form)));
        if (certificate.isEmpty() || parsed.isEmpty()) {
            return Optional.empty();
        }
        Optional<Authority> fits = fields.parsed(key, any -> Authority.of(certificate.get(), parsed.get()));
        return fits.flatMap(any -> fields.parsed(crt, text -> pem(text, form)))
                .flatMap(left -> fields.parsed(key, text -> new CertificateAndKey(left, pem(text, form))));
    }

    /** A private key without a certificate. */
    static Optional<String> key(Fields fields, String key, Form form) {
        fields.require(key);
        return fields.parsed(key, text -> {
            String pem = pem(text, form);
            Keys.read(pem);
            return pem;
        });
    }

    private static String pem(String text, Form form) throws Malformed {
        return switch (form) {
            case PLAIN -> text.endsWith("\n") ? text : text + "\n";
            case BASE64 -> {
                try {
                    yield StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decode(text))).toString();
                } catch (CharacterCodingException e) {
                    throw new Malformed("base64 of something else than PEM text");
                }
            }
        };
    }

    private static byte[] decode(String text) throws Malformed {
        String packed = text.replaceAll("\\s", "");
        if (packed.isEmpty()) {
            throw new Malformed("empty text");
        }
        try {
            if (packed.length() % 4 == 0) {
                return Base64.getDecoder().decode(packed);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Malformed("not base64, or cut off (" + packed.length() + " characters)");
    }
}
