package dev.ichor.cli;

import dev.ichor.assets.Asset;
import dev.ichor.assets.AssetCatalog;
import dev.ichor.assets.AssetEntry;
import dev.ichor.assets.AssetName;
import dev.ichor.assets.Needs;
import dev.ichor.assets.Trust;
import dev.ichor.base.Problems;
import dev.ichor.base.Sha256;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.config.Logging;
import dev.ichor.config.Settings;
import dev.ichor.provision.BootFile;
import dev.ichor.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All parts of the appliance in mode proxy, with bootloaders of a few bytes; a process of its own for a network
 * namespace. Arguments: the interface and the state folder. Prints READY.
 */
public final class TinyAppliance {
    private TinyAppliance() {
    }

    public static void main(String[] args) throws Exception {
        Path state = Files.createDirectories(Path.of(args[1]));
        Problems problems = new Problems();
        ApplianceConfig config = Settings.read(Optional.empty(), Map.of(), Map.of("state", state.toString(),
                "interface", args[0], "dhcp.mode", "proxy"), problems);
        Segment segment = Segment.find(config, problems).orElseThrow();
        Logging.start(config.log(), System.out);
        Supervisor supervisor = new Supervisor();
        Database database = Database.open(state);
        System.out.println(supervisor.start(new Appliance(config, segment, AssetCatalog.of(loaders(state)), database,
                SealKeys.open(config, Map.of(), database)).parts()));
        System.out.println("READY");
        System.out.println("ENDED " + supervisor.await());
    }

    private static List<Asset> loaders(Path folder) throws Exception {
        List<Asset> assets = new ArrayList<>();
        for (BootFile file : List.of(BootFile.BIOS_UNDI, BootFile.UEFI_X64_SNP)) {
            AssetName name = Needs.of(file);
            byte[] bytes = ("loader " + name).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            Path path = Files.write(folder.resolve(file.fileName()), bytes);
            assets.add(new Asset(new AssetEntry(name, "1", file.arch(), bytes.length, Sha256.of(bytes), Trust.GIVEN,
                    "none", "made by the test"), path));
        }
        return assets;
    }
}
