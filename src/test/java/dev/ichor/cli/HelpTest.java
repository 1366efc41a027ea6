package dev.ichor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say of themselves, to people and to shells. */
@Timeout(120)
class HelpTest {
    @TempDir
    Path folder;

    private static String run(String... words) {
        StringWriter out = new StringWriter();
        assertEquals(ExitCode.OK, Ichor.run(words, Map.of(), new PrintWriter(out, true), new PrintWriter(out, true)));
        return out.toString();
    }

    private static List<CommandLine> all(CommandLine line) {
        List<CommandLine> all = new ArrayList<>(List.of(line));
        line.getSubcommands().values().forEach(command -> all.addAll(all(command)));
        return all;
    }

    @Test
    void everyCommandSaysWhatItDoesOnLinesThatFit() {
        CommandLine root = Ichor.all();
        HelpText.on(root);
        List<CommandLine> commands = all(root);
        assertTrue(commands.size() > 60, "commands are found: " + commands.size());
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName();
            String said = String.join(" ", command.getCommandSpec().usageMessage().description());
            assertTrue(said.endsWith(".") && said.length() > 12, name + ": " + said);
            String help = command.getUsageMessage();
            assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
            assertTrue(help.startsWith("Usage: " + name), help);
            command.getCommandSpec().options().forEach(option -> assertTrue(option.description().length > 0
                    && option.description()[0].length() > 5, name + " " + option.longestName()));
        }
    }

    @Test
    void helpOfWipe() {
        assertEquals("""
                Usage: ichor wipe [OPTIONS] --disk=SERIAL... MACHINE
                Erase the named disks of a machine that waits in the agent, and nothing else.
                      MACHINE                Its id, a MAC, its UUID, or its serial number if only one machine has
                                               it.
                      --confirm=SERIAL       The serial number of a disk with contents, which may go: what a person
                                               types when asked. May repeat.
                      --detach               Do not wait until the disks are erased.
                      --disk=SERIAL          Serial number of a disk. May repeat.
                      --for=TIME             How long the permission lives, 1m to 24h. Default: 30m, or more by
                                               size.
                  -o, --output=FORM          table for people (default), json for programs.
                      --yes                  Do not ask whether to go on.
                Options of all commands like this:
                      --ca=FILE              Trust this certificate, or those it vouches for. Default: the one in
                                               the state folder.
                      --config=FILE          Settings file. Default: /etc/ichor/appliance.yaml if it exists.
                      --debug                Show where an unexpected error came from.
                      --fingerprint=SHA256   Trust exactly the certificate with this fingerprint.
                  -h, --help                 Show this help.
                      --interface=NIC        Short for --set interface=NIC.
                      --set=KEY=VALUE        Set one setting, for example --set dhcp.mode=full. May repeat.
                      --token-file=FILE      File with the token. Default: the variable ICHOR_TOKEN, then the file
                                               ~/.config/ichor/token.
                      --url=URL              The admin plane, https://10.0.0.5:8081. Default: as the settings say.

                Shows each disk first. A disk with contents must be named by its serial number again; --yes never
                skips that.
                Example: ichor wipe m-2h7kq9xz --disk S4XNNX0T
                """, run("wipe", "--help"));
    }

    /** What stands in the cursor's place is completed by the functions of the shell itself. */
    private String completed(List<String> shell, String script, String... words) throws IOException,
            InterruptedException {
        Path file = Files.writeString(folder.resolve("completion"), script);
        Path asks = Files.writeString(folder.resolve("asks"), """
                source '%s' || exit 9
                complete -p ichor >/dev/null || exit 8
                compopt() { :; }
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                COMP_LINE="${COMP_WORDS[*]}"
                COMP_POINT=${#COMP_LINE}
                _complete_ichor
                echo "${COMPREPLY[*]}"
                """.formatted(file, String.join(" ", List.of(words).stream().map(word -> "'" + word + "'").toList()),
                words.length - 1));
        List<String> command = new ArrayList<>(shell);
        command.add(asks.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), text);
        return text.strip();
    }

    @Test
    void bashCompletes() throws IOException, InterruptedException {
        String script = run("completion", "bash");
        Map<List<String>, String> cases = Map.of(
                List.of("ichor", "mach"), "machines",
                List.of("ichor", "machines", "sh"), "show",
                List.of("ichor", "machines", "un"), "unassign",
                List.of("ichor", "machines", "list", "--st"), "--stage",
                List.of("ichor", "machines", "list", "--stage", "inst"), "installing installed",
                List.of("ichor", "machines", "list", "--sort", "l"), "last-evidence",
                List.of("ichor", "wipe", "-o", "j"), "json",
                List.of("ichor", "tokens", ""), "create list recover revoke",
                List.of("ichor", "tokens", "create", "--role", "ad"), "admin",
                List.of("ichor", "completion", "z"), "zsh");
        for (Map.Entry<List<String>, String> one : cases.entrySet()) {
            assertEquals(one.getValue(), completed(List.of("bash", "--norc"), script, one.getKey().toArray(
                    String[]::new)), one.getKey().toString());
        }
    }

    @Test
    void zshCompletes() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/zsh"))) {
            throw new AssertionError("zsh is missing: install the Debian package zsh");
        }
        Path file = Files.writeString(folder.resolve("completion.zsh"), run("completion", "zsh"));
        Path asks = Files.writeString(folder.resolve("asks.zsh"), """
                source %s || exit 9
                [[ ${_comps[ichor]} == *_complete_ichor* ]] || exit 8
                """.formatted(file));
        Process process = new ProcessBuilder("zsh", "-f", asks.toString()).redirectErrorStream(true)
                .directory(folder.toFile()).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("", text);
        assertEquals(0, process.exitValue());
    }

    /** Whoever follows a mend types what it says. */
    @Test
    void everyCommandThatTheProgramSpeaksOfIsThere() throws IOException {
        Pattern mention = Pattern.compile("[`']ichor ([a-z-]+)(?: ([a-z-]+)\\b)?");
        CommandLine root = Ichor.all();
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = mention.matcher(Files.readString(file));
                while (matcher.find()) {
                    seen++;
                    CommandLine command = root.getSubcommands().get(matcher.group(1));
                    if (command == null || matcher.group(2) != null && !command.getSubcommands().isEmpty()
                            && !command.getSubcommands().containsKey(matcher.group(2))) {
                        wrong.add(file + ": " + matcher.group());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(seen > 20, "mentions are found: " + seen);
    }
}
