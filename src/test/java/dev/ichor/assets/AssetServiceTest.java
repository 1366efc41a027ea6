package dev.ichor.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class AssetServiceTest {
    private static final AssetName NAME = Needs.DISCOVERY_INITRD;

    @TempDir
    Path temp;
    private AssetService service;

    @BeforeEach
    void open() throws IOException {
        service = new AssetService(Fixture.noPins(temp), new AssetFolder(temp.resolve("assets")), Set.of(NAME),
                InstantSource.fixed(Instant.now().plus(Duration.ofHours(1))));
    }

    private static Builder builder(byte[] bytes) {
        return (work, progress) -> {
            progress.step("making", bytes.length, bytes.length);
            return List.of(new Builder.Made(NAME, Files.write(work.resolve("out"), bytes), "0.1.0", Arch.X86_64,
                    "GPL-2.0-only", "built from Debian 13"));
        };
    }

    @Test
    void whatABuilderMakesIsRecordedAndListed() throws Exception {
        assertEquals(AssetCheck.State.ABSENT, service.list().rows().getFirst().state());
        assertEquals(1, service.list().problems().size());
        List<String> heard = new ArrayList<>();
        List<AssetEntry> made = service.build(builder(new byte[] {1, 2}), (what, done, total) -> heard.add(what));
        assertEquals(Trust.BUILT, made.getFirst().trust());
        assertEquals(List.of("making"), heard);
        AssetService.Report report = service.verify(Progress.SILENT);
        assertEquals(List.of(), report.problems());
        AssetService.Row row = report.rows().getFirst();
        assertEquals(AssetCheck.State.READY, row.state());
        assertEquals("built", row.trust());
        assertTrue(row.required());
        try (Stream<Path> left = Files.list(temp.resolve("assets/.work"))) {
            assertEquals(0, left.count(), "the work folder is left behind");
        }
    }

    @Test
    void aFailedBuildChangesNothingAndLeavesNothing() throws Exception {
        service.build(builder(new byte[] {1}), Progress.SILENT);
        AssetService.Report before = service.list();
        assertThrows(AssetsFailed.class, () -> service.build((work, progress) -> {
            Files.write(work.resolve("half"), new byte[10]);
            throw new AssetsFailed("build", "no kernel package", "apt-get install linux-image-amd64");
        }, Progress.SILENT));
        AssetsFailed failed = assertThrows(AssetsFailed.class, () -> service.build((work, progress) -> {
            throw new IOException("No space left on device");
        }, Progress.SILENT));
        assertTrue(failed.getMessage().contains("the disk is full"), failed.getMessage());
        assertThrows(AssetsFailed.class, () -> service.build(builder(new byte[0]), Progress.SILENT));
        assertEquals(before, service.list());
        try (Stream<Path> left = Files.list(temp.resolve("assets/.work"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void verifyReadsEveryByteAgain() throws Exception {
        service.build(builder(Fixture.bytes(100, 1)), Progress.SILENT);
        assertEquals(List.of(), service.list().problems());
        Path cache = temp.resolve("assets/.verified");
        String line = Files.readString(cache);
        Path file = service.folder().file(Fixture.entry(NAME.text(), Fixture.bytes(100, 1)));
        Files.write(file, Fixture.bytes(100, 2));
        // a cache that lies, as bad memory or a broken disk would make it
        String stat = line.substring(65);
        HashCache honest = new HashCache();
        honest.hash(file, Instant.now().plus(Duration.ofHours(1)));
        Files.writeString(cache, line.substring(0, 64) + new String(honest.print()).substring(64));
        assertTrue(stat.contains(NAME.text()));
        assertEquals(List.of(), service.list().problems());
        AssetService.Report report = service.verify(Progress.SILENT);
        assertEquals(AssetCheck.State.DAMAGED, report.rows().getFirst().state());
        assertTrue(report.problems().getFirst().what().contains("sha256"));
        assertEquals(1, service.list().problems().size(), "the next list still believes the lie");
    }

    @Test
    void forgottenAssetsAreGone() throws Exception {
        service.build(builder(new byte[] {1}), Progress.SILENT);
        assertEquals(1, service.prune(List.of(NAME)).size());
        assertEquals("", service.list().rows().getFirst().version());
    }
}
