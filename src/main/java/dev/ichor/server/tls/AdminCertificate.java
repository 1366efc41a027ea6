package dev.ichor.server.tls;

import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The certificate of the admin plane and its key. Immutable.
 *
 * @param chain the certificate first, then those that vouch for it
 */
public record AdminCertificate(List<X509Certificate> chain, PrivateKey key) {
    /** The protocols that the admin plane speaks. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");
    private static final int LARGEST = 1 << 20;

    public AdminCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads a certificate that somebody gives: PEM, the chain in one file with the server's certificate first, the key
     * unencrypted PKCS#8 (EC, RSA or Ed25519) that not everybody on the machine can read.
     *
     * @param problems gets whatever stands against it, with the file's name
     * @return empty if there are problems
     */
    public static Optional<AdminCertificate> given(Path certificate, Path key, Instant now, Problems problems) {
        Problems found = new Problems();
        List<X509Certificate> chain = chain(certificate, now, found);
        Optional<String> text = text(key, found);
        text.ifPresent(any -> guarded(key, found));
        Optional<PrivateKey> read = chain.isEmpty() ? Optional.empty() : text.flatMap(t -> key(t, key, chain, found));
        problems.addAll(found.list());
        return found.isEmpty() ? read.map(k -> new AdminCertificate(chain, k)) : Optional.empty();
    }

    private static List<X509Certificate> chain(Path file, Instant now, Problems problems) {
        Optional<String> text = text(file, problems);
        if (text.isEmpty()) {
            return List.of();
        }
        List<X509Certificate> chain = List.of();
        try {
            chain = Pem.certificates(text.get());
        } catch (CertificateException | IllegalArgumentException e) {
            problems.add(file.toString(), "it holds a certificate that cannot be read", "Give certificates in PEM "
                    + "form.");
            return chain;
        }
        if (chain.isEmpty()) {
            problems.add(file.toString(), "it holds no certificate", "Give certificates in PEM form ('-----BEGIN "
                    + "CERTIFICATE-----').");
        }
        for (X509Certificate one : chain) {
            timely(file, one, now, problems);
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!chain.get(i).getIssuerX500Principal().equals(chain.get(i + 1).getSubjectX500Principal())) {
                problems.add(file.toString(), "certificate " + (i + 1) + " was not issued by certificate " + (i + 2)
                        + " of the file", "Put the server's certificate first and each one's issuer after it.");
            }
        }
        return chain;
    }

    private static void timely(Path file, X509Certificate one, Instant now, Problems problems) {
        String name = "the certificate of '" + one.getSubjectX500Principal() + "'";
        if (now.isAfter(one.getNotAfter().toInstant())) {
            problems.add(file.toString(), name + " expired at " + one.getNotAfter().toInstant(), "Renew it.");
        } else if (now.isBefore(one.getNotBefore().toInstant())) {
            problems.add(file.toString(), name + " is valid from " + one.getNotBefore().toInstant() + " on only",
                    "Check the appliance's clock, which says " + now + ".");
        }
    }

    private static Optional<PrivateKey> key(String text, Path file, List<X509Certificate> chain, Problems problems) {
        try {
            PrivateKey key = Pem.key(text, chain.getFirst().getPublicKey().getAlgorithm());
            if (!Pem.fits(key, chain.getFirst().getPublicKey())) {
                problems.add(file.toString(), "the key does not fit the certificate", "Give the key that the "
                        + "certificate was made for; the server's certificate comes first in its file.");
            }
            return Optional.of(key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            problems.add(file.toString(), e instanceof GeneralSecurityException ? e.getMessage()
                    : "it holds broken Base64", "Give an unencrypted PKCS#8 key; `openssl pkcs8 -topk8 -nodes -in OLD "
                    + "-out NEW` makes one of most others.");
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file, Problems problems) {
        try {
            if (Files.size(file) <= LARGEST) {
                return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            problems.add(file.toString(), "it is larger than " + LARGEST + " bytes", "Give a PEM file.");
        } catch (IOException e) {
            problems.add(file.toString(), Files.exists(file) ? "it cannot be read (" + e.getClass().getSimpleName()
                    + ")" : "it does not exist", "Check the path, and that the appliance's user may read the file.");
        }
        return Optional.empty();
    }

    private static void guarded(Path file, Problems problems) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                problems.add(file.toString(), "everybody on this machine can read the key", "Run `chmod 0640 " + file
                        + "`.");
            }
        } catch (IOException | UnsupportedOperationException e) {
            problems.add(file.toString(), "its permissions cannot be read", "Put it on a local file system.");
        }
    }

    /** The server's own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** SHA-256 of the server's own certificate. */
    public Sha256 fingerprint() {
        try {
            return Sha256.of(certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    /** The fingerprint as {@code openssl x509 -fingerprint -sha256} writes it: pairs of digits with colons between. */
    public String fingerprintText() {
        return fingerprint().hex().toUpperCase(Locale.ROOT).replaceAll("..(?!$)", "$0:");
    }

    /** For a listener. */
    public SSLContext context() {
        return Pem.context(key, chain);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "certificate " + fingerprintText();
    }
}
