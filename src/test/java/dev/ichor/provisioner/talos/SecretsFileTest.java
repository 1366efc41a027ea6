package dev.ichor.provisioner.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.provisioner.talos.ClusterKeys.Origin;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.SomeSecrets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SecretsFileTest {
    private static final byte[] YAML = SecretsYaml.write(SomeSecrets.BUNDLE).getBytes(StandardCharsets.UTF_8);

    private static Origin kind(String text) {
        return SecretsFile.kind(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theKindIsToldByWhatStandsInTheFile() {
        assertEquals(Origin.SECRETS_FILE, SecretsFile.kind(YAML));
        assertEquals(Origin.SECRETS_FILE, kind(""));
        assertEquals(Origin.SECRETS_FILE, kind("cluster:\n  kind: x\n"));
        for (String text : List.of("version: v1alpha1\n", "# a\n---\nmachine:\n", "\"machine\": {}\n",
                "cluster: {}\r\nmachine: {}\r\n", "apiVersion: v1alpha1\nkind: HostnameConfig\n")) {
            assertEquals(Origin.CONFIGURATION, kind(text), text);
        }
    }

    /** Bytes changed, cut out, doubled: what is taken is whole, and what is refused is said without a secret. */
    @Test
    void noDamageIsTakenForSecretsOrQuoted() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> secrets = SomeSecrets.BUNDLE.secretTexts();
        for (int i = 0; i < 300; i++) {
            byte[] damaged = damaged(random);
            Problems problems = new Problems();
            Optional<SecretsBundle> read = SecretsFile.read(damaged, problems);
            assertEquals(read.isEmpty(), !problems.isEmpty(), "seed " + seed);
            for (Problem problem : problems.list()) {
                assertEquals("/file", problem.where(), "seed " + seed);
                assertTrue(problem.toString().length() < 400 && secrets.stream().noneMatch(problem.toString()::contains),
                        "seed " + seed + ": " + problem);
            }
            read.ifPresent(bundle -> assertEquals(bundle, SecretsFile.read(SecretsYaml.write(bundle)
                    .getBytes(StandardCharsets.UTF_8), new Problems()).orElseThrow(), "seed " + seed));
        }
    }

    private static byte[] damaged(Random random) {
        int at = random.nextInt(YAML.length);
        int length = random.nextInt(Math.min(200, YAML.length - at) + 1);
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] changed = YAML.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> joined(at, at + length);
            default -> joined(at + length, at);
        };
    }

    /** The bytes before {@code end}, then those from {@code start} on. */
    private static byte[] joined(int end, int start) {
        byte[] out = new byte[end + YAML.length - start];
        System.arraycopy(YAML, 0, out, 0, end);
        System.arraycopy(YAML, start, out, end, YAML.length - start);
        return out;
    }
}
