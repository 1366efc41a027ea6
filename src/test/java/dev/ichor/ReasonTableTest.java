package dev.ichor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.machine.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every code that says why a machine does not go on stands in the operator's table, and no other. */
@Timeout(30)
class ReasonTableTest {
    private static final Pattern MADE = Pattern.compile("new (?:Reason|Obstacle)\\(\\s*([^,]+)");
    /** How the collector of obstacles is called, in the package that has it. */
    private static final Pattern FOUND = Pattern.compile("\\badd\\((?:[!\\w]+, )?\\s*\"([a-z-]+)\",");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|");

    @Test
    void theTableHasEachCodeAndNoOther() throws IOException {
        Set<String> codes = new TreeSet<>();
        Set<String> passedOn = new TreeSet<>();
        for (Path file : sources(Path.of("src/main/java"))) {
            MADE.matcher(Files.readString(file)).results().map(found -> found.group(1)).forEach(word -> {
                if (word.matches("\"[a-z-]+\"")) {
                    codes.add(word.substring(1, word.length() - 1));
                } else {
                    passedOn.add(word);
                }
            });
        }
        for (Path file : sources(Path.of("src/main/java/dev/ichor/inventory"))) {
            if (file.getParent().endsWith("inventory")) {
                FOUND.matcher(Files.readString(file)).results().forEach(found -> codes.add(found.group(1)));
            }
        }
        assertEquals(Set.of("\"ordered-\" + order.kind().label()", "first.code()", "why.code()", "code"), passedOn,
                "places that make a code which this test does not see");
        Arrays.stream(Order.Kind.values()).filter(kind -> kind != Order.Kind.WIPE)
                .forEach(kind -> codes.add("ordered-" + kind.label()));
        assertEquals(codes, table());
    }

    private static Set<String> table() throws IOException {
        Set<String> table = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("appliance/OPERATING.md")));
        while (row.find()) {
            for (String code : row.group(1).split(", ")) {
                assertEquals(true, table.add(code.substring(1, code.length() - 1)), code + " stands there twice");
            }
        }
        return table;
    }

    private static Iterable<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
