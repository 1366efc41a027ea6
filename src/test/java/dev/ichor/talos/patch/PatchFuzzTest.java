package dev.ichor.talos.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.Documents;
import dev.ichor.talos.render.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an operator writes, a patch is applied whole or not at all, and the result can be written and read. */
@Timeout(60)
class PatchFuzzTest {
    private static final Configuration BASE = Docs.of("""
            machine: {type: worker, certSANs: [a], network: {interfaces: [{interface: eth0, vlans: [{vlanId: 5}]}]},
              sysctls: {a: b}, install: {disk: /dev/x}}
            cluster: {network: {podSubnets: [a]}, apiServer: {admissionControl: [{name: P}], extraArgs: {v: '1'}}}
            ---
            {apiVersion: v1alpha1, kind: HostnameConfig, auto: stable}
            """);

    private static List<String> seeds() {
        return Stream.concat(StrategicMergeTest.rows().stream().map(StrategicMergeTest.Row::patch),
                JsonPatchTest.rows().stream().map(JsonPatchTest.Row::patch)).toList();
    }

    private static boolean wrong(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    @Test
    void anyTextIsAppliedOrRefused() {
        Random random = new Random(7);
        List<String> seeds = seeds();
        int applied = 0;
        for (int i = 0; i < 3_000; i++) {
            String patch = random.nextInt(12) == 0 ? noise(random)
                    : mutated(seeds.get(random.nextInt(seeds.size())), random);
            List<Finding> findings = new ArrayList<>();
            Configuration result = Docs.patched(BASE, patch, findings);
            if (wrong(findings)) {
                assertSame(BASE, result, patch);
            } else {
                applied++;
                assertTrue(Patches.check(patch, "x").isEmpty(), patch);
            }
            if (i % 10 == 0 && result != BASE) {
                assertEquals(result, Documents.read(ConfigurationText.of(result)), patch);
                assertEquals(List.of(), Comparison.of(result, result));
                Comparison.of(BASE, Masking.of(result));
            }
        }
        assertTrue(applied > 150 && applied < 2_800, "both happen: " + applied);
    }

    /** Merging without lists that grow and without deletions says the same when it is said again. */
    @Test
    void mergingAgainChangesNothing() {
        Random random = new Random(8);
        int changed = 0;
        for (int i = 0; i < 1_000; i++) {
            String patch = tree(random, 0, true);
            List<Finding> findings = new ArrayList<>();
            Configuration once = Docs.patched(BASE, patch, findings);
            Configuration twice = Docs.patched(once, patch, findings);
            assertEquals(once, twice, patch);
            changed += once.equals(BASE) ? 0 : 1;
        }
        assertTrue(changed > 500, "most change something: " + changed);
    }

    private static String tree(Random random, int depth, boolean top) {
        List<String> keys = top ? List.of("machine", "cluster") : List.of("a", "sysctls", "network", "extraArgs", "zz",
                "install", "disk", "podSubnets2");
        List<String> out = new ArrayList<>();
        int first = random.nextInt(keys.size());
        for (int i = 0; i <= random.nextInt(3) && i < keys.size(); i++) {
            String key = keys.get((first + i) % keys.size());
            boolean leaf = !top && (depth > 3 || random.nextBoolean());
            out.add(key + ": " + (leaf ? List.of("x", "7", "true", "''", "0", "false").get(random.nextInt(6))
                    : tree(random, depth + 1, false)));
        }
        return "{" + String.join(", ", out) + "}";
    }

    @Test
    void largeTextsAreRefusedAtOnce() {
        for (String text : List.of("a".repeat(300_000), "- {op: add, path: /a, value: 1}\n".repeat(5_000),
                "---\nmachine: {a: b}\n".repeat(200), "machine: {a: " + "[".repeat(100) + "]".repeat(100) + "}",
                "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b, *b]\nmachine: [*c, *c, *c]\n" + "#".repeat(999),
                "machine: &a {b: *a}")) {
            List<Finding> findings = new ArrayList<>();
            assertSame(BASE, Docs.patched(BASE, text, findings));
            assertTrue(wrong(findings) && findings.size() <= 50, findings.toString());
        }
    }

    @Test
    void manyMistakesAreCutShort() {
        List<Finding> findings = new ArrayList<>();
        Docs.patched(BASE, "- x\n".repeat(900), findings);
        assertEquals(50, findings.size());
    }

    private static String noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static String mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int n = 0; n < random.nextInt(4) && !out.isEmpty(); n++) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(4)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, (char) random.nextInt(random.nextInt(8) == 0 ? 0x10000 : 128));
                case 2 -> out.setCharAt(at, ":-{}[]\"'\\\n\t #&*!|>%@`0aZ$~/".charAt(random.nextInt(27)));
                default -> out.insert(random.nextInt(out.length()), out.substring(at, Math.min(out.length(),
                        at + random.nextInt(40))));
            }
        }
        return out.toString();
    }
}
