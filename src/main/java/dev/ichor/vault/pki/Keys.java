package dev.ichor.vault.pki;

import dev.ichor.base.Malformed;
import dev.ichor.vault.pki.PemText.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Private keys in the encodings that Talos reads and writes: Ed25519 as PKCS#8 (RFC 8410), EC as SEC 1 with curve and
 * public key, RSA as PKCS#1.
 */
public final class Keys {
    private static final byte[] PROBE = "does the key fit".getBytes(StandardCharsets.US_ASCII);
    private static final String READ_HERE = "'ED25519 PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY', 'PRIVATE KEY'";

    private Keys() {
    }

    /** What a new key is. */
    enum Kind {
        ED25519("Ed25519", NamedParameterSpec.ED25519),
        P256("EC", new ECGenParameterSpec("secp256r1")),
        RSA4096("RSA", new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4));

        private final String algorithm;
        private final AlgorithmParameterSpec parameters;

        Kind(String algorithm, AlgorithmParameterSpec parameters) {
            this.algorithm = algorithm;
            this.parameters = parameters;
        }

        KeyPair make(SecureRandom random) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(parameters, random);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK makes such keys: " + this, e);
            }
        }
    }

    /** The pair's private key as PEM text. */
    static String write(KeyPair pair) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
            return switch (pair.getPrivate().getAlgorithm()) {
                case "RSA" -> PemText.write("RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded());
                case "EC" -> PemText.write("EC PRIVATE KEY", sec1(info, pair.getPublic()));
                // the JDK's own bytes: the library would append the public key, which Go refuses
                default -> PemText.write("ED25519 PRIVATE KEY", pair.getPrivate().getEncoded());
            };
        } catch (IOException e) {
            throw new IllegalStateException("keys of the JDK are well-formed", e);
        }
    }

    private static byte[] sec1(PrivateKeyInfo info, PublicKey certified) throws IOException {
        ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        int bits = bare.getPrivateKey().getOctets().length * Byte.SIZE;
        return new ECPrivateKey(bits, bare.getKey(),
                SubjectPublicKeyInfo.getInstance(certified.getEncoded()).getPublicKeyData(),
                info.getPrivateKeyAlgorithm().getParameters()).getEncoded();
    }

    /**
     * Reads PEM text with exactly one private key.
     *
     * @throws Malformed a sentence for people, without anything of the key
     */
    public static PrivateKey read(String pem) throws Malformed {
        List<Block> blocks = PemText.read(pem);
        if (blocks.size() != 1) {
            throw new Malformed("holds " + blocks.size() + " PEM blocks ('" + blocks.getFirst().label()
                    + "' first), expected one key");
        }
        Block block = blocks.getFirst();
        try {
            PrivateKeyInfo info = switch (block.label()) {
                case "RSA PRIVATE KEY" -> new PrivateKeyInfo(new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        RSAPrivateKey.getInstance(block.der()));
                case "EC PRIVATE KEY" -> fromSec1(ECPrivateKey.getInstance(block.der()));
                case "ED25519 PRIVATE KEY", "PRIVATE KEY" -> bare(PrivateKeyInfo.getInstance(block.der()));
                default -> throw new Malformed("holds a PEM block '" + label(block) + "', expected a private key: "
                        + READ_HERE);
            };
            return KeyFactory.getInstance(algorithm(info.getPrivateKeyAlgorithm().getAlgorithm()))
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new Malformed("the private key inside is damaged or of a kind that is not read");
        }
    }

    private static String label(Block block) {
        return block.label().substring(0, Math.min(40, block.label().length()));
    }

    private static PrivateKeyInfo fromSec1(ECPrivateKey key) throws IOException {
        ASN1Encodable curve = key.getParametersObject();
        if (curve == null) {
            throw new IOException("no curve");
        }
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    /** Without the public key and attributes that some tools append and the JDK may refuse. */
    private static PrivateKeyInfo bare(PrivateKeyInfo info) throws IOException {
        return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
    }

    /** The JDK's name of a kind of key. */
    static String algorithm(ASN1ObjectIdentifier kind) throws IOException {
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        } else if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        } else if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        throw new IOException("another kind of key");
    }

    /** With what a key signs: the hash is as long as its curve. */
    static String signature(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> {
                int bits = key instanceof ECKey ec ? ec.getParams().getOrder().bitLength() : 256;
                yield bits > 384 ? "SHA512withECDSA" : bits > 256 ? "SHA384withECDSA" : "SHA256withECDSA";
            }
            default -> "Ed25519";
        };
    }

    /** With what a certificate's signature by this key may verify. */
    static List<String> verifiers(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> List.of("SHA256withRSA", "SHA512withRSA", "SHA384withRSA");
            case "EC" -> List.of("SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");
            default -> List.of("Ed25519");
        };
    }

    /** Whether what the key signs is what the other half verifies. */
    public static boolean fits(PrivateKey key, PublicKey certified) {
        try {
            Signature signer = Signature.getInstance(signature(key));
            signer.initSign(key);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(signature(key));
            verifier.initVerify(certified);
            verifier.update(PROBE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
