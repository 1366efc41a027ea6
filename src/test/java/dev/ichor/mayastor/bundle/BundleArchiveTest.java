package dev.ichor.mayastor.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives of bundles, as the system's own tar reads them. */
@Timeout(30)
class BundleArchiveTest {
    private static final String LONG = "n" + "o".repeat(61) + "d";

    @TempDir
    Path folder;

    private static Bundle bundle(BundleFile... files) {
        return new Bundle("prod", List.of(files), Sha256.of("hash".getBytes(StandardCharsets.UTF_8)));
    }

    private static Bundle some() {
        return bundle(BundleFile.script("install.sh", "#!/bin/sh\n"), BundleFile.of("README.md", "Grüße\n"),
                BundleFile.of("manifests/pools/" + LONG + "-1a2b3c4d.yaml", "pool\n"),
                BundleFile.of("manifests/empty", ""), BundleFile.of("manifests/big", "x".repeat(70_000) + "\n"),
                BundleFile.of("manifests/block", "y".repeat(511) + "\n"));
    }

    private String tar(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }

    @Test
    void tarExtractsWhatTheBundleHolds() throws IOException, InterruptedException {
        Bundle bundle = some();
        Path archive = folder.resolve(BundleArchive.fileName(bundle));
        Files.write(archive, BundleArchive.of(bundle));
        String list = tar("-tvzf", archive.toString(), "--numeric-owner", "--utc", "--full-time");
        String top = BundleArchive.folder(bundle);
        assertTrue(top.matches("prod-mayastor-[0-9a-f]{12}"), top);
        List<String> entries = list.lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertEquals(List.of("drwxr-xr-x 0/0 0 1970-01-01 00:00:00 " + top + "/",
                "-rw-r--r-- 0/0 8 1970-01-01 00:00:00 " + top + "/README.md",
                "-rwxr-xr-x 0/0 10 1970-01-01 00:00:00 " + top + "/install.sh",
                "drwxr-xr-x 0/0 0 1970-01-01 00:00:00 " + top + "/manifests/",
                "-rw-r--r-- 0/0 70001 1970-01-01 00:00:00 " + top + "/manifests/big",
                "-rw-r--r-- 0/0 512 1970-01-01 00:00:00 " + top + "/manifests/block",
                "-rw-r--r-- 0/0 0 1970-01-01 00:00:00 " + top + "/manifests/empty",
                "drwxr-xr-x 0/0 0 1970-01-01 00:00:00 " + top + "/manifests/pools/",
                "-rw-r--r-- 0/0 5 1970-01-01 00:00:00 " + top + "/manifests/pools/" + LONG + "-1a2b3c4d.yaml"),
                entries);
        tar("-xzf", archive.toString());
        for (BundleFile file : bundle.files()) {
            Path extracted = folder.resolve(top).resolve(file.path());
            assertEquals(file.text(), Files.readString(extracted), file.path());
            assertEquals(file.executable(), PosixFilePermissions.toString(Files.getPosixFilePermissions(extracted))
                    .contains("x"), file.path());
        }
    }

    @Test
    void theSameFilesGiveTheSameBytesInWhateverOrder() throws IOException {
        List<BundleFile> files = new ArrayList<>(some().files());
        byte[] once = BundleArchive.of(some());
        Bundle turned = bundle(files.reversed().toArray(BundleFile[]::new));
        assertArrayEquals(once, BundleArchive.of(turned));
        assertArrayEquals(new byte[4], java.util.Arrays.copyOfRange(once, 4, 8), "no time in the header");
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(once)).readAllBytes();
        assertEquals(0, tar.length % 10_240);
    }

    @Test
    void aPathThatUstarCannotHoldIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> BundleArchive.of(bundle(
                BundleFile.of("a".repeat(101), ""))));
        assertThrows(IllegalArgumentException.class, () -> BundleArchive.of(bundle(
                BundleFile.of("a".repeat(150) + "/b", ""))));
    }
}
