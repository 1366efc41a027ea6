package dev.ichor.assets.build;

import dev.ichor.base.Arch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The discovery image for tests: built once in a run of the tests, from packages kept under {@code target}. */
final class DiscoveryImage {
    static final Path SOURCE = Path.of("boot-assets/discovery");
    static final Path FOLDER = Path.of("target/discovery");
    static final Path PACKAGES = FOLDER.resolve("packages");
    private static final List<BuiltImage> BUILT = new ArrayList<>();

    private DiscoveryImage() {}

    static synchronized BuiltImage built() throws BuildFailed {
        if (BUILT.isEmpty()) {
            BUILT.add(ImageBuilder.build(new BuildRequest(SOURCE, FOLDER, Optional.empty(), Optional.of(PACKAGES),
                    Arch.X86_64), step -> {}));
        }
        return BUILT.getFirst();
    }
}
