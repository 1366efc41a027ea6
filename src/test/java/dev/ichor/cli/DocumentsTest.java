package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What the documents tell people to type or to open is there. */
@Timeout(60)
class DocumentsTest {
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]+`");
    private static final Pattern COMMAND = Pattern.compile("(?:^|[\\s`/])ichor ([a-z][^`#|&·\n]*)", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of("appliance", "boot-assets", "inventory", "systemd", "image")) {
            try (Stream<Path> files = Files.find(Path.of(folder), 2, (file, _) -> file.toString().endsWith(".md"))) {
                documents.addAll(files.sorted().toList());
            }
        }
        return documents;
    }

    @Test
    void everyCommandWithItsOptionsIsThere() throws IOException {
        CommandLine all = Ichor.all();
        List<String> wrong = new ArrayList<>();
        int[] seen = {0};
        for (Path document : documents()) {
            CODE.matcher(Files.readString(document)).results().forEach(code -> COMMAND.matcher(code.group()).results()
                    .forEach(found -> {
                        seen[0]++;
                        check(all, found.group(1).strip(), document + ": ichor " + found.group(1).strip(), wrong);
                    }));
        }
        assertTrue(seen[0] > 60, "commands are found: " + seen[0]);
        assertEquals("", String.join("\n", wrong));
    }

    private static void check(CommandLine all, String command, String shown, List<String> wrong) {
        CommandLine at = all;
        for (String word : command.split("[ =,;]+")) {
            if (word.matches("--?[a-z].*")) {
                if (at.getCommandSpec().findOption(word) == null) {
                    wrong.add(shown + ": no option " + word);
                }
            } else if (at.getSubcommands().containsKey(word)) {
                at = at.getSubcommands().get(word);
            } else if (at.getCommandSpec().parent() == null
                    || !at.getSubcommands().isEmpty() && word.matches("[a-z][a-z-]*")) {
                wrong.add(shown + ": no command " + word);
                return;
            }
        }
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path document : documents()) {
            LINK.matcher(Files.readString(document)).results().map(link -> link.group(1))
                    .filter(link -> !Files.exists(document.resolveSibling(link)))
                    .forEach(link -> wrong.add(document + ": " + link));
        }
        assertEquals("", String.join("\n", wrong));
    }
}
