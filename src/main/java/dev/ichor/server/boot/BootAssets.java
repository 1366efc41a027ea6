package dev.ichor.server.boot;

import java.util.Optional;

/** The files that machines may fetch. Only what is catalogued is served; there is no folder to wander in. */
@FunctionalInterface
public interface BootAssets {
    Optional<BootAsset> find(String name);
}
