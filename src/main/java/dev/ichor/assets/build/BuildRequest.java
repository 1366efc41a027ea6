package dev.ichor.assets.build;

import dev.ichor.base.Arch;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to build, and from what.
 *
 * @param agentSource the folder {@code boot-assets/discovery}
 * @param outDir      where the two files go; made if absent, and a temporary folder beside them while building
 * @param from        a folder of {@code .deb} files, for sites without internet; empty: ask apt
 * @param keep        a folder in which the packages got from apt are kept, fit for {@code from} at another site
 * @param arch        only {@link Arch#X86_64} can be built
 */
public record BuildRequest(Path agentSource, Path outDir, Optional<Path> from, Optional<Path> keep, Arch arch) {
    public BuildRequest(Path agentSource, Path outDir, Optional<Path> from, Arch arch) {
        this(agentSource, outDir, from, Optional.empty(), arch);
    }
}
