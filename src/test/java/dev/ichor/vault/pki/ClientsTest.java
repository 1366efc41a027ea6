package dev.ichor.vault.pki;

import static dev.ichor.vault.SomeSecrets.BUNDLE;
import static dev.ichor.vault.SomeSecrets.MADE;
import static dev.ichor.vault.SomeSecrets.RANDOM;
import static dev.ichor.vault.SomeSecrets.openssl;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.KubeUser;
import dev.ichor.talos.secrets.Kubeconfig;
import dev.ichor.talos.secrets.TalosConfig;
import dev.ichor.talos.secrets.TalosRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ClientsTest {
    private static final Instant NOW = MADE.plus(Duration.ofHours(1));
    private static final String AT = Long.toString(NOW.plusSeconds(60).getEpochSecond());

    @TempDir
    private Path folder;

    private String text(CertificateAndKey client, String authority) throws Exception {
        Files.writeString(folder.resolve("ca.crt"), authority);
        Files.writeString(folder.resolve("client.crt"), client.certificate());
        Files.writeString(folder.resolve("client.key"), client.key().replace("ED25519 PRIVATE", "PRIVATE"));
        assertTrue(openssl(folder, "verify", "-attime", AT, "-purpose", "sslclient", "-CAfile", "ca.crt",
                "client.crt").contains("OK"));
        assertEquals(openssl(folder, "x509", "-in", "client.crt", "-noout", "-pubkey"),
                openssl(folder, "pkey", "-in", "client.key", "-pubout"));
        return openssl(folder, "x509", "-in", "client.crt", "-noout", "-text");
    }

    private static String extensions(String text) {
        int start = text.indexOf("X509v3 extensions:");
        return text.substring(start, text.indexOf("Signature Algorithm", start))
                .replaceAll("(?:[0-9A-F]{2}:){19}[0-9A-F]{2}", "<20 bytes>").replaceAll("\\s+", " ").strip();
    }

    @Test
    void talosconfigHoldsAClientOfTheOsAuthorityThatTalosAccepts() throws Exception {
        TalosConfig config = Clients.talos(BUNDLE, "rack", List.of("10.0.0.11", "10.0.0.12"), List.of(),
                Set.of(TalosRole.ADMIN), NOW, Clients.DEFAULT_LIFE, RANDOM);
        String text = text(config.client(), BUNDLE.os().certificate());
        assertTrue(text.contains("Subject: O = os:admin"), text);
        assertTrue(text.contains("Not Before: Aug 21 10:59:50 2026 GMT"), text);
        assertTrue(text.contains("Not After : Aug 21 11:00:00 2027 GMT"), text);
        assertEquals("X509v3 extensions: X509v3 Key Usage: critical Digital Signature X509v3 Extended Key Usage:"
                + " TLS Web Client Authentication X509v3 Authority Key Identifier: <20 bytes>", extensions(text));
        assertTrue(openssl(folder, "asn1parse", "-in", "client.crt").contains("PRINTABLESTRING   :os:admin"));
        assertEquals("""
                context: rack
                contexts:
                    rack:
                        endpoints:
                            - 10.0.0.11
                            - 10.0.0.12
                        ca: %s
                        crt: %s
                        key: %s
                """.formatted(BUNDLE.os().certificateLine(), config.client().certificateLine(),
                config.client().keyLine()), config.yaml());
    }

    @Test
    void rolesStandInOnePartOfTheName() throws Exception {
        CertificateAndKey client = Clients.talosClient(BUNDLE.os(), EnumSet.of(TalosRole.READER,
                TalosRole.ETCD_BACKUP), NOW, Duration.ofHours(2), RANDOM);
        String text = text(client, BUNDLE.os().certificate());
        assertTrue(text.contains("Subject: O = os:reader + O = os:etcd:backup"), text);
    }

    @Test
    void kubeconfigHoldsAClientOfTheKubernetesAuthority() throws Exception {
        Kubeconfig config = Clients.kube(BUNDLE, "rack", "https://10.0.0.10:6443", KubeUser.ADMIN, NOW,
                Duration.ofDays(1), RANDOM);
        String text = text(config.client(), BUNDLE.kubernetes().certificate());
        assertTrue(text.contains("Subject: O = system:masters, CN = admin"), text);
        assertTrue(text.contains("Not After : Aug 22 11:00:00 2026 GMT"), text);
        assertTrue(text.contains("ASN1 OID: prime256v1"), text);
        assertEquals("X509v3 extensions: X509v3 Key Usage: critical Digital Signature, Key Encipherment"
                + " X509v3 Extended Key Usage: TLS Web Client Authentication X509v3 Authority Key Identifier:"
                + " <20 bytes>", extensions(text));
        assertTrue(config.yaml().contains("    server: https://10.0.0.10:6443\n"), "the endpoint is there");
        assertTrue(config.yaml().endsWith("current-context: admin@rack\n"), "the context is there");
        assertTrue(config.yaml().contains("client-key-data: " + config.client().keyLine() + "\n"), "the key is there");
    }

    @Test
    void eachMintingIsANewKeyAndSerial() throws Malformed {
        CertificateAndKey first = Clients.talosClient(BUNDLE.os(), Set.of(TalosRole.ADMIN), NOW,
                Clients.DEFAULT_LIFE, RANDOM);
        CertificateAndKey second = Clients.talosClient(BUNDLE.os(), Set.of(TalosRole.ADMIN), NOW,
                Clients.DEFAULT_LIFE, RANDOM);
        assertNotEquals(first.key(), second.key());
        assertNotEquals(first.certificate(), second.certificate());
    }

    @Test
    void noClientOutlivesItsAuthority() throws Exception {
        Instant late = Authority.of(BUNDLE.os()).ends().minus(Duration.ofDays(1));
        CertificateAndKey client = Clients.talosClient(BUNDLE.os(), Set.of(TalosRole.ADMIN), late,
                Clients.DEFAULT_LIFE, RANDOM);
        Files.writeString(folder.resolve("client.crt"), client.certificate());
        assertEquals("notAfter=Aug 18 10:00:00 2036 GMT\n",
                openssl(folder, "x509", "-in", "client.crt", "-noout", "-enddate"));
    }

    @Test
    void refusesALifeOutOfRangeNoRoleAndAnEndedAuthority() {
        assertTrue(refused(Set.of(TalosRole.ADMIN), NOW, Duration.ZERO).contains("life of PT0S is out of range"));
        assertTrue(refused(Set.of(TalosRole.ADMIN), NOW, Duration.ofDays(9999)).contains("out of range"));
        assertTrue(refused(Set.of(), NOW, Duration.ofDays(1)).contains("without a role"));
        Instant after = NOW.plus(Duration.ofDays(3660));
        assertTrue(refused(Set.of(TalosRole.ADMIN), after, Duration.ofDays(1)).contains("which is not now"));
        assertTrue(refused(Set.of(TalosRole.ADMIN), NOW.minus(Duration.ofDays(2)), Duration.ofDays(1))
                .contains("which is not now"));
    }

    private static String refused(Set<TalosRole> roles, Instant now, Duration life) {
        return assertThrows(Malformed.class, () -> Clients.talosClient(BUNDLE.os(), roles, now, life, RANDOM))
                .getMessage();
    }

    @Test
    void nothingPrintsAKey() throws Malformed {
        TalosConfig talos = Clients.talos(BUNDLE, "rack", List.of("10.0.0.11"), List.of("10.0.0.12"),
                Set.of(TalosRole.ADMIN), NOW, Clients.DEFAULT_LIFE, RANDOM);
        Kubeconfig kube = Clients.kube(BUNDLE, "rack", "https://10.0.0.10:6443", KubeUser.ADMIN, NOW,
                Duration.ofDays(1), RANDOM);
        for (Object any : List.of(BUNDLE, BUNDLE.os(), BUNDLE.encryption(), talos, kube, talos.client(),
                Authority.of(BUNDLE.os()))) {
            assertFalse(any.toString().contains("PRIVATE KEY"), "no PEM");
            assertTrue(BUNDLE.secretTexts().stream().noneMatch(any.toString()::contains), "no secret");
            assertTrue(any.toString().length() < 200, "short");
        }
        assertEquals("SecretsBundle[(secret)]", BUNDLE.toString());
    }
}
