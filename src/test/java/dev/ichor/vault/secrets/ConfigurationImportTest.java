package dev.ichor.vault.secrets;

import static dev.ichor.vault.SomeSecrets.BUNDLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.talos.secrets.Masker;
import dev.ichor.talos.secrets.SecretsBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ConfigurationImportTest {
    private static final Pattern HOLE = Pattern.compile("<[^>\\n]+>");
    private static final List<String> OLD_ORDER = List.of(BUNDLE.trustdToken(), BUNDLE.os().certificateLine(),
            BUNDLE.os().keyLine(), BUNDLE.clusterId(), BUNDLE.clusterSecret(), BUNDLE.bootstrapToken(),
            BUNDLE.encryption().value(), BUNDLE.kubernetes().certificateLine(), BUNDLE.kubernetes().keyLine(),
            BUNDLE.aggregator().certificateLine(), BUNDLE.aggregator().keyLine(), BUNDLE.serviceAccountLine(),
            BUNDLE.etcd().certificateLine(), BUNDLE.etcd().keyLine());
    private static final List<String> NEW_ORDER = List.of(BUNDLE.trustdToken(), BUNDLE.os().certificateLine(),
            BUNDLE.os().keyLine(), BUNDLE.bootstrapToken(), BUNDLE.etcd().certificateLine(), BUNDLE.etcd().keyLine(),
            BUNDLE.clusterId(), BUNDLE.clusterSecret(), BUNDLE.kubernetes().certificate(), BUNDLE.kubernetes().key(),
            BUNDLE.aggregator().certificate(), BUNDLE.aggregator().key(), BUNDLE.encryption().value(),
            BUNDLE.serviceAccountKey());
    private static final String OLD = """
            version: v1alpha1
            machine:
                type: controlplane
                token: <>
                ca: {crt: <>, key: <>}
            cluster:
                id: <>
                secret: <>
                token: <>
                secretboxEncryptionSecret: <>
                ca: {crt: <>, key: <>}
                aggregatorCA: {crt: <>, key: <>}
                serviceAccount: {key: <>}
                etcd: {ca: {crt: <>, key: <>}}
            ---
            apiVersion: v1alpha1
            kind: HostnameConfig
            auto: stable
            """.replace("<>", "<x>");
    private static final String NEW = """
            version: v1alpha1
            machine:
                type: controlplane
                token: <>
                ca: {crt: <>, key: <>}
            cluster:
                token: <>
                etcd: {ca: {crt: <>, key: <>}}
            ---
            kind: DiscoveryIdentityConfig
            clusterID: <>
            clusterSecret: <>
            ---
            kind: KubeAPIServerCAConfig
            issuingCA:
                cert: |
                    <>
                key: |
                    <>
            ---
            kind: KubeAggregatorCAConfig
            issuingCA:
                cert: |
                    <>
                key: |
                    <>
            ---
            kind: KubeEtcdEncryptionConfig
            config:
                resources:
                    - providers:
                        - identity: {}
                        - secretbox: {keys: [{name: key2, secret: <>}]}
                      resources: [secrets]
            ---
            kind: KubeServiceAccountConfig
            issuer:
                privateKey: |
                    <>
            """.replace("<>", "<x>");

    private static String filled(String template, List<String> values) {
        Iterator<String> next = values.iterator();
        String out = HOLE.matcher(template).replaceAll(hole -> {
            int start = template.lastIndexOf('\n', hole.start()) + 1;
            String indent = " ".repeat(hole.start() - start);
            return Matcher.quoteReplacement(next.next().stripTrailing().replace("\n", "\n" + indent));
        });
        assertTrue(!next.hasNext(), "every secret has its place");
        return out;
    }

    private static Optional<SecretsBundle> read(String yaml, Problems problems) {
        return ConfigurationImport.read(yaml.getBytes(StandardCharsets.UTF_8), "controlplane.yaml", problems);
    }

    private static List<String> problems(String yaml) {
        Problems problems = new Problems();
        assertEquals(Optional.empty(), read(yaml, problems));
        Masker masker = Masker.of(BUNDLE.secretTexts());
        problems.list().forEach(problem -> assertEquals(problem.toString(), masker.mask(problem.toString())));
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void takesTheBundleFromBothLayouts() {
        Problems problems = new Problems();
        assertEquals(Optional.of(BUNDLE), read(filled(OLD, OLD_ORDER), problems), problems.list()::toString);
        assertEquals(Optional.of(BUNDLE), read(filled(NEW, NEW_ORDER), problems), problems.list()::toString);
        assertEquals(Optional.of(BUNDLE), read("---\n" + filled(OLD, OLD_ORDER), problems),
                problems.list()::toString);
    }

    @Test
    void takesTheBundleFromWhatTalosItselfGenerates() throws IOException {
        Optional<Path> goldens = Stream.of("../shared/talos-goldens", "../../shared/talos-goldens").map(Path::of)
                .filter(Files::isDirectory).findFirst();
        Assumptions.assumeTrue(goldens.isPresent(), "no ../shared/talos-goldens here: nothing of Talos's to read");
        for (String version : List.of("v1.10", "v1.12", "v1.13", "v1.14")) {
            String golden = Files.readString(goldens.get().resolve(version + "-base-controlplane.yaml"));
            Problems problems = new Problems();
            Optional<SecretsBundle> read = read(filled(golden, version.equals("v1.14") ? NEW_ORDER : OLD_ORDER),
                    problems);
            assertEquals(List.of(), problems.list(), version);
            assertEquals(Optional.of(BUNDLE), read, version);
        }
    }

    @Test
    void namesEveryMissingPart() {
        List<String> all = problems("machine: {type: controlplane}\ncluster: {etcd: {}}\n");
        for (String field : List.of("machine.token", "machine.ca", "cluster.token", "cluster.id", "cluster.secret",
                "cluster.secretboxEncryptionSecret", "cluster.ca", "cluster.aggregatorCA", "cluster.serviceAccount",
                "cluster.etcd.ca")) {
            assertTrue(all.stream().anyMatch(problem -> problem.matches("controlplane.yaml:[0-9]+ " + field
                    + ": is missing.*")), () -> field + " in " + all);
        }
        List<String> inDocuments = problems("machine: {}\ncluster: {}\n---\nkind: KubeAPIServerCAConfig\n---\n"
                + "kind: KubeEtcdEncryptionConfig\n---\nkind: DiscoveryIdentityConfig\n");
        for (String field : List.of("issuingCA", "config", "clusterID", "clusterSecret", "machine.type")) {
            assertTrue(inDocuments.stream().anyMatch(problem -> problem.contains(" " + field + ": ")),
                    () -> field + " in " + inDocuments);
        }
    }

    @Test
    void aWorkersConfigurationAndOtherFilesAreRefused() {
        List<String> worker = problems("machine: {type: worker, token: a}\ncluster: {}\n");
        assertEquals(1, worker.size());
        assertTrue(worker.getFirst().contains("machine.type: only a control plane's"), worker::toString);
        assertTrue(problems("").getFirst().contains("holds no machine configuration"));
        assertTrue(problems("kind: HostnameConfig\n").getFirst().contains("holds no machine configuration"));
        assertTrue(problems("[1, 2").getFirst().contains("not YAML, or cut off"));
        assertTrue(problems("just text").getFirst().contains("expected a map"));
    }

    @Test
    void aMismatchedPairIsRefusedInBothLayouts() {
        String old = filled(OLD, OLD_ORDER).replace(BUNDLE.etcd().keyLine(), BUNDLE.kubernetes().keyLine());
        assertTrue(problems(old).getFirst().contains("cluster.etcd.ca.key: this key does not belong"));
        List<String> swapped = NEW_ORDER.stream().map(value -> value.equals(BUNDLE.kubernetes().key())
                ? BUNDLE.aggregator().key() : value).toList();
        assertTrue(problems(filled(NEW, swapped)).getFirst().contains("issuingCA.key: this key does not belong"));
    }

    @Test
    void mutationsNeverThrowNorLeak() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? filled(OLD, OLD_ORDER) : filled(NEW, NEW_ORDER));
            for (int j = random.nextInt(1, 6); j > 0; j--) {
                int at = random.nextInt(text.length() - 40);
                text.replace(at, at + random.nextInt(40), random.nextBoolean() ? "" : "*&![{:\n- ".substring(
                        random.nextInt(9)));
            }
            Problems problems = new Problems();
            Optional<SecretsBundle> bundle = read(text.toString(), problems);
            assertEquals(bundle.isEmpty(), !problems.isEmpty());
            Masker masker = Masker.of(BUNDLE.secretTexts());
            problems.list().forEach(each -> assertEquals(each.toString(), masker.mask(each.toString())));
        }
    }
}
