package dev.ichor.yaml.inventory;

import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Shape;
import java.util.Map;

/** Writes what people declare in the form that {@link InventoryReader} reads: what was read is written the same. */
public final class InventoryWriter {
    private InventoryWriter() {
    }

    /** The canonical YAML file; defaults are left out. */
    public static String yaml(Declared declared) {
        return YamlText.of(tree(declared));
    }

    /**
     * The same as a tree of ordered maps, lists, texts, {@code Long} and {@code Boolean}, for those who write JSON that
     * {@link InventoryReader#readOne} shall read.
     */
    public static Map<String, Object> tree(Declared declared) {
        return Shape.of(declared, false);
    }

    /** The path of its file in the inventory folder, e.g. {@code clusters/prod.yaml}. */
    public static String path(Declared declared) {
        return declared.kind().folder() + "/" + declared.name() + ".yaml";
    }
}
