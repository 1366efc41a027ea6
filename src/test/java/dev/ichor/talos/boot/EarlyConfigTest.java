package dev.ichor.talos.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As the program zstd and this project's reader of configurations take it. */
@Timeout(60)
class EarlyConfigTest {
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB+/==\nAAAA\n-----END CERTIFICATE-----\n";

    @TempDir
    Path folder;

    private byte[] unpacked(byte[] frame) throws Exception {
        Path file = Files.write(folder.resolve("frame.zst"), frame);
        Path out = folder.resolve("frame");
        Process zstd = new ProcessBuilder("zstd", "-q", "-f", "-d", file.toString(), "-o", out.toString())
                .redirectErrorStream(true).start();
        zstd.getOutputStream().close();
        String said = new String(zstd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, zstd.waitFor(), "needs the Debian package zstd: " + said);
        return Files.readAllBytes(out);
    }

    @Test
    void eachSizeIsAFrame() throws Exception {
        Random random = new Random(7);
        for (int size : List.of(0, 1, 2, 255, 256, 257, 511, 512, 700, 1_000, 65_535, 65_536, 65_791, 65_792, 131_071,
                131_072, 131_073, 262_144, 300_000)) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            assertArrayEquals(content, unpacked(EarlyConfig.frame(content)), size + " bytes");
        }
        for (int i = 0; i < 20; i++) {
            byte[] content = new byte[random.nextInt(2_000)];
            random.nextBytes(content);
            assertArrayEquals(content, unpacked(EarlyConfig.frame(content)), content.length + " bytes");
        }
    }

    @Test
    void theFrameIsAsTheFormatSays() {
        byte[] frame = EarlyConfig.frame(new byte[300]);
        assertEquals("28b52ffd602c00610900", java.util.HexFormat.of().formatHex(frame, 0, 10));
        assertEquals(310, frame.length);
    }

    @Test
    void itHoldsTheRootsAndNothingElse() throws Exception {
        String text = new String(unpacked(Base64.getDecoder().decode(EarlyConfig.of(PEM))), StandardCharsets.UTF_8);
        assertEquals("""
                apiVersion: v1alpha1
                kind: TrustedRootsConfig
                name: ichor
                certificates: |
                  -----BEGIN CERTIFICATE-----
                  MIIB+/==
                  AAAA
                  -----END CERTIFICATE-----
                """, text);
        assertTrue(EarlyConfig.of(PEM).matches("[A-Za-z0-9+/]+={0,2}"), "iPXE gives none of these a meaning");
    }
}
