package dev.ichor.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockFileTest {
    private static final String HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String GOOD = """
            # a heading
            format: 1
            assets:
              - name: undionly.kpxe
                version: 2.0.0
                arch: x86_64
                size: 70000
                sha256: %s
                trust: built
                licence: GPL-2.0-or-later
                source: Debian package ipxe
            """.formatted(HASH);

    private static List<String> problemsOf(String text) {
        Problems problems = new Problems();
        LockFile.parse(text.getBytes(StandardCharsets.UTF_8), "assets.yaml", problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void aGoodLockIsReadWhole() {
        Problems problems = new Problems();
        AssetLock lock = LockFile.parse(GOOD.getBytes(StandardCharsets.UTF_8), "assets.yaml", problems);
        assertTrue(problems.isEmpty(), problems.list().toString());
        assertEquals(List.of(new AssetEntry(new AssetName("undionly.kpxe"), "2.0.0", Arch.X86_64, 70000,
                new Sha256(HASH), Trust.BUILT, "GPL-2.0-or-later", "Debian package ipxe")), lock.entries());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            format: 1               | format: 2               | assets.yaml:2 format: out of range (expected 1 to 1)
            format: 1               | formt: 1                | assets.yaml:2 format: is missing. Add 'format: ...'
            assets:                 | asets:                  | assets.yaml:3 asets: unknown key. Did you mean 'assets'?
            name: undionly.kpxe     | name: ../etc/passwd     | assets.yaml:4 assets[0].name: not an asset name
            name: undionly.kpxe     | name: /etc/passwd       | assets.yaml:4 assets[0].name: not an asset name
            name: undionly.kpxe     | name: a/.hidden         | assets.yaml:4 assets[0].name: not an asset name
            name: undionly.kpxe     | name: A.efi             | assets.yaml:4 assets[0].name: not an asset name
            name: undionly.kpxe     | name: [x]               | assets.yaml:4 assets[0].name: expected a single value
            version: 2.0.0 | version: '' | assets.yaml:5 assets[0].version: expected one line of text
            version: 2.0.0          | version:                | assets.yaml:5 assets[0].version: is missing
            arch: x86_64 | arch: amd64 | assets.yaml:6 assets[0].arch: unknown architecture 'amd64'
            size: 70000             | size: -1                | assets.yaml:7 assets[0].size: out of range
            size: 70000             | size: 0                 | assets.yaml:7 assets[0].size: out of range
            size: 70000             | size: 9999999999999     | assets.yaml:7 assets[0].size: out of range
            size: 70000             | size: 70 kB             | assets.yaml:7 assets[0].size: not a whole number
            size: 70000 | siez: 70000 | assets.yaml:7 assets[0].siez: unknown key. Did you mean 'size'?
            trust: built            | trust: believe          | assets.yaml:9 assets[0].trust: unknown trust
            licence: GPL            | color: GPL              | assets.yaml:10 assets[0].color: unknown key. Remove it
            sha256: e3              | sha256: g3              | assets.yaml:8 assets[0].sha256: not a SHA-256
            sha256: e3              | sha256: 3               | assets.yaml:8 assets[0].sha256: not a SHA-256
            """)
    void aWrongLineIsNamed(String from, String to, String start) {
        String text = GOOD.replace(from, to);
        assertTrue(!text.equals(GOOD), "the case changes nothing");
        List<String> found = problemsOf(text);
        assertTrue(found.stream().anyMatch(problem -> problem.startsWith(start)), found.toString());
    }

    @Test
    void allProblemsOfAllEntriesComeAtOnce() {
        String entry = GOOD.substring(GOOD.indexOf("  - name"));
        String text = GOOD.replace("size: 70000", "size: x") + entry.replace("arch: x86_64", "arch: z")
                + entry + entry;
        assertEquals(List.of("assets.yaml:7 assets[0].size: not a whole number",
                "assets.yaml:14 assets[1].arch: unknown architecture 'z' (known: x86_64, ia32, arm64, arm32, riscv64)",
                "assets.yaml:28 assets[3]: the asset 'undionly.kpxe' is there twice (first in line 20). Remove one of"
                        + " them"), problemsOf(text));
    }

    @Test
    void whatIsPrintedIsReadBackTheSame() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            List<AssetEntry> entries = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                entries.add(new AssetEntry(new AssetName("d" + random.nextInt(9) + "/f" + i), text(random),
                        Arch.values()[random.nextInt(5)], 1 + random.nextLong(AssetEntry.LARGEST),
                        Sha256.of(new byte[] {(byte) i}), Trust.values()[random.nextInt(5)], text(random),
                                text(random)));
            }
            AssetLock lock = AssetLock.of(entries);
            byte[] printed = LockFile.print(lock, "heading");
            Problems problems = new Problems();
            assertEquals(lock, LockFile.parse(printed, "x", problems));
            assertTrue(problems.isEmpty(), problems.list().toString());
            assertEquals(new String(printed, StandardCharsets.UTF_8),
                    new String(LockFile.print(LockFile.parse(printed, "x", problems), "heading"),
                            StandardCharsets.UTF_8));
        }
    }

    private static String text(SplittableRandom random) {
        String letters = "ab 1:#'\"\\\u00e4\ud83d\ude00{}[]&*!|>%@`-?,~";
        StringBuilder out = new StringBuilder("v");
        for (int i = random.nextInt(12); i > 0; i--) {
            int at = letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())));
            out.appendCodePoint(letters.codePointAt(at));
        }
        return out.toString();
    }

    @Test
    void theShippedLockIsRight() throws Exception {
        Problems problems = new Problems();
        AssetLock lock = LockFile.parse(Files.readAllBytes(Path.of("boot-assets/assets.yaml")), "assets.yaml",
                problems);
        assertTrue(problems.isEmpty(), problems.list().toString());
        lock.entries().forEach(entry -> assertEquals(Trust.PINNED, entry.trust(), entry.name().text()));
        assertTrue(lock.entries().stream().anyMatch(entry -> entry.name().text().startsWith("ipxe/")));
    }
}
