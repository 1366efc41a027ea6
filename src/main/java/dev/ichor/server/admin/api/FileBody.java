package dev.ichor.server.admin.api;

import dev.ichor.yaml.inventory.InventoryFile;

/** A file of the inventory folder. */
@About("A file of the inventory folder.")
public record FileBody(@About(value = "Relative to that folder, with slashes.", example = "\"clusters/prod.yaml\"")
                       String path,
                       @About("Its content.") String text) {
    public static FileBody of(InventoryFile file) {
        return new FileBody(file.path(), file.text());
    }

    public InventoryFile file() {
        return new InventoryFile(path, text);
    }
}
