package dev.ichor.vault.secrets;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.talos.secrets.SecretsYaml;
import dev.ichor.vault.Seal;
import dev.ichor.vault.SealKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A cluster's secrets as they lie in the database: its {@code secrets.yaml}, sealed to the cluster's name. */
public final class SealedBundle {
    private SealedBundle() {
    }

    /** @param random a secure one */
    public static byte[] seal(SealKey key, String cluster, SecretsBundle bundle, RandomGenerator random) {
        return Seal.seal(key, cluster, SecretsYaml.write(bundle).getBytes(StandardCharsets.UTF_8), random);
    }

    /** @throws Malformed one sentence: the wrong key, a damaged record, or one of another cluster */
    public static SecretsBundle open(SealKey key, String cluster, byte[] sealed) throws Malformed {
        byte[] yaml;
        try {
            yaml = Seal.open(key, cluster, sealed);
        } catch (Malformed e) {
            throw new Malformed("the secrets of cluster '" + cluster + "': " + e.getMessage());
        }
        Problems problems = new Problems();
        Optional<SecretsBundle> bundle = SecretsReader.read(yaml, "the secrets of cluster '" + cluster + "'", problems);
        return bundle.orElseThrow(() -> new Malformed(problems.list().getFirst().toString()));
    }
}
