package dev.ichor.bench;

import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetName;
import dev.ichor.assets.AssetService;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Builder;
import dev.ichor.assets.Needs;
import dev.ichor.base.Arch;
import dev.ichor.provision.BootFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The lab's files as a catalogue of boot assets, under the names that Ichor serves. The bytes are random. */
final class BenchAssets {
    private static final List<String> NAMES = List.of(BootFile.BIOS_UNDI.fileName(), BootFile.BIOS_NATIVE.fileName(),
            BootFile.UEFI_X64_SNP.fileName(), BootFile.UEFI_X64_NATIVE.fileName(), Needs.DISCOVERY_KERNEL.text(),
            Needs.DISCOVERY_INITRD.text());

    private BenchAssets() {
    }

    static void make(Lab lab) throws IOException {
        Path folder = Files.createDirectories(lab.folder().resolve("assets"));
        Path pins = Files.writeString(folder.resolve("assets.yaml"), "assets: []\n");
        try {
            new AssetService(pins, new AssetFolder(folder), Set.of(), InstantSource.system())
                    .build((work, _) -> made(lab, work), (_, _, _) -> { });
        } catch (AssetsFailed e) {
            throw new IOException(e);
        }
    }

    private static List<Builder.Made> made(Lab lab, Path work) throws IOException {
        List<Builder.Made> made = new ArrayList<>();
        for (String name : NAMES) {
            Path from = lab.files.resolve(name);
            Path to = work.resolve(name);
            Files.copy(Files.exists(from) ? from : lab.files.resolve("undionly.kpxe"), to,
                    StandardCopyOption.REPLACE_EXISTING);
            made.add(new Builder.Made(new AssetName(name), to, "bench", Arch.X86_64, "none", "random bytes"));
        }
        return made;
    }
}
