package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.HandPlans;
import dev.ichor.mayastor.bundle.runbook.Runbooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What the runbooks tell people to type is understood by the real command line. */
@Timeout(60)
class RunbookCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("(?:^|\\$\\(|`)(ichor [^`|)\n]*)", Pattern.MULTILINE);

    @Test
    void everyCommandIsThere() throws Exception {
        List<String> wrong = new ArrayList<>();
        Set<String> commands = new TreeSet<>();
        for (BundleFile file : Runbooks.of(HandPlans.of("rack1", HandPlans.UMBRELLA, 3, 2, 2, 1))) {
            COMMAND.matcher(file.text()).results().forEach(found -> commands.add(found.group(1).strip()));
        }
        CommandLine all = Ichor.all();
        for (String command : commands) {
            List<String> words = new ArrayList<>(List.of(command.replace("\"", "").split(" +")));
            words.removeFirst();
            try {
                CommandLine.ParseResult parsed = all.parseArgs(words.toArray(String[]::new));
                assertTrue(parsed.hasSubcommand(), command);
            } catch (CommandLine.ParameterException e) {
                if (!(e instanceof CommandLine.MissingParameterException) || command.contains("$")) {
                    wrong.add(command + ": " + e.getMessage());
                }
            }
        }
        assertTrue(commands.size() > 25, "commands are found: " + commands);
        assertEquals("", String.join("\n", wrong));
    }
}
