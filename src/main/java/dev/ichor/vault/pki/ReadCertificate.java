package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;

/**
 * The parts of an X.509 certificate that matter here. Read part by part, since neither the JDK nor the library's own
 * reader takes a certificate with an empty issuer, which Talos gives its aggregator authority.
 */
public final class ReadCertificate {
    private static final int TAG_EXTENSIONS = 3;

    private final byte[] signed;
    private final byte[] signature;
    private final String serial;
    private final X500Name issuer;
    private final X500Name subject;
    private final Instant starts;
    private final Instant ends;
    private final PublicKey key;
    private final Extensions extensions;

    private ReadCertificate(ASN1Sequence certificate) throws IOException, GeneralSecurityException {
        ASN1Sequence body = ASN1Sequence.getInstance(certificate.getObjectAt(0));
        // the version is left out of version 1
        int at = body.getObjectAt(0) instanceof ASN1TaggedObject ? 1 : 0;
        ASN1Sequence validity = ASN1Sequence.getInstance(body.getObjectAt(at + 3));
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(body.getObjectAt(at + 5));
        signed = body.getEncoded();
        signature = ASN1BitString.getInstance(certificate.getObjectAt(2)).getOctets();
        byte[] number = ASN1Integer.getInstance(body.getObjectAt(at)).getPositiveValue().toByteArray();
        serial = HexFormat.of().withUpperCase().formatHex(number).replaceFirst("^(?:00)(?=..)", "");
        issuer = X500Name.getInstance(body.getObjectAt(at + 2));
        subject = X500Name.getInstance(body.getObjectAt(at + 4));
        starts = Time.getInstance(validity.getObjectAt(0)).getDate().toInstant();
        ends = Time.getInstance(validity.getObjectAt(1)).getDate().toInstant();
        key = KeyFactory.getInstance(Keys.algorithm(info.getAlgorithm().getAlgorithm()))
                .generatePublic(new X509EncodedKeySpec(info.getEncoded()));
        extensions = extensions(body);
    }

    private static Extensions extensions(ASN1Sequence body) throws IOException {
        ASN1Encodable last = body.getObjectAt(body.size() - 1);
        if (last instanceof ASN1TaggedObject tagged && tagged.getTagNo() == TAG_EXTENSIONS) {
            return Extensions.getInstance(ASN1Sequence.getInstance(tagged, true));
        }
        throw new IOException("no extensions");
    }

    static ReadCertificate of(byte[] der) throws Malformed {
        try {
            return new ReadCertificate(ASN1Sequence.getInstance(der));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new Malformed("the certificate inside is damaged or of a kind that is not read");
        }
    }

    boolean isAuthority() {
        try {
            BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
            return constraints != null && constraints.isCA();
        } catch (RuntimeException e) {
            return false;
        }
    }

    boolean namesItself() throws Malformed {
        try {
            return Arrays.equals(issuer.getEncoded(), subject.getEncoded());
        } catch (IOException e) {
            throw new Malformed("the certificate inside is damaged");
        }
    }

    /** Whether its own key signed it. */
    boolean verifiesItself() {
        for (String name : Keys.verifiers(key)) {
            try {
                Signature verifier = Signature.getInstance(name);
                verifier.initVerify(key);
                verifier.update(signed);
                if (verifier.verify(signature)) {
                    return true;
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                // another kind of signature
            }
        }
        return false;
    }

    /** In hexadecimal, whole bytes. */
    String serial() {
        return serial;
    }

    X500Name subject() {
        return subject;
    }

    Instant starts() {
        return starts;
    }

    Instant ends() {
        return ends;
    }

    PublicKey key() {
        return key;
    }

    /** The subject key identifier; no bytes if there is none. */
    byte[] keyIdentifier() throws Malformed {
        try {
            SubjectKeyIdentifier identifier = SubjectKeyIdentifier.fromExtensions(extensions);
            return identifier == null ? new byte[0] : identifier.getKeyIdentifier();
        } catch (RuntimeException e) {
            throw new Malformed("the authority's key identifier is damaged");
        }
    }

    @Override
    public String toString() {
        return "ReadCertificate[" + subject + ", ends=" + ends + "]";
    }
}
