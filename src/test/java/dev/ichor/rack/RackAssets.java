package dev.ichor.rack;

import dev.ichor.ipxe.BootPlane;
import dev.ichor.rack.talos.StandInAssets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The boot assets that machines of a rack boot: built once for this checkout, by the product's own command. */
public final class RackAssets {
    /**
     * What the discovery image is told in a rack. Linux tries its timer when it starts, which fails now and then where
     * an emulated processor waits long for a real one, and then it panics.
     */
    public static final String KERNEL_ARGUMENTS = BootPlane.CONSOLES + " no_timer_check";

    private static final Path SOURCE = Path.of("boot-assets/discovery");
    private static final Path FOLDER = Path.of("boot-assets/built").toAbsolutePath();
    /** The tests of the image's builder keep the packages there too, so that they are fetched once. */
    private static final Path PACKAGES = Path.of("target/discovery/packages").toAbsolutePath();
    private static final Duration BUILD = Duration.ofMinutes(8);

    private RackAssets() {
    }

    /** The folder with all assets; builds them if one is absent or damaged, or the agent's source is newer. */
    public static synchronized Path folder() {
        if (isOld() || ichor("verify").status() != 0) {
            ichor("build", "--keep", PACKAGES.toString()).orFail();
        }
        return FOLDER;
    }

    /** A folder beside it in which the stand-in for Talos, a test fixture, bears the names of Talos's files. */
    public static synchronized Path withStandIn() {
        return StandInAssets.beside(folder(), PACKAGES);
    }

    private static boolean isOld() {
        Path built = FOLDER.resolve("built.yaml");
        try (Stream<Path> sources = Files.walk(SOURCE)) {
            FileTime made = Files.exists(built) ? Files.getLastModifiedTime(built) : FileTime.fromMillis(0);
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(source).compareTo(made) > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command.Result ichor(String... arguments) {
        List<String> argv = Appliance.product(Stream.concat(Stream.of("assets"),
                Stream.concat(Stream.of(arguments), Stream.of("--set", "assets.folder=" + FOLDER))).toList());
        return Command.run(BUILD, argv);
    }
}
