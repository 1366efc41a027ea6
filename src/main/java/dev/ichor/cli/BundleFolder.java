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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    /**
     * Looks whether a bundle may take the folder's place.
     *
     * @param force whether files of its bundle may go although a person changed them
     * @throws Failure if the folder is there and holds anything but a bundle of this cluster
     */
    static void check(Path folder, String cluster, boolean force) throws IOException {
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
        Map<String, String> hashes = hashes(index.get("files"));
        List<String> foreign = there.stream().filter(path -> !path.equals(INDEX) && !hashes.containsKey(path)).toList();
        if (!foreign.isEmpty()) {
            throw new Failure(ExitCode.FAILED, folder + " holds files that are not of its bundle and would be lost; "
                    + "move them elsewhere:" + listed(foreign));
        }
        List<String> changed = new ArrayList<>();
        for (String path : there) {
            if (hashes.containsKey(path) && !Sha256.of(Files.readAllBytes(folder.resolve(path))).hex()
                    .equals(hashes.get(path))) {
                changed.add(path);
            }
        }
        if (!changed.isEmpty() && !force) {
            throw new Failure(ExitCode.FAILED, "files of the bundle in " + folder + " were changed since it was "
                    + "written, which would be lost; --force writes over them:" + listed(changed));
        }
    }

    private static String listed(List<String> paths) {
        return paths.stream().map(path -> "\n  " + Show.plain(path)).collect(Collectors.joining());
    }

    private static Map<?, ?> index(Path folder) throws IOException {
        try {
            return Json.tree(Files.readString(folder.resolve(INDEX))) instanceof Map<?, ?> map ? map : Map.of();
        } catch (Malformed e) {
            throw new Failure(ExitCode.FAILED, folder.resolve(INDEX) + " is " + e.getMessage()
                    + "; name another folder", e);
        }
    }

    /** SHA-256 by path. */
    private static Map<String, String> hashes(Object files) {
        Map<String, String> hashes = new LinkedHashMap<>();
        if (files instanceof List<?> list) {
            list.forEach(file -> {
                if (file instanceof Map<?, ?> one) {
                    hashes.put(String.valueOf(one.get("path")), String.valueOf(one.get("sha256")));
                }
            });
        }
        return hashes;
    }

    /** Every file is complete beside the folder before they take its place. @throws Failure as {@link #check} does */
    static void write(Path folder, BundleView bundle, boolean force) throws IOException {
        check(folder, bundle.cluster(), force);
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
