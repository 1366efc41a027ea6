package dev.ichor.assets;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that may be served: each was whole when the catalogue was opened. The only way from a name in a request
 * to a path on disk. Immutable; a change of the assets takes effect at the next start.
 */
public final class AssetCatalog {
    private final SortedMap<String, Asset> byName;

    private AssetCatalog(SortedMap<String, Asset> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
    }

    /**
     * The result of opening.
     *
     * @param catalog  everything that was found whole
     * @param problems what forbids a start: a lock that can't be read, a required asset absent or damaged
     * @param warnings optional assets that are damaged or gone, and so are not served
     */
    public record Opened(AssetCatalog catalog, List<Problem> problems, List<Problem> warnings) {
    }

    /** A catalogue of given assets, for those who have checked them themselves. */
    public static AssetCatalog of(Collection<Asset> assets) {
        SortedMap<String, Asset> byName = new TreeMap<>();
        assets.forEach(asset -> byName.put(asset.name().text(), asset));
        return new AssetCatalog(byName);
    }

    /** Reads both locks, checks every file that should be there, and lists everything wrong at once. */
    public static Opened open(Path pinsFile, AssetFolder folder, Set<AssetName> required, InstantSource clock) {
        Problems problems = new Problems();
        Problems warnings = new Problems();
        AssetLocks locks = AssetLocks.read(pinsFile, folder, problems);
        AssetLock all = locks.all();
        List<AssetCheck> checks = AssetCheck.all(all.entries(), folder, AssetCheck.Depth.CHANGED_ONLY, clock,
                Progress.SILENT);
        SortedMap<String, Asset> byName = new TreeMap<>();
        for (AssetCheck check : checks) {
            AssetName name = check.entry().name();
            switch (check.state()) {
                case READY -> byName.put(name.text(), new Asset(check.entry(), folder.file(check.entry())));
                case ABSENT -> {
                    if (required.contains(name)) {
                        problems.add(name.text(), check.why(), Mend.of(name));
                    } else if (locks.built().find(name).isPresent()) {
                        warnings.add(name.text(), check.why() + ", so it is not served", Mend.of(name));
                    }
                }
                case DAMAGED -> (required.contains(name) ? problems : warnings)
                        .add(name.text(), check.why() + ", so it is not served", Mend.of(name));
            }
        }
        required.stream().filter(name -> all.find(name).isEmpty())
                .forEach(name -> problems.add(name.text(), "this asset is needed and has not been made yet",
                        Mend.of(name)));
        Log.LOG.info("assets.open ready={} problems={} warnings={}", byName.size(), problems.list().size(),
                warnings.list().size());
        return new Opened(new AssetCatalog(byName), problems.list(), warnings.list());
    }

    /** The asset that a request names; empty for any name that is not exactly one of the catalogue. */
    public Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<Asset> find(AssetName name) {
        return find(name.text());
    }

    /** All assets in the order of names. */
    public Collection<Asset> all() {
        return byName.values();
    }
}
