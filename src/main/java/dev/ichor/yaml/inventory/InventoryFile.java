package dev.ichor.yaml.inventory;

/**
 * A file of the inventory folder.
 *
 * @param path relative to that folder, with slashes, e.g. {@code clusters/prod.yaml}
 * @param text its content
 */
public record InventoryFile(String path, String text) {
}
