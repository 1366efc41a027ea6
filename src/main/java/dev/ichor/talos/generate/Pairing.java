package dev.ichor.talos.generate;

import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.render.Finding;
import java.util.List;

/** Which Kubernetes a Talos runs (Talos {@code pkg/machinery/compatibility}). */
public final class Pairing {
    private Pairing() {
    }

    /** What is wrong with the pair; {@code where} is for the findings. */
    public static List<Finding> check(TalosVersion talos, TalosVersion kubernetes, String where) {
        throw new UnsupportedOperationException();
    }
}
