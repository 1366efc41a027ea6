package dev.ichor.provision;

import dev.ichor.base.Mac;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Where the variant that worked for a machine is kept over restarts. */
public interface VariantMemory {
    Map<Mac, OfferVariant> load() throws IOException;

    void remember(Mac mac, OfferVariant variant, Instant at) throws IOException;
}
