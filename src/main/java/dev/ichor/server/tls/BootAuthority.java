package dev.ichor.server.tls;

import dev.ichor.base.Ipv4;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority that machines are told to trust while they fetch their configuration: {@code boot/ca.pem} and
 * {@code boot/ca-key.pem} in the state folder, EC P-256, for ten years. It vouches for nothing but the boot plane's
 * server certificate, which is made anew at each start with a key that no file holds. Immutable.
 */
public final class BootAuthority {
    private static final Logger LOG = LoggerFactory.getLogger(BootAuthority.class);
    /**
     * Since when its certificates are valid. A machine fetches before it asks anyone for the time, and the clock of one
     * with an empty battery stands at the day its firmware was made, or at a new year long ago.
     */
    private static final Instant SINCE = Instant.parse("2000-01-01T00:00:00Z");
    /** An appliance may run for long after the start at which it found its authority good. */
    private static final Duration RENEWED_BEFORE = Duration.ofDays(730);

    private final X509Certificate certificate;
    private final PrivateKey key;

    private BootAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Loads it, or makes it if there is none, if its files do not belong together, or if it ends in two years.
     *
     * @param state folder; {@code boot} is made in it
     * @throws IOException with a sentence for people if the files cannot be used or written
     */
    public static BootAuthority of(Path state, Instant now) throws IOException {
        Path folder = state.resolve("boot");
        Path file = folder.resolve("ca.pem");
        Path keyFile = folder.resolve("ca-key.pem");
        KeyFiles.makeFolder(folder);
        Optional<PrivateKey> key = KeyFiles.key(keyFile, file);
        Optional<X509Certificate> kept = KeyFiles.certificate(file).filter(one ->
                now.isBefore(one.getNotAfter().toInstant().minus(RENEWED_BEFORE))
                        && key.filter(its -> Pem.fits(its, one.getPublicKey())).isPresent());
        if (kept.isPresent()) {
            return new BootAuthority(kept.get(), key.orElseThrow());
        }
        KeyPair pair = KeyFiles.newPair(keyFile);
        byte[] made = CertificateMaker.authority(pair, new CertificateMaker.Life(SINCE,
                now.plus(CertificateMaker.LIFE)), new SecureRandom());
        KeyFiles.write(file, Pem.write("CERTIFICATE", made), "rw-r--r--");
        LOG.info("boot-authority-made file={}", file);
        return new BootAuthority(read(made), pair.getPrivate());
    }

    /** What machines are given. */
    public String pem() {
        try {
            return Pem.write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    /** For a listener at the address, with a new key. */
    public SSLContext server(Ipv4 address) throws IOException {
        KeyPair pair = KeyFiles.newPair();
        X509Certificate made = read(CertificateMaker.server(pair.getPublic(), address.toString(), certificate, key,
                new SecureRandom()));
        return Pem.context(pair.getPrivate(), List.of(made));
    }

    private static X509Certificate read(byte[] der) throws IOException {
        try {
            return Pem.certificates(Pem.write("CERTIFICATE", der)).getFirst();
        } catch (CertificateException e) {
            throw new IOException("the certificate just made cannot be read", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "authority until " + certificate.getNotAfter().toInstant();
    }
}
