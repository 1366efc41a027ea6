package dev.ichor.yaml.inventory;

import dev.ichor.base.Problems;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what people declare. Whatever is wrong is reported with file, line and path, all of it at once. */
public final class InventoryReader {
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

    /** All files; also checks what does not fit together and names the line of each such problem. */
    public static Read read(List<InventoryFile> files, Problems problems) {
        throw new UnsupportedOperationException();
    }

    /**
     * One thing, as YAML or JSON.
     *
     * @param shown the name for messages
     */
    public static Optional<Declared> readOne(String text, String shown, Problems problems) {
        throw new UnsupportedOperationException();
    }

    /** All {@code *.yaml} and {@code *.yml} files below a folder, at most 10,000, sorted by path. */
    public static List<InventoryFile> load(Path folder, Problems problems) throws IOException {
        throw new UnsupportedOperationException();
    }
}
