package dev.ichor.assets;

import dev.ichor.base.Arch;
import dev.ichor.base.Sha256;
import java.nio.file.Path;

/**
 * A file of the catalogue: present, and found whole when the catalogue was opened.
 *
 * @param entry what the lock says of it
 * @param path  the file; its bytes are never changed in place
 */
public record Asset(AssetEntry entry, Path path) {
    public AssetName name() {
        return entry.name();
    }

    public String version() {
        return entry.version();
    }

    public Arch arch() {
        return entry.arch();
    }

    public long size() {
        return entry.size();
    }

    public Sha256 sha256() {
        return entry.sha256();
    }

    public String contentType() {
        return entry.name().contentType();
    }

    public String licence() {
        return entry.licence();
    }

    public String source() {
        return entry.source();
    }
}
