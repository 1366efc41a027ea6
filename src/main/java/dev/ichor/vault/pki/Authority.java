package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.vault.pki.PemText.Block;
import java.security.PrivateKey;
import java.time.Instant;

/** A certificate authority that was read and checked: its key is the one that its certificate names. */
public final class Authority {
    private final ReadCertificate certificate;
    private final PrivateKey key;

    private Authority(ReadCertificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** @throws Malformed with the first thing that is wrong */
    public static Authority of(CertificateAndKey pair) throws Malformed {
        return of(certificate(pair.certificate()), Keys.read(pair.key()));
    }

    /** @throws Malformed if the key belongs to another certificate */
    public static Authority of(ReadCertificate certificate, PrivateKey key) throws Malformed {
        if (!Keys.fits(key, certificate.key())) {
            throw new Malformed("this key does not belong to the certificate beside it");
        }
        return new Authority(certificate, key);
    }

    /**
     * The first certificate of a PEM text, which must be an authority's.
     *
     * @throws Malformed a sentence for people
     */
    public static ReadCertificate certificate(String pem) throws Malformed {
        ReadCertificate first = null;
        for (Block block : PemText.read(pem)) {
            if (!block.label().equals("CERTIFICATE")) {
                throw new Malformed("holds a PEM block '" + block.label().substring(0, Math.min(40,
                        block.label().length())) + "', expected 'CERTIFICATE'");
            }
            ReadCertificate read = ReadCertificate.of(block.der());
            first = first == null ? read : first;
        }
        if (!first.isAuthority()) {
            throw new Malformed("the certificate is not an authority's (no CA:TRUE)");
        }
        if (first.namesItself() && !first.verifiesItself()) {
            throw new Malformed("the certificate's own signature does not verify: it is damaged");
        }
        return first;
    }

    /** The moment after which nothing that it signed is trusted. */
    public Instant ends() {
        return certificate.ends();
    }

    ReadCertificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "Authority[" + certificate.subject() + ", ends=" + ends() + "]";
    }
}
