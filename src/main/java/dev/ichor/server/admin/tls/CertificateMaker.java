package dev.ichor.server.admin.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
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

/** Makes the certificate; the only class that touches BouncyCastle. */
final class CertificateMaker {
    static final Duration LIFE = Duration.ofDays(3653);
    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final int SERIAL_BITS = 120;
    private static final X500Name NAME = new X500Name("CN=Ichor appliance");

    private CertificateMaker() {
    }

    /**
     * A self-signed certificate for a TLS server, DER. It is not an authority, and valid from a day ago, for clients
     * whose clocks are late.
     *
     * @param random for the serial number
     */
    static byte[] make(KeyPair pair, Collection<String> addresses, Collection<String> names, Instant now,
                       RandomGenerator random) throws IOException {
        byte[] serial = new byte[SERIAL_BITS / 8];
        random.nextBytes(serial);
        Instant start = now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(NAME, new BigInteger(1, serial).setBit(
                SERIAL_BITS), Date.from(start), Date.from(start.plus(LIFE)), NAME, pair.getPublic());
        try {
            extend(builder, pair, addresses, names);
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK signs with SHA256withECDSA", e);
        }
    }

    private static void extend(X509v3CertificateBuilder builder, KeyPair pair, Collection<String> addresses,
                               Collection<String> names) throws CertIOException, NoSuchAlgorithmException {
        GeneralName[] all = Stream.concat(
                names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                addresses.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectKeyIdentifier, false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    }
}
