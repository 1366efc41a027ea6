package dev.ichor.server.tls;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the appliance makes for itself: {@code admin/cert.pem} and {@code admin/key.pem} in the state
 * folder, EC P-256, self-signed, for ten years. It is made anew, with the same key, at a start at which it has less
 * than 90 days left or lacks one of the addresses; its fingerprint is another one then. A start that finds it good
 * makes nothing.
 */
public final class OwnCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(90);
    private static final int SAN_IP = 7;

    private OwnCertificate() {
    }

    /**
     * Loads it, or makes it.
     *
     * @param state     folder; {@code admin} is made in it
     * @param addresses that the admin plane is asked by; {@code 127.0.0.1} is always among them, and
     *                  {@code 0.0.0.0} is left out
     * @param hostName  name of this machine; left out if it is none that a certificate can carry
     * @throws IOException with a sentence for people if the files cannot be used or written
     */
    public static AdminCertificate of(Path state, Collection<Ipv4> addresses, String hostName, Instant now)
            throws IOException {
        Path folder = state.resolve("admin");
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        KeyFiles.makeFolder(folder);
        Set<String> wanted = addresses.stream().map(Ipv4::toString).collect(Collectors.toCollection(TreeSet::new));
        wanted.add("127.0.0.1");
        wanted.remove("0.0.0.0");
        Optional<PrivateKey> kept = KeyFiles.key(key, certificate);
        Optional<X509Certificate> old = KeyFiles.certificate(certificate);
        Optional<String> why = kept.isEmpty() ? Optional.of("there is no key") : stale(old, kept.get(), wanted, now);
        if (why.isPresent()) {
            KeyPair pair = kept.isPresent() && old.isPresent() && Pem.fits(kept.get(), old.get().getPublicKey())
                    ? new KeyPair(old.get().getPublicKey(), kept.get()) : KeyFiles.newPair(key);
            byte[] made = CertificateMaker.make(pair, wanted, names(hostName), now, new SecureRandom());
            KeyFiles.write(certificate, Pem.write("CERTIFICATE", made), "rw-r--r--");
            LOG.info("admin-certificate-made file={} why=\"{}\"", certificate, why.get());
        }
        return load(certificate, key, now);
    }

    private static AdminCertificate load(Path certificate, Path key, Instant now) throws IOException {
        Problems problems = new Problems();
        Optional<AdminCertificate> loaded = AdminCertificate.given(certificate, key, now, problems);
        if (loaded.isEmpty()) {
            throw new IOException(problems.list().stream().map(Object::toString).collect(Collectors.joining("; "))
                    + " (both files are the appliance's own: delete them to have new ones made)");
        }
        return loaded.get();
    }

    /** Why the certificate must be made; empty if it is good. */
    private static Optional<String> stale(Optional<X509Certificate> old, PrivateKey key, Set<String> wanted,
                                          Instant now) {
        if (old.isEmpty()) {
            return Optional.of("there is no certificate");
        }
        if (!Pem.fits(key, old.get().getPublicKey())) {
            return Optional.of("it was not made for the key");
        }
        if (now.isAfter(old.get().getNotAfter().toInstant().minus(RENEWED_BEFORE))) {
            return Optional.of("it ends at " + old.get().getNotAfter().toInstant());
        }
        if (now.isBefore(old.get().getNotBefore().toInstant())) {
            return Optional.of("it begins at " + old.get().getNotBefore().toInstant());
        }
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(addresses(old.get()));
        return missing.isEmpty() ? Optional.empty()
                : Optional.of("it is not for " + String.join(", ", missing));
    }

    private static Set<String> addresses(X509Certificate certificate) {
        try {
            Collection<List<?>> all = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
            return all.stream().filter(one -> one.get(0).equals(SAN_IP)).map(one -> (String) one.get(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    private static List<String> names(String hostName) {
        return Stream.of("localhost", hostName)
                .filter(name -> name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")).distinct().toList();
    }
}
