package dev.ichor.talos.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.generate.Base;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.Masker;
import dev.ichor.talos.secrets.SecretsBundle;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class MaskingTest {
    private static final Random RANDOM = new Random(4);

    private static String base64(int bytes) {
        byte[] out = new byte[bytes];
        RANDOM.nextBytes(out);
        return Base64.getEncoder().encodeToString(out);
    }

    private static String pem(String label) {
        return "-----BEGIN " + label + "-----\n" + base64(48) + "\n" + base64(30) + "\n-----END " + label + "-----\n";
    }

    private static CertificateAndKey pair(String label) {
        return new CertificateAndKey(pem("CERTIFICATE"), pem(label));
    }

    private static SecretsBundle bundle(EncryptionSecret.Kind kind) {
        return new SecretsBundle(base64(32), base64(32), "abcdef.0123456789abcdef",
                new EncryptionSecret(kind, base64(32)), "ghijkl.0123456789ghijkl", pair("EC PRIVATE KEY"),
                pair("EC PRIVATE KEY"), pair("EC PRIVATE KEY"), pem("RSA PRIVATE KEY"), pair("ED25519 PRIVATE KEY"));
    }

    private static Configuration base(Contract contract, NodeType type, SecretsBundle secrets) {
        return Base.of(contract, new Base.Input(type, "base", URI.create("https://base:6443"),
                new TalosVersion(1, 33, 0, ""), Cluster.PODS, Cluster.SERVICES, secrets, Optional.of("installer:v1")));
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void noSecretOfTheClusterIsLeft(Contract contract) {
        for (NodeType type : NodeType.values()) {
            for (EncryptionSecret.Kind kind : EncryptionSecret.Kind.values()) {
                SecretsBundle secrets = bundle(kind);
                Configuration clear = base(contract, type, secrets);
                String text = ConfigurationText.of(Masking.of(clear));
                hides(text, secrets);
                assertEquals(text, Masker.of(secrets.secretTexts()).mask(text), "nothing is left for the masker");
                assertTrue(text.contains(secrets.os().certificateLine()), "certificates are public");
                assertTrue(text.contains(secrets.clusterId()), "the cluster's id is public");
                Set<String> found = Masking.secrets(clear);
                assertTrue(found.size() >= (type == NodeType.WORKER ? 2 : 6), found.size() + " secrets");
                hides(Masker.of(found).mask(ConfigurationText.of(clear)).replace("PRIVATE KEY", ""), secrets);
            }
        }
    }

    private static void hides(String text, SecretsBundle secrets) {
        for (String secret : secrets.secretTexts()) {
            assertFalse(text.contains(secret), text);
            secret.lines().filter(line -> !line.startsWith("-----")).forEach(line ->
                    assertFalse(text.contains(line), text));
        }
        assertFalse(text.contains("PRIVATE KEY"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "machine: {registries: {config: {a: {auth: {username: me, password: hunter22}}}}} ! hunter22",
        "machine: {registries: {config: {a: {auth: {auth: bWU6aHVudGVy, identityToken: 12345678}}}}} ! bWU6aHVudGVy",
        "machine: {registries: {config: {a: {auth: {identityToken: 12345678}}}}} ! 12345678",
        "machine: {registries: {config: {a: {tls: {clientIdentity: {crt: a, key: hunter22}}}}}} ! hunter22",
        "machine: {network: {interfaces: [{interface: a, wireguard: {privateKey: hunter22}}]}} ! hunter22",
        "machine: {network: {interfaces: [{vip: {equinixMetal: {apiToken: hunter22}}}]}} ! hunter22",
        "machine: {systemDiskEncryption: {state: {keys: [{static: {passphrase: hunter22}, slot: 0}]}}} ! hunter22",
        "machine: {files: [{path: /a, content: 'x hunter22'}]} ! hunter22",
        "machine: {env: {GITHUB_TOKEN: hunter22}} ! hunter22",
        "machine: {env: {http_proxy: 'http://me:hunter22@proxy:80/'}} ! hunter22",
        "machine: {pods: [{spec: {containers: [{env: [{name: DB_PASSWORD, value: hunter22}]}]}}]} ! hunter22",
        "cluster: {inlineManifests: [{name: a, contents: 'kind: Secret hunter22'}]} ! hunter22",
        "cluster: {extraManifestHeaders: {Authorization: hunter22}} ! hunter22",
        "machine: {install: {extraKernelArgs: ['talos.config.oauth.client_secret=hunter22']}} ! hunter22",
        "'{apiVersion: v1alpha1, kind: RegistryAuthConfig, name: a, password: hunter22}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: WireguardConfig, name: a, peers: [{presharedKey: hunter22}]}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: SideroLinkConfig, apiUrl: \"grpc://a:1?jointoken=hunter22&b=c\"}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: SideroLinkConfig, uniqueToken: hunter22}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: HCloudVIPConfig, name: a, apiToken: hunter22}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: ExtensionServiceConfig, name: a, environment: [TS_AUTHKEY_SECRET=hunter22]}'"
                + " ! hunter22",
        "'{apiVersion: v1alpha1, kind: ExtensionServiceConfig, name: a, configFiles: [{content: hunter22}]}'"
                + " ! hunter22",
        "'{apiVersion: v1alpha1, kind: UserVolumeConfig, name: a, encryption: {keys: [{static: {passphrase:"
                + " hunter22}}]}}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: KubeInlineManifestConfig, name: a, manifest: hunter22}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: KubeExternalManifestConfig, name: a, headers: {X: hunter22}}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: KubeEtcdEncryptionConfig, config: {resources: [{providers: [{aescbc: {keys:"
                + " [{name: key1, secret: hunter22}]}}]}]}}' ! hunter22",
        "'{apiVersion: v1alpha1, kind: CRICustomizationConfig, name: a, content: hunter22}' ! hunter22",
        "machine: {x: 'a LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCmh1bnRlcg== b'} ! CRUdJTiBF"
    })
    void secretsOfOperators(String yaml, String secret) {
        Configuration clear = Docs.of(yaml);
        assertTrue(ConfigurationText.of(clear).contains(secret));
        String masked = ConfigurationText.of(Masking.of(clear));
        assertFalse(masked.contains(secret), masked);
        assertTrue(masked.contains(Masking.MASK), masked);
        assertFalse(Masker.of(Masking.secrets(clear)).mask(ConfigurationText.of(clear)).contains(secret));
    }

    @Test
    void whatIsNoSecretStays() {
        Configuration clear = Docs.of("""
                machine:
                  type: worker
                  ca: {crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmE=, key: ""}
                  acceptedCAs: [{crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmE=}]
                  env: {http_proxy: "http://proxy:80/", A: "a=b"}
                  nodeTaints: {key: "value:NoSchedule"}
                  features: {kubePrism: {enabled: true, port: 7445}}
                  network: {interfaces: [{interface: a, wireguard: {peers: [{publicKey: abc}]}}]}
                ---
                {apiVersion: v1alpha1, kind: KubeServiceAccountConfig, issuer: {issuerURL: "https://a:6443"}}
                ---
                {apiVersion: v1alpha1, kind: DiscoveryIdentityConfig, clusterID: abc}
                """);
        assertEquals(clear, Masking.of(clear));
        assertEquals(Set.of(), Masking.secrets(clear));
    }

    @Test
    void aLongTextIsSearchedInTime() {
        for (String unit : List.of("a", "token", "tokentoken = ", "LS0tLS1CRUdJTi", "://a", "secret \"")) {
            Masking.of(Docs.of("a: '" + unit.repeat(200_000 / unit.length()) + "'"));
        }
    }
}
