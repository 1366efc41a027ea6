package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.vault.pki.PemText.Block;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A certificate authority that was read and checked: its key is the one that its certificate names. */
public final class Authority {
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** @throws Malformed with the first thing that is wrong */
    public static Authority of(CertificateAndKey pair) throws Malformed {
        return of(certificate(pair.certificate()), Keys.read(pair.key()));
    }

    /** @throws Malformed if the key belongs to another certificate */
    public static Authority of(X509Certificate certificate, PrivateKey key) throws Malformed {
        if (!Keys.fits(key, certificate.getPublicKey())) {
            throw new Malformed("this key does not belong to the certificate beside it");
        }
        return new Authority(certificate, key);
    }

    /**
     * The first certificate of a PEM text, which must be an authority's.
     *
     * @throws Malformed a sentence for people
     */
    public static X509Certificate certificate(String pem) throws Malformed {
        X509Certificate first = null;
        for (Block block : PemText.read(pem)) {
            if (!block.label().equals("CERTIFICATE")) {
                throw new Malformed("holds a PEM block '" + block.label().substring(0, Math.min(40,
                        block.label().length())) + "', expected 'CERTIFICATE'");
            }
            X509Certificate read = parse(block.der());
            first = first == null ? read : first;
        }
        if (first.getBasicConstraints() < 0) {
            throw new Malformed("the certificate is not an authority's (no CA:TRUE)");
        }
        if (first.getSubjectX500Principal().equals(first.getIssuerX500Principal())) {
            verify(first);
        }
        return first;
    }

    private static X509Certificate parse(byte[] der) throws Malformed {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | RuntimeException e) {
            throw new Malformed("the certificate inside is damaged");
        }
    }

    private static void verify(X509Certificate own) throws Malformed {
        try {
            own.verify(own.getPublicKey());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new Malformed("the certificate's own signature does not verify: it is damaged");
        }
    }

    /** The moment after which nothing that it signed is trusted. */
    public Instant ends() {
        return certificate.getNotAfter().toInstant();
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "Authority[" + certificate.getSubjectX500Principal() + ", ends=" + ends() + "]";
    }
}
