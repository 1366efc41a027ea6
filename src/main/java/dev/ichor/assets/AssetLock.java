package dev.ichor.assets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of one lock, by name. Immutable.
 *
 * @param byName in the order of names
 */
public record AssetLock(SortedMap<AssetName, AssetEntry> byName) {
    public static final AssetLock EMPTY = new AssetLock(new TreeMap<>());

    public AssetLock {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
        for (Map.Entry<AssetName, AssetEntry> entry : byName.entrySet()) {
            if (!entry.getKey().equals(entry.getValue().name())) {
                throw new IllegalArgumentException("an entry stands under its own name");
            }
        }
    }

    /** A lock of these entries; a later one replaces an earlier one of the same name. */
    public static AssetLock of(Collection<AssetEntry> entries) {
        return EMPTY.with(entries);
    }

    public Optional<AssetEntry> find(AssetName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All entries in the order of names. */
    public List<AssetEntry> entries() {
        return new ArrayList<>(byName.values());
    }

    /** This lock with entries added or replaced. */
    public AssetLock with(Collection<AssetEntry> entries) {
        TreeMap<AssetName, AssetEntry> next = new TreeMap<>(byName);
        entries.forEach(entry -> next.put(entry.name(), entry));
        return new AssetLock(next);
    }

    /** This lock without some names. */
    public AssetLock without(Collection<AssetName> names) {
        TreeMap<AssetName, AssetEntry> next = new TreeMap<>(byName);
        names.forEach(next::remove);
        return new AssetLock(next);
    }
}
