package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** X.509 version 3 certificates with the names, extensions and their order that Go's library gives Talos. */
final class Certificates {
    /** Ten years of 365 days, as Talos's authorities live. */
    static final Duration AUTHORITY_LIFE = Duration.ofHours(87_600);
    /** For clients and nodes whose clocks are late. */
    static final Duration BACKDATED = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int SERIAL_BITS = 128;
    private static final int VERSION_3 = 2;
    private static final int TAG_EXTENSIONS = 3;

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
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature
                    | KeyUsage.keyCertSign));
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            extensions.addExtension(Extension.subjectKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return sign(new Body(name, start, start.plus(AUTHORITY_LIFE), name, pair.getPublic(),
                    extensions.generate()), pair.getPrivate(), random);
        } catch (IOException | GeneralSecurityException e) {
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
        byte[] identifier = authority.certificate().keyIdentifier();
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            extensions.addExtension(Extension.extendedKeyUsage, false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            if (identifier.length > 0) {
                extensions.addExtension(Extension.authorityKeyIdentifier, false,
                        new AuthorityKeyIdentifier(identifier));
            }
            return sign(new Body(authority.certificate().subject(), start, end, subject, pair.getPublic(),
                    extensions.generate()), authority.key(), random);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of known parts is well-formed", e);
        }
    }

    private static Instant end(Authority authority, Instant now, Duration life) throws Malformed {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(AUTHORITY_LIFE) > 0) {
            throw new Malformed("a certificate's life of " + life + " is out of range (expected " + SHORTEST + " to "
                    + AUTHORITY_LIFE + ")");
        }
        if (!authority.ends().isAfter(now) || authority.certificate().starts().isAfter(now)) {
            throw new Malformed("the cluster's authority is valid from "
                    + authority.certificate().starts() + " to " + authority.ends()
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

    /** What is signed, but for the serial number and the kind of signature. */
    private record Body(X500Name issuer, Instant start, Instant end, X500Name subject, PublicKey key,
                        Extensions extensions) {
    }

    /** Assembled here, since the library's builder refuses the empty issuer of the aggregator's authority. */
    private static String sign(Body body, PrivateKey key, SecureRandom random)
            throws IOException, GeneralSecurityException {
        AlgorithmIdentifier kind = new DefaultSignatureAlgorithmIdentifierFinder().find(Keys.signature(key));
        ASN1Sequence signed = new DERSequence(new ASN1Encodable[] {
            new DERTaggedObject(true, 0, new ASN1Integer(VERSION_3)), new ASN1Integer(serial(random)), kind,
            body.issuer(), new DERSequence(new ASN1Encodable[] {new Time(Date.from(body.start())),
                new Time(Date.from(body.end()))}), body.subject(),
            SubjectPublicKeyInfo.getInstance(body.key().getEncoded()),
            new DERTaggedObject(true, TAG_EXTENSIONS, body.extensions())});
        Signature signer = Signature.getInstance(Keys.signature(key));
        signer.initSign(key, random);
        signer.update(signed.getEncoded(ASN1Encoding.DER));
        return PemText.write("CERTIFICATE", new DERSequence(new ASN1Encodable[] {signed, kind,
            new DERBitString(signer.sign())}).getEncoded(ASN1Encoding.DER));
    }
}
