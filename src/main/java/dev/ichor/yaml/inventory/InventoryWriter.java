package dev.ichor.yaml.inventory;

import dev.ichor.inventory.Declared;

/** Writes what people declare in the form that {@link InventoryReader} reads: what was read is written the same. */
public final class InventoryWriter {
    private InventoryWriter() {
    }

    /** The canonical YAML file; defaults are left out. */
    public static String yaml(Declared declared) {
        throw new UnsupportedOperationException();
    }

    /** The path of its file in the inventory folder, e.g. {@code clusters/prod.yaml}. */
    public static String path(Declared declared) {
        return declared.kind().folder() + "/" + declared.name() + ".yaml";
    }
}
