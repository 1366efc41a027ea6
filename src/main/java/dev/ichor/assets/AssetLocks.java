package dev.ichor.assets;

import dev.ichor.base.Problems;
import dev.ichor.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Both locks as read.
 *
 * @param pins  of {@code assets.yaml}: what published files must be, whether present or not
 * @param built of the asset folder: what was put there
 */
public record AssetLocks(AssetLock pins, AssetLock built) {
    /** Reads both; whatever is wrong in either goes to {@code problems}. */
    public static AssetLocks read(Path pinsFile, AssetFolder folder, Problems problems) {
        AssetLock built = folder.lock(problems);
        try (var in = Files.newInputStream(pinsFile)) {
            AssetLock pins = LockFile.parse(in.readNBytes(Yaml.MAX_BYTES + 1), pinsFile.toString(),
                    problems);
            return new AssetLocks(pins, built);
        } catch (IOException e) {
            problems.add(pinsFile.toString(), "can't be read (" + e.getClass().getSimpleName() + ")",
                    "Restore boot-assets/assets.yaml from the release, or correct the path");
            return new AssetLocks(AssetLock.EMPTY, built);
        }
    }

    /** Every entry, a pin before what the folder says of the same name: the pin was reviewed, the folder was not. */
    public AssetLock all() {
        return built.with(pins.entries());
    }
}
