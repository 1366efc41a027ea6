package dev.ichor.server.boot;

import dev.ichor.base.Sha256;
import java.nio.file.Path;

/**
 * A file that machines may fetch, verified at start.
 *
 * @param name        under which it is served
 * @param path        where it lies
 * @param size        bytes
 * @param sha256      of its bytes; makes its ETag
 * @param contentType e.g. {@code application/efi}, by which UEFI knows a loader (quirk H1)
 */
public record BootAsset(String name, Path path, long size, Sha256 sha256, String contentType) {
    /** The content type for a file of that name: EDK2 knows a loader by {@code application/efi}. */
    public static String contentTypeOf(String name) {
        return name.endsWith(".efi") ? "application/efi" : "application/octet-stream";
    }
}
