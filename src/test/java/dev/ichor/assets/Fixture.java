package dev.ichor.assets;

import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Assets for tests of this package. */
final class Fixture {
    private Fixture() {
    }

    static AssetEntry entry(String name, byte[] bytes) {
        return new AssetEntry(new AssetName(name), "1", Arch.X86_64, bytes.length, Sha256.of(bytes), Trust.BUILT,
                "0BSD",
                "made by a test");
    }

    static AssetFolder.Staged staged(Path work, String name, byte[] bytes) throws IOException {
        Path file = Files.createTempFile(work, "staged", "");
        Files.write(file, bytes);
        return new AssetFolder.Staged(entry(name, bytes), file);
    }

    static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Path noPins(Path folder) throws IOException {
        return Files.writeString(folder.resolve("assets.yaml"), "format: 1\nassets: []\n");
    }
}
