package dev.ichor.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates and keys as PEM (RFC 7468) and in a listener, with nothing but the JDK. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String PROBE = "does the key fit";

    private Pem() {
    }

    /** All certificates of a text, in its order. */
    static List<X509Certificate> certificates(String text) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<byte[]> blocks = BLOCK.matcher(text).results().filter(block -> block.group(1).equals("CERTIFICATE"))
                .map(block -> Base64.getMimeDecoder().decode(block.group(2))).toList();
        List<X509Certificate> out = new ArrayList<>();
        for (byte[] block : blocks) {
            out.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
        }
        return out;
    }

    /**
     * The unencrypted PKCS#8 key of a text.
     *
     * @param algorithm of the certificate's key
     * @throws GeneralSecurityException with a sentence for people
     */
    static PrivateKey key(String text, String algorithm) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(text);
        String seen = "";
        while (block.find()) {
            if (block.group(1).equals("PRIVATE KEY")) {
                return key(Base64.getMimeDecoder().decode(block.group(2)), algorithm);
            }
            seen = block.group(1);
        }
        throw new GeneralSecurityException(seen.isEmpty() ? "it holds no key in PEM form"
                : "it holds a block '" + seen + "' instead of 'PRIVATE KEY'");
    }

    private static PrivateKey key(byte[] pkcs8, String algorithm) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("it holds no " + algorithm + " key, which the certificate is for", e);
        }
    }

    /** Whether what the key signs is what the certificate's key verifies. */
    static boolean fits(PrivateKey key, PublicKey certified) {
        String algorithm = switch (certified.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> certified.getAlgorithm();
        };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(PROBE.getBytes(StandardCharsets.UTF_8));
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certified);
            verifier.update(PROBE.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String write(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }

    /** For a listener with this key, whose certificate is the chain's first. */
    static SSLContext context(PrivateKey key, List<X509Certificate> chain) {
        char[] none = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("own", key, none, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate was checked and yet cannot be used", e);
        }
    }
}
