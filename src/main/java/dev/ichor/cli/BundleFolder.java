package dev.ichor.cli;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.BundleView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A bundle as a folder. It is written whole or not at all, and takes the place of nothing but another bundle. */
final class BundleFolder {
    /** Names the cluster, and each file of the bundle. */
    private static final String INDEX = "bundle.json";
    private static final String PART = "[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*";

    private BundleFolder() {
    }

    /** The files by path. @throws Failure if one is not what the appliance says, or would lie outside of the folder */
    static Map<String, BundleView.File> files(BundleView bundle) {
        Map<String, BundleView.File> files = new LinkedHashMap<>();
        for (BundleView.File file : bundle.files()) {
            if (!file.path().matches("(" + PART + "/)*" + PART) || files.put(file.path(), file) != null) {
                throw new Failure(ExitCode.FAILED, "the appliance names a file '" + Show.plain(file.path())
                        + "', which is no plain path, so nothing was written");
            }
            if (file.text().filter(text -> Sha256.of(bytes(text)).equals(file.sha256())).isEmpty()) {
                throw new Failure(ExitCode.FAILED, "the file '" + file.path() + "' did not arrive as it was sent, so "
                        + "nothing was written; try again");
            }
        }
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Failure if the folder is there and holds anything but a bundle of this cluster */
    static void check(Path folder, String cluster) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(ExitCode.FAILED, folder + " is no folder; name another one");
        }
        TreeSet<String> there = new TreeSet<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(file -> there.add(folder.relativize(file).toString()));
        }
        if (there.isEmpty()) {
            return;
        }
        if (!there.contains(INDEX)) {
            throw new Failure(ExitCode.FAILED, folder + " holds files and is no bundle; name another folder");
        }
        Map<?, ?> index = index(folder);
        if (!cluster.equals(index.get("cluster"))) {
            throw new Failure(ExitCode.FAILED, folder + " is a bundle of the cluster "
                    + Show.plain(String.valueOf(index.get("cluster"))) + "; name another folder");
        }
        there.removeAll(paths(index.get("files")));
        there.remove(INDEX);
        if (!there.isEmpty()) {
            throw new Failure(ExitCode.FAILED, folder + " holds files that are not of its bundle and would be lost; "
                    + "move them elsewhere:\n  " + String.join("\n  ", there.stream().map(Show::plain).toList()));
        }
    }

    private static Map<?, ?> index(Path folder) throws IOException {
        try {
            return Json.tree(Files.readString(folder.resolve(INDEX))) instanceof Map<?, ?> map ? map : Map.of();
        } catch (Malformed e) {
            throw new Failure(ExitCode.FAILED, folder.resolve(INDEX) + " is " + e.getMessage()
                    + "; name another folder", e);
        }
    }

    /** Of a list of files with a path each, or of a map by path. */
    private static Set<String> paths(Object files) {
        Set<String> paths = new TreeSet<>();
        if (files instanceof Map<?, ?> map) {
            map.keySet().forEach(path -> paths.add(path.toString()));
        } else if (files instanceof List<?> list) {
            list.forEach(file -> paths.add(String.valueOf(file instanceof Map<?, ?> one ? one.get("path") : file)));
        }
        return paths;
    }

    /** Every file is complete beside the folder before they take its place. @throws Failure as {@link #check} does */
    static void write(Path folder, BundleView bundle) throws IOException {
        check(folder, bundle.cluster());
        Path place = folder.toAbsolutePath().normalize();
        Files.createDirectories(place.getParent());
        Path fresh = Files.createTempDirectory(place.getParent(), "." + place.getFileName() + "-");
        Path old = fresh.resolveSibling(fresh.getFileName() + ".old");
        try {
            for (BundleView.File file : files(bundle).values()) {
                write(fresh.resolve(file.path()), file);
            }
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            if (Files.exists(place)) {
                Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            if (!Files.exists(place) && Files.exists(old)) {
                Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
            }
            delete(fresh);
            delete(old);
        }
    }

    private static void write(Path target, BundleView.File file) throws IOException {
        Files.createDirectories(target.getParent());
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(file.text().orElseThrow()));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(file.executable() ? "rwxr-xr-x"
                : "rw-r--r--"));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, IOException failed) throws IOException {
                Files.delete(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
