package dev.ichor.assets.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Packages from a folder of {@code .deb} files; of two versions of a package the one later in file name order. */
final class FolderSource implements DebSource {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final Map<String, DebPackage> packages = new HashMap<>();
    private final Map<String, Path> files = new HashMap<>();

    private FolderSource() {}

    static FolderSource read(Path folder) throws BuildFailed {
        FolderSource source = new FolderSource();
        for (Path file : debs(folder)) {
            String control = Command.of(List.of("dpkg-deb", "-f", file.toString())).within(LIMIT)
                    .orFail("remove or replace " + file);
            for (DebPackage found : DebPackage.parse(control)) {
                source.packages.put(found.name(), found);
                source.files.put(found.name(), file);
            }
        }
        return source;
    }

    private static List<Path> debs(Path folder) throws BuildFailed {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(file -> file.toString().endsWith(".deb")).sorted().forEach(found::add);
        } catch (IOException e) {
            throw new BuildFailed(folder.toString(), "cannot be listed: " + e.getMessage(),
                    "name a folder of .deb files");
        }
        if (found.isEmpty()) {
            throw new BuildFailed(folder.toString(), "has no .deb file", "name a folder of .deb files");
        }
        return found;
    }

    @Override
    public Map<String, DebPackage> describe(Collection<String> names) {
        Map<String, DebPackage> known = new HashMap<>();
        for (String name : names) {
            if (packages.containsKey(name)) {
                known.put(name, packages.get(name));
            }
        }
        return known;
    }

    @Override
    public List<Fetched> fetch(Collection<DebPackage> wanted) {
        return wanted.stream().map(one -> {
            Path file = files.get(one.name());
            return new Fetched(one.name(), file, file.getFileName().toString());
        }).toList();
    }
}
