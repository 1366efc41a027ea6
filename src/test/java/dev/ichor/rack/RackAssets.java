package dev.ichor.rack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The boot assets that machines of a rack boot: built once for this checkout, by the product's own command. */
public final class RackAssets {
    private static final Path FOLDER = Path.of("boot-assets/built").toAbsolutePath();
    private static final Duration BUILD = Duration.ofMinutes(8);

    private RackAssets() {
    }

    /** The folder with all assets, which it builds if one is absent or damaged. */
    public static synchronized Path folder() {
        if (ichor("verify").status() != 0) {
            ichor("build").orFail();
        }
        return FOLDER;
    }

    private static Command.Result ichor(String verb) {
        List<String> argv = Appliance.product(List.of("assets", verb, "--set", "assets.folder=" + FOLDER));
        return Command.run(BUILD, argv);
    }
}
