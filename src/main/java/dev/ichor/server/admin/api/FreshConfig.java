package dev.ichor.server.admin.api;

import dev.ichor.provisioner.talos.ClusterKeys;
import java.time.Instant;

/** A file with a fresh client certificate and its key. */
@About("A file with a fresh client certificate and its key. Nobody can read it again; make another instead.")
public record FreshConfig(
        @About("The file's text.") String text,
        @About("Serial number of the certificate, hexadecimal.") String serial,
        @About("When it ends.") Instant until) {
    public static FreshConfig of(ClusterKeys.Minted minted) {
        return new FreshConfig(minted.text(), minted.serial(), minted.until());
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "FreshConfig " + serial;
    }
}
