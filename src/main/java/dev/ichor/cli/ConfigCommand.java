package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.ConfigDiff;
import dev.ichor.server.admin.api.ConfigView;
import dev.ichor.server.admin.api.FindingList;
import dev.ichor.server.admin.api.FindingView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor config}. */
@Command(name = "config", description = "The Talos configuration that a machine would get now.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand extends Asking {
    /** What {@code show} prints. */
    enum Form { yaml, json }

    @Command(name = "show", description = "Its text on standard output; what was found about it goes to standard "
            + "error. Secrets are hidden.", footer = {"", "Example: ichor config show m-2h7kq9xz --clear > "
                    + "worker-1.yaml"})
    int show(@Parameters(paramLabel = "MACHINE", description = KEY) String key,
             @Option(names = "--clear", description = "With the secrets; for admins, and it is written down who "
                     + "looked.") boolean clear,
             @Option(names = {"-o", "--output"}, paramLabel = "FORM", defaultValue = "yaml", description = "yaml "
                     + "(default), or json with the findings and more.") Form form) throws ClientFailed {
        AdminClient.Answer<ConfigView> answer = client().get(new Query(machine(key, "config")).withFlag("clear", clear)
                .path(), ConfigView.class);
        if (form == Form.json) {
            json(answer.json());
        } else {
            out().print(answer.value().text());
            out().flush();
            err().print(findings(answer.value().findings()));
        }
        return ExitCode.OK;
    }

    @Command(name = "diff", description = "What differs from the configuration that the machine got last; secrets are "
            + "hidden.")
    int diff(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return print(machine(key, "config", "diff"), ConfigDiff.class, output, ConfigCommand::text);
    }

    static String text(ConfigDiff diff) {
        String last = diff.last().map(served -> "It got its last one at " + Show.time(served.at()) + " UTC by "
                + served.how() + " (" + served.hash().hex().substring(0, 12) + ").").orElse("It never got one.");
        String now = diff.same() ? " It would get the same now." : diff.lines().isEmpty()
                ? " Only secrets differ now." : "";
        StringBuilder out = new StringBuilder(paragraph(last + now));
        for (ConfigDiff.Line line : diff.lines()) {
            out.append('\n').append(Show.plain(line.where())).append('\n');
            line.before().ifPresent(text -> out.append("  - ").append(Show.plain(text)).append('\n'));
            line.after().ifPresent(text -> out.append("  + ").append(Show.plain(text)).append('\n'));
        }
        return out.toString();
    }

    @Command(name = "check", description = "Everything that was found about it; fails if it cannot be served.",
            footer = {"", "Example: ichor config check m-2h7kq9xz --talosctl"})
    int check(@Parameters(paramLabel = "MACHINE", description = KEY) String key,
              @Option(names = "--talosctl", description = "Also let `talosctl validate` look at it, where the "
                      + "appliance's machine has it; for operators.") boolean talosctl,
              @Mixin Output output) throws ClientFailed {
        AdminClient.Answer<FindingList> answer = client().get(new Query(machine(key, "config", "findings"))
                .withFlag("talosctl", talosctl).path(), FindingList.class);
        print(answer, output, ConfigCommand::text);
        return answer.value().servable() && answer.value().talosctl().filter(said -> said.ran() && !said.accepted())
                .isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    static String text(FindingList list) {
        StringBuilder out = new StringBuilder(findings(list.items()));
        if (list.items().isEmpty()) {
            out.append("Nothing is wrong with it.\n");
        }
        list.talosctl().ifPresent(said -> out.append("talosctl ").append(!said.ran() ? "did not look" : said.accepted()
                ? "accepts it" : "refuses it").append(said.output().isEmpty() ? "" : ":\n"
                + Show.plainLines(said.output()).indent(2).stripTrailing()).append('\n'));
        return out.append(list.servable() ? "It can be served.\n" : "It cannot be served.\n").toString();
    }

    private static String findings(List<FindingView> findings) {
        StringBuilder out = new StringBuilder();
        for (FindingView finding : findings) {
            String mark = finding.severity().equals("error") ? "ERROR    " : "WARNING  ";
            String text = finding.where() + ": " + ended(finding.what())
                    + (finding.mend().isEmpty() ? "" : " " + ended(finding.mend()));
            for (String line : AccountText.wrapped(Show.plain(text), AccountText.WIDTH - mark.length())) {
                out.append(mark).append(line).append('\n');
                mark = " ".repeat(mark.length());
            }
        }
        return out.toString();
    }

    private static String ended(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
