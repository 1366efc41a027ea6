package dev.ichor.vault.secrets;

import static dev.ichor.vault.SomeSecrets.BUNDLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.Masker;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.SomeSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SecretsReaderTest {
    private static final String YAML = SecretsYaml.write(BUNDLE);
    private static final Masker MASKER = Masker.of(BUNDLE.secretTexts());

    private static Optional<SecretsBundle> read(String yaml, Problems problems) {
        return SecretsReader.read(yaml.getBytes(StandardCharsets.UTF_8), "secrets.yaml", problems);
    }

    private static List<String> problems(String yaml) {
        Problems problems = new Problems();
        assertEquals(Optional.empty(), read(yaml, problems));
        assertFalse(problems.isEmpty());
        problems.list().forEach(problem -> assertEquals(problem.toString(), MASKER.mask(problem.toString())));
        return problems.list().stream().map(Problem::toString).toList();
    }

    private static void refused(String yaml, String where, String what) {
        List<String> all = problems(yaml);
        assertEquals(1, all.size(), all::toString);
        assertTrue(all.getFirst().matches("secrets.yaml:[0-9]+ " + where.replace(".", "\\.") + ": .*"), all::toString);
        assertTrue(all.getFirst().contains(what), all::toString);
    }

    private static String replaced(String old, String with) {
        assertTrue(YAML.contains(old));
        return YAML.replace(old, with);
    }

    private static String line(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hasTheLayoutOfTalos() {
        assertEquals("""
                cluster:
                    id: *
                    secret: *
                secrets:
                    bootstraptoken: *
                    secretboxencryptionsecret: *
                trustdinfo:
                    token: *
                certs:
                    etcd:
                        crt: *
                        key: *
                    k8s:
                        crt: *
                        key: *
                    k8saggregator:
                        crt: *
                        key: *
                    k8sserviceaccount:
                        key: *
                    os:
                        crt: *
                        key: *
                """, YAML.replaceAll(": .+", ": *"));
    }

    @Test
    void readsWhatItWroteAndWritesTheSameBytes() {
        Problems problems = new Problems();
        SecretsBundle read = read(YAML, problems).orElseThrow();
        assertEquals(BUNDLE, read);
        assertEquals(YAML, SecretsYaml.write(read));
        assertEquals(List.of(), problems.list());
    }

    @Test
    void everyTokenSurvivesTheFileAlsoOneThatLooksLikeANumber() {
        for (String token : List.of("123456.1234567890123456", "000000.0000000000000000", "12345e.1234567890123456",
                "123456.12345678901234e5", "abcdef.0123456789abcdef")) {
            SecretsBundle bundle = new SecretsBundle("---id=", BUNDLE.clusterSecret(), token,
                    new EncryptionSecret(EncryptionSecret.Kind.AESCBC, BUNDLE.encryption().value()), token,
                    BUNDLE.etcd(), BUNDLE.kubernetes(), BUNDLE.aggregator(), BUNDLE.serviceAccountKey(), BUNDLE.os());
            Problems problems = new Problems();
            assertEquals(Optional.of(bundle), read(SecretsYaml.write(bundle), problems), problems.list()::toString);
        }
    }

    @Test
    void anotherLayoutGivesTheSameValues() {
        String commented = "# ours\n" + YAML.replace("    ", "  ").replace("id: " + BUNDLE.clusterId(),
                "id: \"" + BUNDLE.clusterId() + "\" # quoted");
        Problems problems = new Problems();
        assertEquals(Optional.of(BUNDLE), read(commented, problems), problems.list()::toString);
    }

    @Test
    void aMismatchedPairIsRefusedAtItsKey() {
        refused(replaced(BUNDLE.etcd().keyLine(), BUNDLE.kubernetes().keyLine()), "certs.etcd.key",
                "does not belong to the certificate");
        refused(replaced(BUNDLE.os().keyLine(), BUNDLE.kubernetes().keyLine()), "certs.os.key",
                "does not belong to the certificate");
    }

    @Test
    void whatIsWrongWithAFieldIsSaidAtTheField() {
        refused(replaced("secret: " + BUNDLE.clusterSecret(), "secret: AAAA"), "cluster.secret", "3 bytes instead");
        refused(replaced(BUNDLE.clusterSecret(), BUNDLE.clusterSecret().substring(0, 43)), "cluster.secret",
                "cut off");
        refused(YAML.replaceAll("bootstraptoken: .*", "bootstraptoken: ABC"), "secrets.bootstraptoken",
                "not a token");
        refused(YAML.replaceAll("    id: .*", "    id: 'a b'"), "cluster.id", "without spaces");
        refused(YAML.replaceAll("    token: .*\n", ""), "trustdinfo", "is missing");
        refused(replaced("trustdinfo:", "extra: 1\ntrustdinfo:"), "extra", "unknown key");
        refused(replaced(BUNDLE.os().certificateLine(), line(BUNDLE.os().key())), "certs.os.crt",
                "expected 'CERTIFICATE'");
        refused(replaced(BUNDLE.os().keyLine(), line(BUNDLE.os().certificate())), "certs.os.key",
                "expected a private key");
        refused(replaced(BUNDLE.os().keyLine(), "Z2FyYmFnZQ=="), "certs.os.key", "not PEM text");
        refused(replaced(BUNDLE.serviceAccountLine(), line(BUNDLE.serviceAccountKey().substring(0, 900))),
                "certs.k8sserviceaccount.key", "cut off");
        refused(replaced("trustdinfo:", "    aescbcencryptionsecret: " + BUNDLE.clusterSecret() + "\ntrustdinfo:"),
                "secrets.aescbcencryptionsecret", "stands beside");
        refused(YAML.replaceAll(" +secretboxencryptionsecret: .*\n", ""), "secrets.secretboxencryptionsecret",
                "is missing");
    }

    @Test
    void aDamagedCertificateIsRefused() {
        String[] lines = BUNDLE.kubernetes().certificate().split("\n");
        byte[] der = Base64.getMimeDecoder().decode(String.join("", Arrays.copyOfRange(lines, 1, lines.length - 1)));
        der[der.length - 5] ^= 1;
        String damaged = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(der) + "\n-----END CERTIFICATE-----\n";
        refused(replaced(BUNDLE.kubernetes().certificateLine(), line(damaged)), "certs.k8s.crt",
                "signature does not verify");
    }

    @Test
    void allProblemsComeAtOnce() {
        List<String> all = problems("cluster: {id: '', secret: x}\nsecrets: {}\ncerts: {etcd: {crt: a}, os: []}\n");
        for (String where : List.of("trustdinfo", "cluster.id", "cluster.secret", "secrets.bootstraptoken",
                "secrets.secretboxencryptionsecret", "certs.etcd.crt", "certs.etcd.key", "certs.os", "certs.k8s",
                "certs.k8saggregator", "certs.k8sserviceaccount")) {
            assertTrue(all.stream().anyMatch(problem -> problem.matches("secrets.yaml:[0-9]+ " + where + ": .*")),
                    () -> where + " in " + all);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < YAML.length() - 1; length += 97) {
            problems(YAML.substring(0, length));
        }
        problems(YAML.substring(0, YAML.length() - 20));
    }

    @Test
    void garbageIsRefusedAndMutationsNeverThrowNorLeak() {
        Random random = new Random(11);
        byte[] good = YAML.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = i % 4 == 0 ? new byte[random.nextInt(300)] : good.clone();
            if (i % 4 == 0) {
                random.nextBytes(bytes);
            }
            for (int j = random.nextInt(1, 4); j > 0 && bytes.length > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) (i % 4 == 1 ? random.nextInt(256)
                        : " :\n-{}[]AZaz09=+/'\"*&!#".charAt(random.nextInt(23)));
            }
            Problems problems = new Problems();
            Optional<SecretsBundle> bundle = SecretsReader.read(bytes, "secrets.yaml", problems);
            assertEquals(bundle.isEmpty(), !problems.isEmpty());
            problems.list().forEach(each -> assertEquals(each.toString(), MASKER.mask(each.toString())));
            bundle.ifPresent(any -> assertEquals(bundle, read(SecretsYaml.write(any), new Problems())));
        }
    }

    @Test
    void keysThatOpensslWroteAreReadInEachEncoding(@TempDir Path folder) throws Exception {
        SomeSecrets.openssl(folder, "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", "ec.pem");
        SomeSecrets.openssl(folder, "pkcs8", "-topk8", "-nocrypt", "-in", "ec.pem", "-out", "ec8.pem");
        SomeSecrets.openssl(folder, "genrsa", "-traditional", "-out", "rsa.pem", "2048");
        SomeSecrets.openssl(folder, "genpkey", "-algorithm", "ed25519", "-out", "ed.pem");
        for (String key : List.of("ec.pem", "ec8.pem", "rsa.pem", "ed.pem")) {
            SomeSecrets.openssl(folder, "req", "-x509", "-new", "-key", key, "-subj", "/O=own", "-days", "2", "-out",
                    "own.crt", "-addext", "keyUsage=critical,keyCertSign");
            String yaml = YAML.replace(BUNDLE.etcd().certificateLine(), line(Files.readString(
                    folder.resolve("own.crt")))).replace(BUNDLE.etcd().keyLine(), line(Files.readString(
                    folder.resolve(key))));
            Problems problems = new Problems();
            Optional<SecretsBundle> read = read(yaml, problems);
            assertEquals(List.of(), problems.list());
            assertEquals(yaml, SecretsYaml.write(read.orElseThrow()));
        }
    }
}
