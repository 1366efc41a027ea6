package dev.ichor.client;

import dev.ichor.base.Sha256;
import java.nio.file.Path;

/** By what the appliance's certificate is recognised. */
public sealed interface Trust {
    /** What this Java trusts. */
    record Public() implements Trust {
    }

    /**
     * The certificates of a file in PEM: the appliance's own, or those that vouch for it.
     *
     * @param orPublic whether what this Java trusts is good as well
     */
    record Certificates(Path file, boolean orPublic) implements Trust {
    }

    /** Exactly the certificate with this SHA-256 of its DER form, whoever vouches for it. */
    record Pinned(Sha256 fingerprint) implements Trust {
    }
}
