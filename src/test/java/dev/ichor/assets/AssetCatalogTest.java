package dev.ichor.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AssetCatalogTest {
    private static final InstantSource LATER = InstantSource.fixed(Instant.now().plus(Duration.ofHours(1)));
    private static final byte[] A = Fixture.bytes(1000, 1);
    private static final byte[] B = Fixture.bytes(1000, 2);

    @TempDir
    Path temp;
    private AssetFolder folder;
    private Path pins;

    @BeforeEach
    void install() throws Exception {
        folder = new AssetFolder(temp.resolve("assets"));
        pins = Fixture.noPins(temp);
        folder.install(List.of(Fixture.staged(temp, "undionly.kpxe", A), Fixture.staged(temp,
                "talos/v1.13.9/default/x", B)));
    }

    private AssetCatalog.Opened open(String... required) {
        Set<AssetName> names = new TreeSet<>();
        for (String name : required) {
            names.add(new AssetName(name));
        }
        return AssetCatalog.open(pins, folder, names, LATER);
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void wholeFilesAreFoundByTheirExactNameOnly() {
        AssetCatalog.Opened opened = open("undionly.kpxe");
        assertEquals(List.of(), opened.problems());
        assertEquals(List.of(), opened.warnings());
        Asset asset = opened.catalog().find("undionly.kpxe").orElseThrow();
        assertEquals(1000, asset.size());
        assertEquals(folder.file(Fixture.entry("undionly.kpxe", A)), asset.path());
        for (String other : List.of("", "/undionly.kpxe", "./undionly.kpxe", "UNDIONLY.KPXE", "built.yaml", "..",
                "../assets.yaml", asset.path().getFileName().toString(), "talos",
                        "talos/v1.13.9/default/../default/x")) {
            assertTrue(opened.catalog().find(other).isEmpty(), other);
        }
    }

    @Test
    void everythingWrongIsListedAtOnceWithItsMend() throws Exception {
        Files.write(folder.file(Fixture.entry("undionly.kpxe", A)), Fixture.bytes(1000, 3));
        Files.delete(folder.file(Fixture.entry("talos/v1.13.9/default/x", B)));
        AssetCatalog.Opened opened = open("undionly.kpxe", "discovery-x86_64.initrd");
        List<String> problems = texts(opened.problems());
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("undionly.kpxe: ") && problems.get(0).contains("has sha256")
                && problems.get(0).endsWith("Run 'ichor assets build'"), problems.toString());
        assertEquals("discovery-x86_64.initrd: this asset is needed and has not been made yet. Run 'ichor assets"
                + " build'", problems.get(1));
        assertTrue(texts(opened.warnings()).getFirst().endsWith("Run 'ichor assets fetch --talos v1.13.9'"),
                opened.warnings().toString());
        assertEquals(0, opened.catalog().all().size());
    }

    @Test
    void aPinThatWasNeverFetchedIsNoProblem() throws IOException {
        AssetEntry pin = Fixture.entry("ipxe/9/ipxeboot.tar.gz", new byte[] {1});
        Files.write(pins, LockFile.print(AssetLock.of(List.of(pin)), "pins"));
        AssetCatalog.Opened opened = open();
        assertEquals(List.of(), opened.problems());
        assertEquals(List.of(), opened.warnings());
    }

    @Test
    void aPinOverrulesWhatTheFolderSays() throws IOException {
        Files.write(pins, LockFile.print(AssetLock.of(List.of(Fixture.entry("undionly.kpxe", B))), "pins"));
        assertEquals(1, open("undionly.kpxe").problems().size());
    }

    @Test
    void brokenLocksAreProblemsWithTheirLine() throws IOException {
        Files.writeString(pins, "format: 1\nasets: []\n");
        Files.writeString(folder.root().resolve("built.yaml"), "format: 1\nassets:\n  - name: x\n");
        List<String> problems = texts(open().problems());
        assertTrue(problems.stream().anyMatch(p -> p.startsWith(pins + ":2 asets: unknown key")), problems.toString());
        assertTrue(problems.stream().anyMatch(p -> p.contains("built.yaml:3 assets[0].sha256: is missing")),
                problems.toString());
    }

    @Test
    void linksAndFoldersInPlaceOfFilesAreRefused() throws Exception {
        Path file = folder.file(Fixture.entry("undionly.kpxe", A));
        Files.move(file, temp.resolve("elsewhere"));
        Files.createSymbolicLink(file, temp.resolve("elsewhere"));
        assertTrue(texts(open("undionly.kpxe").problems()).getFirst().contains("is not a plain file"));
        Files.delete(file);
        Files.createDirectory(file);
        assertTrue(texts(open("undionly.kpxe").problems()).getFirst().contains("is not a plain file"));
    }

    @Test
    void aSecondStartDoesNotReadTheFilesAgain() throws Exception {
        byte[] large = new byte[192 << 20];
        folder.install(List.of(Fixture.staged(temp, "large", large)));
        assertEquals(List.of(), open("large").problems());
        long start = System.nanoTime();
        assertEquals(List.of(), open("large").problems());
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("second start checks 192 MiB in ms " + millis);
        assertTrue(HashCache.load(folder.hashCache()).knows(folder.file(Fixture.entry("large", large))));
    }
}
