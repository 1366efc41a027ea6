package dev.ichor.yaml;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes are, the reader ends with a tree or with problems. */
class YamlFuzzTest {
    private static final int INPUTS = 1_000_000;
    private static final List<byte[]> SEEDS = List.of("a: [1, 'x']\n", "- &a {b: c}\n- *a\n", "k: |\n  t\n",
                    "? x\n: \"\\u0041\"\n", "{a: !!int 3, <<: *q}", "---\na: >-\n b\n...\n---\n").stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    private static final byte[] ALPHABET = "abc:-?[]{}&*!|>'\"%@`#,\n \t\\0~<.=\u00e4".getBytes(StandardCharsets.UTF_8);

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void endsWithATreeOrWithProblems() {
        long seed = Long.getLong("ichor.fuzz.seed", System.nanoTime());
        System.out.println("yaml fuzz seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        long trees = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            Problems problems = new Problems();
            List<YamlNode> documents = Yaml.readAll(input, "f", problems);
            documents.forEach(YamlNode::untyped);
            trees += documents.isEmpty() ? 0 : 1;
        }
        assertTrue(trees > INPUTS / 20, "too few inputs were well-formed to say much: " + trees);
        assertTrue(trees < INPUTS, "no input was refused");
    }

    private static byte[] mutate(byte[] from, SplittableRandom random) {
        byte[] out = from.clone();
        for (int n = random.nextInt(1, 5); n > 0; n--) {
            int at = random.nextInt(out.length);
            out[at] = random.nextInt(8) == 0 ? (byte) random.nextInt(256) : ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(out, random.nextInt(1, out.length + 1)) : out;
    }
}
