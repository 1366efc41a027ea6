package dev.ichor.assets.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lists beside the agent's source: which packages, firmware and kernel modules make the image.
 *
 * @param programs package to the programs of it that go into the image, in the order of the names
 * @param firmware packages that are wanted for their firmware, if they can be had
 * @param modules  paths below the kernel's {@code kernel} folder; a leading {@code -} takes out again
 */
record ImageSpec(SortedMap<String, List<String>> programs, List<String> firmware, List<String> modules) {

    static ImageSpec read(Path folder) throws IOException {
        SortedMap<String, List<String>> programs = new TreeMap<>();
        for (String line : lines(folder.resolve("packages.txt"))) {
            List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
            String name = words.removeFirst();
            words.remove("-");
            programs.put(name, List.copyOf(words));
        }
        return new ImageSpec(programs, lines(folder.resolve("firmware.txt")), lines(folder.resolve("modules.txt")));
    }

    /** Lines that say something: no comments, no blanks at the ends. */
    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
