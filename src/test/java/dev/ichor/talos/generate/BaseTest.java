package dev.ichor.talos.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.Documents;
import dev.ichor.talos.Schemas;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the generator writes is what Talos's own writes: byte for byte, except for quotes that are not needed. */
@Timeout(60)
class BaseTest {
    private static final Path GOLDENS = Path.of("..", "shared", "talos-goldens");
    private static final String SECRET = "<base64 32 bytes>";
    private static final CertificateAndKey PAIR =
            new CertificateAndKey("<PEM CERTIFICATE>\n", "<PEM EC PRIVATE KEY>\n");
    private static final String AES = Base64.getEncoder().encodeToString(new byte[32]);

    private static Base.Input input(NodeType type, EncryptionSecret encryption, Optional<String> installer) {
        SecretsBundle secrets = new SecretsBundle(SECRET, SECRET, "<token>", encryption, "<token>", PAIR, PAIR, PAIR,
                PAIR.key(), PAIR);
        return new Base.Input(type, "base", URI.create("https://base:6443"), new TalosVersion(1, 28, 0, ""),
                Cluster.PODS, Cluster.SERVICES, secrets, installer);
    }

    private static Configuration base(Contract contract, NodeType type) {
        return Base.of(contract, input(type, new EncryptionSecret(EncryptionSecret.Kind.SECRETBOX, SECRET),
                Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"V1_10,v1.10", "V1_11,v1.10", "V1_12,v1.12", "V1_13,v1.13", "V1_14,v1.14"})
    void isWhatTalosGenerates(Contract contract, String golden) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(GOLDENS), "Talos's own configurations are not beside this checkout");
        for (NodeType type : NodeType.values()) {
            String expected = Files.readString(GOLDENS.resolve(golden + "-base-" + type.label() + ".yaml"));
            String text = ConfigurationText.of(base(contract, type));
            for (String pem : List.of(PAIR.certificate(), PAIR.key())) {
                text = text.replace(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)),
                        "<base64 PEM>");
            }
            assertEquals(expected, text.replace("\"<", "<").replace(">\"", ">"), contract + " " + type);
            assertEquals(base(contract, type), Documents.read(ConfigurationText.of(base(contract, type))));
        }
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void holdsBeforeTheSchemas(Contract contract) {
        Schemas.assumePresent();
        for (NodeType type : NodeType.values()) {
            assertEquals(List.of(), Schemas.problems(contract, base(contract, type)));
            assertEquals(List.of(), Schemas.problemsOfWhole(contract, base(contract, type)));
        }
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void schemasFindWhatIsWrong(Contract contract) {
        Schemas.assumePresent();
        Configuration wrong = base(contract, NodeType.WORKER).with(Document.of("EventSinkConfig",
                java.util.Map.of("endpoints", "10.0.0.1:8083")));
        assertEquals(1, Schemas.problems(contract, wrong).size());
        assertEquals(1, Schemas.problemsOfWhole(contract, wrong).size());
        Configuration unknown = base(contract, NodeType.WORKER).with(Document.of("NoSuchConfig", java.util.Map.of()));
        assertEquals(1, Schemas.problems(contract, unknown).size());
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void namesTheInstallerUpTo113(Contract contract) {
        Configuration made = Base.of(contract, input(NodeType.WORKER,
                new EncryptionSecret(EncryptionSecret.Kind.SECRETBOX, SECRET), Optional.of("registry/installer:v1")));
        Document machine = made.find(Document.V1ALPHA1).orElseThrow();
        boolean old = !contract.since(Contract.V1_14);
        assertEquals(old ? Optional.of("registry/installer:v1") : Optional.empty(),
                machine.at("machine", "install", "image"));
        assertEquals(old ? Optional.of(false) : Optional.empty(), machine.at("machine", "install", "wipe"));
        assertEquals(old && contract.since(Contract.V1_12) ? Optional.of(true) : Optional.empty(),
                machine.at("machine", "install", "grubUseUKICmdline"));
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void keepsTheCipherOfAnOldCluster(Contract contract) {
        Configuration made = Base.of(contract, input(NodeType.CONTROLPLANE,
                new EncryptionSecret(EncryptionSecret.Kind.AESCBC, AES), Optional.empty()));
        String text = ConfigurationText.of(made);
        assertFalse(text.contains("secretbox"), text);
        if (contract.since(Contract.V1_14)) {
            assertTrue(text.contains("- aescbc:\n                keys:\n                    - name: key1\n"
                    + "                      secret: " + AES + "\n"), text);
        } else {
            assertEquals(Optional.of(AES), made.find(Document.V1ALPHA1).orElseThrow()
                    .at("cluster", "aescbcEncryptionSecret"));
        }
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void givesAWorkerNoPrivateKey(Contract contract) {
        String text = ConfigurationText.of(base(contract, NodeType.WORKER));
        assertFalse(text.contains("PRIVATE KEY"), text);
        assertFalse(text.contains(PAIR.keyLine()), text);
    }
}
