package dev.ichor.mayastor.bundle;

import dev.ichor.base.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * All files of a hand-off.
 *
 * @param cluster its name
 * @param files   by path
 * @param hash    over all paths, modes and texts
 */
public record Bundle(String cluster, List<BundleFile> files, Sha256 hash) {
    public Bundle {
        files = List.copyOf(files);
    }

    public Optional<BundleFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
