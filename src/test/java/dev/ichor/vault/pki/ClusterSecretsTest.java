package dev.ichor.vault.pki;

import static dev.ichor.vault.SomeSecrets.BUNDLE;
import static dev.ichor.vault.SomeSecrets.MADE;
import static dev.ichor.vault.SomeSecrets.openssl;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.talos.secrets.CertificateAndKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ClusterSecretsTest {
    private static final Map<String, CertificateAndKey> AUTHORITIES = new LinkedHashMap<>(Map.of(
            "O = talos", BUNDLE.os(), "O = kubernetes", BUNDLE.kubernetes(), "O = etcd", BUNDLE.etcd(),
            "", BUNDLE.aggregator()));

    @TempDir
    private Path folder;

    @Test
    void everyAuthorityHasTheNamesLifeAndExtensionsOfTalos() throws Exception {
        for (Map.Entry<String, CertificateAndKey> each : AUTHORITIES.entrySet()) {
            Files.writeString(folder.resolve("ca.crt"), each.getValue().certificate());
            assertTrue(openssl(folder, "verify", "-CAfile", "ca.crt", "-check_ss_sig", "ca.crt").contains("OK"));
            String text = openssl(folder, "x509", "-in", "ca.crt", "-noout", "-text");
            assertTrue(text.contains("Version: 3 (0x2)"), text);
            assertTrue(text.matches("(?s).*Issuer: ?" + each.getKey() + "\\s*\\n.*Subject: ?" + each.getKey()
                    + "\\s*\\n.*"), text);
            assertTrue(text.contains("Not Before: Aug 21 10:00:00 2026 GMT"), text);
            assertTrue(text.contains("Not After : Aug 18 10:00:00 2036 GMT"), text);
            String extensions = text.substring(text.indexOf("X509v3 extensions:"), text.indexOf("Signature Algorithm",
                    text.indexOf("X509v3 extensions:"))).replaceAll("(?:[0-9A-F]{2}:){19}[0-9A-F]{2}", "<20 bytes>")
                    .replaceAll("\\s+", " ").strip();
            assertEquals("X509v3 extensions: X509v3 Key Usage: critical Digital Signature, Certificate Sign"
                    + " X509v3 Extended Key Usage: TLS Web Server Authentication, TLS Web Client Authentication"
                    + " X509v3 Basic Constraints: critical CA:TRUE X509v3 Subject Key Identifier: <20 bytes>",
                    extensions);
            boolean os = each.getValue() == BUNDLE.os();
            assertTrue(text.contains("Signature Algorithm: " + (os ? "ED25519" : "ecdsa-with-SHA256")), text);
            assertTrue(text.contains(os ? "ED25519 Public-Key" : "ASN1 OID: prime256v1"), text);
        }
    }

    @Test
    void namesArePrintableStringsAsGoWritesThem() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), BUNDLE.os().certificate());
        String parsed = openssl(folder, "asn1parse", "-in", "ca.crt");
        assertTrue(parsed.contains("PRINTABLESTRING   :talos"), parsed);
        assertTrue(parsed.contains("UTCTIME           :260821100000Z"), parsed);
        assertTrue(parsed.contains("UTCTIME           :360818100000Z"), parsed);
    }

    @Test
    void opensslReadsEachKeyAndFindsTheCertificatesPublicHalf() throws Exception {
        for (CertificateAndKey pair : AUTHORITIES.values()) {
            Files.writeString(folder.resolve("ca.crt"), pair.certificate());
            // openssl itself knows no label ED25519 PRIVATE KEY
            Files.writeString(folder.resolve("ca.key"), pair.key().replace("ED25519 PRIVATE", "PRIVATE"));
            assertTrue(openssl(folder, "pkey", "-in", "ca.key", "-noout", "-check").contains("is valid"));
            assertEquals(openssl(folder, "x509", "-in", "ca.crt", "-noout", "-pubkey"),
                    openssl(folder, "pkey", "-in", "ca.key", "-pubout"));
        }
        Files.writeString(folder.resolve("sa.key"), BUNDLE.serviceAccountKey());
        assertTrue(openssl(folder, "rsa", "-in", "sa.key", "-noout", "-check").contains("RSA key ok"));
    }

    @Test
    void keysHaveTheEncodingsOfTalos() throws Exception {
        assertTrue(BUNDLE.os().key().startsWith("-----BEGIN ED25519 PRIVATE KEY-----\n"));
        assertEquals(48, der(BUNDLE.os().key()).length, "PKCS#8 without the public key");
        for (CertificateAndKey pair : new CertificateAndKey[] {BUNDLE.kubernetes(), BUNDLE.etcd(),
            BUNDLE.aggregator()}) {
            assertTrue(pair.key().startsWith("-----BEGIN EC PRIVATE KEY-----\n"));
            assertEquals(121, der(pair.key()).length, "SEC 1 with curve and public key");
        }
        assertTrue(BUNDLE.serviceAccountKey().startsWith("-----BEGIN RSA PRIVATE KEY-----\n"));
        RSAPrivateKey account = (RSAPrivateKey) Keys.read(BUNDLE.serviceAccountKey());
        assertEquals(4096, account.getModulus().bitLength());
        for (String pem : new String[] {BUNDLE.os().key(), BUNDLE.serviceAccountKey(), BUNDLE.etcd().certificate()}) {
            assertTrue(pem.endsWith("-----\n"));
            assertTrue(pem.lines().allMatch(line -> line.length() <= 64));
            assertFalse(pem.contains("\r"));
        }
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.lines().filter(line -> !line.startsWith("-"))
                .reduce("", String::concat));
    }

    @Test
    void tokensAndSecretsHaveTheirLengthsAndAlphabets() {
        Random random = new Random(7);
        boolean[] seen = new boolean[128];
        for (int i = 0; i < 1000; i++) {
            String token = ClusterSecrets.token(random);
            assertTrue(token.matches("[0-9a-z]{6}\\.[0-9a-z]{16}"), token);
            token.chars().forEach(c -> seen[c] = true);
        }
        for (char c : "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            assertTrue(seen[c], "every character of the alphabet is used: " + c);
        }
        assertTrue(BUNDLE.clusterId().matches("[-_A-Za-z0-9]{43}="));
        assertEquals(32, Base64.getDecoder().decode(BUNDLE.clusterSecret()).length);
        assertEquals(32, Base64.getDecoder().decode(BUNDLE.encryption().value()).length);
    }

    @Test
    void everyPartIsADifferentSecret() {
        assertEquals(BUNDLE.secretTexts().size(), BUNDLE.secretTexts().stream().distinct().count());
    }

    @Test
    void authoritiesEndAfterTenYears() throws Malformed {
        Instant start = Instant.parse("2026-08-21T10:00:00Z");
        assertEquals(start.plus(Duration.ofHours(87_600)), Authority.of(BUNDLE.os()).ends());
        assertTrue(start.isBefore(MADE));
    }
}
