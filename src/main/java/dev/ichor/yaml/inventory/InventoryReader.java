package dev.ichor.yaml.inventory;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Node;
import dev.ichor.inventory.Policy;
import dev.ichor.inventory.World;
import dev.ichor.yaml.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what people declare. Whatever is wrong is reported with file, line and path, all of it at once. */
public final class InventoryReader {
    static final int MOST_FILES = 10_000;
    private static final long MOST_CHARACTERS = 64L << 20;
    private static final int LONGEST_PATH = 255;

    private InventoryReader() {
    }

    /**
     * A world with the file of each of its things.
     *
     * @param files by kind's folder and name, e.g. {@code nodes/worker-1}
     */
    public record Read(World world, Map<String, InventoryFile> files) {
        public Read {
            files = Map.copyOf(files);
        }
    }

    /**
     * All files; also checks what does not fit together and names the line of each such problem. With a problem, the
     * world holds only what could be read.
     */
    public static Read read(List<InventoryFile> files, Problems problems) {
        return read(files, World.EMPTY, problems);
    }

    /**
     * As above, for files that may be a part of the world only.
     *
     * @param staying what is declared already and stays unless a file declares it anew
     */
    public static Read read(List<InventoryFile> files, World staying, Problems problems) {
        long size = files.stream().mapToLong(file -> file.text().length()).sum();
        if (files.size() > MOST_FILES || size > MOST_CHARACTERS) {
            problems.add("inventory", "more than " + MOST_FILES + " files or " + MOST_CHARACTERS + " characters",
                    "Declare less at once");
            return new Read(World.EMPTY, Map.of());
        }
        Map<String, DeclaredFile> found = new HashMap<>();
        Set<String> unread = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (InventoryFile file : files) {
            if (path(file, paths, problems)) {
                DeclaredFile read = DeclaredFile.read(file, file.path(), problems);
                unread.addAll(read.unreadCluster());
                read.declared().ifPresent(declared -> once(found, declared, read, problems));
            }
        }
        World world = new World(sorted(found, Cluster.class), sorted(found, Node.class), sorted(found, Policy.class));
        staying.with(world).problems(unread).stream().map(problem -> placed(problem, found)).forEach(problem ->
                problems.add(problem.where(), problem.what(), problem.mend()));
        Map<String, InventoryFile> byName = new HashMap<>();
        found.forEach((key, one) -> byName.put(key, one.file()));
        return new Read(world, byName);
    }

    /** Files are written back under their paths, so a path must stay inside the folder. */
    private static boolean path(InventoryFile file, Set<String> seen, Problems problems) {
        String path = file.path();
        boolean inside = path.matches("[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*\\.ya?ml") && path.length() <= LONGEST_PATH
                && Stream.of(path.split("/", -1)).noneMatch(part -> part.isEmpty() || part.matches("\\.{1,2}"));
        if (!inside) {
            problems.add("inventory", "a file's path is not one below the folder that ends in .yaml: "
                    + path.replaceAll("\\p{Cntrl}", "?").substring(0, Math.min(path.length(), LONGEST_PATH)),
                    "Write it like nodes/worker-1.yaml");
        } else if (!seen.add(path)) {
            problems.add(path, "this file is there twice", "Send it once");
            return false;
        }
        return inside;
    }

    private static void once(Map<String, DeclaredFile> found, Declared declared, DeclaredFile read,
                             Problems problems) {
        DeclaredFile first = found.putIfAbsent(key(declared), read);
        if (first != null) {
            problems.add(Pointer.mark(read.root().orElseThrow(), "/name").toString(), "there is a "
                    + declared.kind().label() + " " + declared.name() + " already, in " + first.file().path(),
                    "Give it another name, or remove one of the files");
        }
    }

    private static String key(Declared declared) {
        return declared.kind().folder() + "/" + declared.name();
    }

    private static <T extends Declared> List<T> sorted(Map<String, DeclaredFile> found, Class<T> type) {
        return found.values().stream().flatMap(one -> one.declared().stream()).filter(type::isInstance)
                .map(type::cast).sorted(Comparator.comparing(Declared::name)).toList();
    }

    /** With the file and line of what {@code kind/name#/pointer} names. */
    private static Problem placed(Problem problem, Map<String, DeclaredFile> found) {
        int hash = problem.where().indexOf('#');
        return Optional.ofNullable(found.get(problem.where().substring(0, hash))).flatMap(DeclaredFile::root)
                .map(root -> new Problem(Pointer.mark(root, problem.where().substring(hash + 1)).toString(),
                        problem.what(), problem.mend())).orElse(problem);
    }

    /**
     * One thing, as YAML or JSON.
     *
     * @param shown the name for messages
     */
    public static Optional<Declared> readOne(String text, String shown, Problems problems) {
        return DeclaredFile.read(new InventoryFile(shown, text), shown, problems).declared();
    }

    /**
     * All {@code *.yaml} and {@code *.yml} files below a folder, at most 10,000, sorted by path. Links and what begins
     * with a dot are passed over.
     */
    public static List<InventoryFile> load(Path folder, Problems problems) throws IOException {
        return InventoryFolder.load(folder, problems);
    }
}
