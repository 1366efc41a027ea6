package dev.ichor.rack.talos;

import dev.ichor.assets.AssetFolder;
import dev.ichor.assets.AssetService;
import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Progress;
import dev.ichor.assets.build.TalosStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An asset folder of the rack alone, in which the stand-in bears the names of Talos's files. The folder that people's
 * appliances use never holds it: a machine that an operator installs must get Talos or nothing.
 */
public final class StandInAssets {
    /** What the stand-in says it is. */
    public static final List<String> VERSIONS = List.of("v1.13.9");
    private static final Path FOLDER = Path.of("target/rack-assets").toAbsolutePath();
    private static final Path STAMP = FOLDER.resolveSibling("rack-assets.stamp");

    private StandInAssets() {
    }

    /**
     * The folder: everything of {@code built}, and the stand-in; made anew when either changed.
     *
     * @param built    the assets that any appliance has
     * @param packages where packages got from apt are kept
     */
    public static synchronized Path beside(Path built, Path packages) {
        try {
            String stamp = stamp(built);
            if (!Files.exists(STAMP) || !Files.readString(STAMP).equals(stamp)) {
                Files.deleteIfExists(STAMP);
                make(built, packages);
                Files.writeString(STAMP, stamp);
            }
            return FOLDER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AssetsFailed e) {
            throw new IllegalStateException("the stand-in for Talos cannot be built: " + e.problems(), e);
        }
    }

    private static void make(Path built, Path packages) throws IOException, AssetsFailed {
        deleteTree(FOLDER);
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(built)) {
            for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    Files.copy(file, FOLDER.resolve(file.getFileName()));
                }
            }
        }
        new AssetService(Path.of("boot-assets/assets.yaml"), new AssetFolder(FOLDER), Set.of(),
                InstantSource.system()).build(TalosStandIn.builder(packages, VERSIONS), Progress.SILENT);
    }

    /** A digest of what the folder is made of. */
    private static String stamp(Path built) throws IOException {
        try (Stream<Path> walk = Files.walk(TalosStandIn.source())) {
            Stream<Path> sources = Stream.concat(walk, Stream.of(built.resolve("built.yaml")));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path source : sources.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(source.toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(source));
            }
            digest.update(VERSIONS.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
