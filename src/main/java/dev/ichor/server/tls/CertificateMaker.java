package dev.ichor.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates; the only class that touches BouncyCastle. */
final class CertificateMaker {
    static final Duration LIFE = Duration.ofDays(3653);
    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final int SERIAL_BITS = 120;
    private static final X500Name NAME = new X500Name("CN=Ichor appliance");
    private static final X500Name AUTHORITY = new X500Name("O=ichor");

    private CertificateMaker() {
    }

    /** From when to when a certificate is valid. */
    record Life(Instant start, Instant end) {
    }

    /**
     * A self-signed certificate for a TLS server, DER. It is not an authority, and valid from a day ago, for clients
     * whose clocks are late.
     *
     * @param random for the serial number
     */
    static byte[] make(KeyPair pair, Collection<String> addresses, Collection<String> names, Instant now,
                       RandomGenerator random) throws IOException {
        Instant start = now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        X509v3CertificateBuilder builder = begin(NAME, NAME, pair.getPublic(), new Life(start, start.plus(LIFE)),
                random);
        server(builder, pair.getPublic(), addresses, names);
        return signed(builder, pair.getPrivate());
    }

    /** An authority that vouches for servers and for no other authority, DER. */
    static byte[] authority(KeyPair pair, Life life, RandomGenerator random) throws IOException {
        X509v3CertificateBuilder builder = begin(AUTHORITY, AUTHORITY, pair.getPublic(), life, random);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        builder.addExtension(Extension.subjectKeyIdentifier, false, utils().createSubjectKeyIdentifier(
                pair.getPublic()));
        return signed(builder, pair.getPrivate());
    }

    /** A certificate for a TLS server at one address, which the authority vouches for, as long as itself; DER. */
    static byte[] server(PublicKey server, String address, X509Certificate authority, PrivateKey signer,
                         RandomGenerator random) throws IOException {
        Life life = new Life(authority.getNotBefore().toInstant(), authority.getNotAfter().toInstant());
        X509v3CertificateBuilder builder = begin(AUTHORITY, NAME, server, life, random);
        server(builder, server, List.of(address), List.of());
        try {
            builder.addExtension(Extension.authorityKeyIdentifier, false, utils().createAuthorityKeyIdentifier(
                    authority));
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
        return signed(builder, signer);
    }

    private static X509v3CertificateBuilder begin(X500Name issuer, X500Name subject, PublicKey key, Life life,
                                                  RandomGenerator random) {
        byte[] serial = new byte[SERIAL_BITS / 8];
        random.nextBytes(serial);
        return new JcaX509v3CertificateBuilder(issuer, new BigInteger(1, serial).setBit(SERIAL_BITS),
                Date.from(life.start()), Date.from(life.end()), subject, key);
    }

    private static void server(X509v3CertificateBuilder builder, PublicKey key, Collection<String> addresses,
                               Collection<String> names) throws CertIOException {
        GeneralName[] all = Stream.concat(
                names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                addresses.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectKeyIdentifier, false, utils().createSubjectKeyIdentifier(key));
    }

    private static JcaX509ExtensionUtils utils() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1, which key identifiers are made with", e);
        }
    }

    private static byte[] signed(X509v3CertificateBuilder builder, PrivateKey key) throws IOException {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every JDK signs with SHA256withECDSA", e);
        }
    }
}
