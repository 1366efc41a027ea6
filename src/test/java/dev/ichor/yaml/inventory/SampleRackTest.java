package dev.ichor.yaml.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Problems;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Shape;
import dev.ichor.inventory.World;
import dev.ichor.inventory.plan.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rack in {@code inventory/} is in order, and its README names every key. */
@Timeout(30)
class SampleRackTest {
    private static final Path FOLDER = Path.of("inventory");

    @Test
    void theSampleRackIsInOrder() throws IOException {
        Problems problems = new Problems();
        List<InventoryFile> files = InventoryReader.load(FOLDER, problems);
        InventoryReader.Read read = InventoryReader.read(files, problems);
        assertEquals(List.of(), problems.list());
        World world = read.world();
        assertEquals(List.of(1, 4, 2), List.of(world.clusters().size(), world.nodes().size(), world.policies().size()));
        assertEquals(files.size(), read.files().size());
        for (Declared declared : world.all()) {
            String key = declared.kind().folder() + "/" + declared.name();
            assertEquals(InventoryWriter.path(declared), read.files().get(key).path());
        }
        World again = InventoryReader.read(Worlds.files(world), problems).world();
        assertEquals(List.of(), Change.between(world, again, true, Set.of()));
        assertEquals(world, again);
    }

    @Test
    void theReadmeNamesEveryKey() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        Set<String> keys = new TreeSet<>();
        for (int seed = 0; seed < 50; seed++) {
            new Worlds(seed).world().all().forEach(one -> keys(Shape.of(one, true), keys));
        }
        assertTrue(keys.size() > 35, keys.toString());
        keys.removeIf(key -> readme.contains("`" + key + "`") || readme.contains("." + key + "`"));
        assertEquals(Set.of(), keys);
    }

    private static void keys(Map<?, ?> map, Set<String> keys) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && !key.equals("labels") && !key.equals("by-switch")) {
                keys(inner, keys);
            } else {
                keys.add(key.toString());
            }
            if (value instanceof List<?> list && list.getFirst() instanceof Map<?, ?> inner) {
                keys(inner, keys);
            }
        });
        keys.remove("kind");
    }

    @Test
    void onlyPlainYamlFilesAreLoaded(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve(".git/x"));
        Files.createDirectories(folder.resolve("b/c"));
        for (String name : List.of("z.yaml", "b/c/a.yml", "b/note.md", ".git/x/y.yaml", ".hidden.yaml")) {
            Files.writeString(folder.resolve(name), name);
        }
        Files.createSymbolicLink(folder.resolve("link.yaml"), folder.resolve("z.yaml"));
        Files.write(folder.resolve("latin.yaml"), "ü".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
        Problems problems = new Problems();
        assertEquals(List.of(new InventoryFile("b/c/a.yml", "b/c/a.yml"), new InventoryFile("z.yaml", "z.yaml")),
                InventoryReader.load(folder, problems));
        assertEquals(List.of("large.yaml: larger than 1048576 bytes. Split it into several files",
                "latin.yaml: not UTF-8 text. Save it as UTF-8"),
                problems.list().stream().map(Object::toString).toList());
        Problems none = new Problems();
        assertEquals(List.of(), InventoryReader.load(folder.resolve("nope"), none));
        assertEquals(1, none.list().size());
    }

    @Test
    void tooMuchIsRefused() {
        List<InventoryFile> files = new ArrayList<>();
        for (int i = 0; i <= InventoryReader.MOST_FILES; i++) {
            files.add(new InventoryFile("n" + i + ".yaml", ""));
        }
        Problems problems = new Problems();
        InventoryReader.read(files, problems);
        assertEquals(1, problems.list().size());
    }
}
