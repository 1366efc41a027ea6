package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Progress;
import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A site with the files that are fetched, and an empty folder for them. */
abstract class FetcherBed {
    static final String SCHEMATIC = "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba";
    static final String RELEASE = "talos/releases/v1.13.9/";
    static final String FACTORY = "factory/image/" + SCHEMATIC + "/v1.13.9/";
    static final byte[] KERNEL = HttpTransportTest.bytes(20_000, 1);
    static final byte[] INITRAMFS = HttpTransportTest.bytes(90_000, 2);
    static final FetchRequest STABLE = new FetchRequest.TalosRelease("v1.13.9", Arch.X86_64);
    static final FetchRequest IMAGE = new FetchRequest.TalosImage("v1.13.9", SCHEMATIC, Arch.X86_64, false);

    @TempDir
    Path temp;
    TestSite site;
    AssetFolder folder;
    Path pins;

    @BeforeEach
    void open() throws IOException {
        site = new TestSite();
        folder = new AssetFolder(temp.resolve("assets"));
        pins = Files.writeString(temp.resolve("assets.yaml"), "format: 1\nassets: []\n");
        site.put(RELEASE + "vmlinuz-amd64", KERNEL);
        site.put(RELEASE + "initramfs-amd64.xz", INITRAMFS);
        site.put(RELEASE + "sha256sum.txt", sums().getBytes(StandardCharsets.UTF_8));
        site.put(FACTORY + "kernel-amd64", KERNEL);
        site.put(FACTORY + "initramfs-amd64.xz", INITRAMFS);
    }

    static String sums() {
        return Sha256.of(KERNEL) + "  vmlinuz-amd64\n" + Sha256.of(INITRAMFS) + " *initramfs-amd64.xz\n"
                + Sha256.of(KERNEL) + "  kernel-amd64\n" + "0".repeat(64) + "  talosctl-linux-amd64\n";
    }

    @AfterEach
    void close() {
        site.close();
    }

    Fetcher.Fetched fetch(FetchRequest request) throws AssetsFailed {
        FetchSettings settings = HttpTransportTest.settings().withMirrors(Map.of(
                "https://github.com/siderolabs/talos/releases/download/", site.base() + "talos/releases/",
                "https://factory.talos.dev/", site.base() + "factory/", "https://github.com/ipxe/", site.base()));
        try (Fetcher fetcher = Fetcher.online(pins, folder, settings)) {
            return fetcher.fetch(request, Progress.SILENT);
        }
    }

    String fails(FetchRequest request) {
        return assertThrows(AssetsFailed.class, () -> fetch(request)).getMessage();
    }

    AssetCatalog catalog() {
        AssetCatalog.Opened opened = AssetCatalog.open(pins, folder, Set.of(), InstantSource.system());
        assertEquals(List.of(), opened.problems());
        assertEquals(List.of(), opened.warnings());
        return opened.catalog();
    }

    byte[] served(String name) throws IOException {
        return Files.readAllBytes(catalog().find(name).orElseThrow().path());
    }
}
