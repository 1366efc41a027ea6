package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** X.509 version 3 certificates with the names, extensions and their order that Go's library gives Talos. */
final class Certificates {
    /** Ten years of 365 days, as Talos's authorities live. */
    static final Duration AUTHORITY_LIFE = Duration.ofHours(87_600);
    /** For clients and nodes whose clocks are late. */
    static final Duration BACKDATED = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int SERIAL_BITS = 128;

    private Certificates() {
    }

    /**
     * A new authority, signed by itself.
     *
     * @param organization empty for a name without any part
     */
    static String authority(String organization, KeyPair pair, Instant now, SecureRandom random) {
        Instant start = now.truncatedTo(ChronoUnit.SECONDS);
        X500Name name = organization.isEmpty() ? new X500NameBuilder().build() : name("", List.of(organization));
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, serial(random), Date.from(start),
                Date.from(start.plus(AUTHORITY_LIFE)), name, pair.getPublic());
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature
                    | KeyUsage.keyCertSign));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.subjectKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return sign(builder, pair.getPrivate(), random);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate of known parts is well-formed", e);
        }
    }

    /**
     * A client's certificate; it ends no later than its authority.
     *
     * @param usage bits of {@link KeyUsage}
     * @param life  from now; a minute at least
     * @throws Malformed if {@code life} is too short or the authority is not valid now
     */
    static String client(Authority authority, X500Name subject, int usage, KeyPair pair, Instant now, Duration life,
                         SecureRandom random) throws Malformed {
        Instant start = now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        Instant end = end(authority, now, life);
        X500Name issuer = X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer, serial(random), Date.from(start),
                Date.from(end), subject, pair.getPublic());
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(Extension.extendedKeyUsage, false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            byte[] identifier = authority.certificate().getExtensionValue(Extension.subjectKeyIdentifier.getId());
            if (identifier != null) {
                builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(
                        SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(identifier).getOctets())
                                .getKeyIdentifier()));
            }
            return sign(builder, authority.key(), random);
        } catch (IOException e) {
            throw new IllegalStateException("a certificate of known parts is well-formed", e);
        }
    }

    private static Instant end(Authority authority, Instant now, Duration life) throws Malformed {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(AUTHORITY_LIFE) > 0) {
            throw new Malformed("a certificate's life of " + life + " is out of range (expected " + SHORTEST + " to "
                    + AUTHORITY_LIFE + ")");
        }
        if (!authority.ends().isAfter(now) || authority.certificate().getNotBefore().toInstant().isAfter(now)) {
            throw new Malformed("the cluster's authority is valid from "
                    + authority.certificate().getNotBefore().toInstant() + " to " + authority.ends()
                    + ", which is not now: check the clock; an authority that has ended must be renewed in Talos");
        }
        Instant wished = now.plus(life).truncatedTo(ChronoUnit.SECONDS);
        return wished.isAfter(authority.ends()) ? authority.ends() : wished;
    }

    /**
     * A name of organizations and a common name, in Go's order: all organizations in one part.
     *
     * @param common empty for none
     */
    static X500Name name(String common, List<String> organizations) {
        X500NameBuilder name = new X500NameBuilder();
        if (!organizations.isEmpty()) {
            name.addMultiValuedRDN(organizations.stream().map(any -> BCStyle.O).toArray(ASN1ObjectIdentifier[]::new),
                    organizations.stream().map(Certificates::text).toArray(ASN1Encodable[]::new));
        }
        if (!common.isEmpty()) {
            name.addRDN(BCStyle.CN, text(common));
        }
        return name.build();
    }

    private static ASN1Encodable text(String value) {
        return DERPrintableString.isPrintableString(value) ? new DERPrintableString(value) : new DERUTF8String(value);
    }

    private static BigInteger serial(SecureRandom random) {
        BigInteger serial = new BigInteger(SERIAL_BITS, random);
        return serial.signum() == 0 ? serial(random) : serial;
    }

    private static String sign(X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
            throws IOException {
        try {
            return PemText.write("CERTIFICATE", builder.build(new JcaContentSignerBuilder(Keys.signature(key))
                    .setSecureRandom(random).build(key)).getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every JDK signs with " + Keys.signature(key), e);
        }
    }
}
