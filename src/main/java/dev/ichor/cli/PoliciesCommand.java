package dev.ichor.cli;

import dev.ichor.client.ClientFailed;
import dev.ichor.inventory.Declared;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.server.admin.api.PolicyTest;
import dev.ichor.server.admin.api.PolicyTestList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ichor policies}. */
@Command(name = "policies", description = "Declared policies: which machines become which nodes.",
        synopsisSubcommandLabel = "COMMAND")
final class PoliciesCommand extends DeclaredCommand {
    PoliciesCommand() {
        super(Declared.Kind.POLICY);
    }

    @Override
    String table(List<DeclaredItem> items) {
        Table table = new Table("NAME", "CLUSTER", "TYPE", "NODE", "ARMS", "VERSION");
        items.forEach(item -> table.row(item.name(), member(item, "cluster"), member(item, "type"),
                member(item, "node"), member(item, "auto-arm").equals("true") ? "blank machines" : "no",
                item.version()));
        return table.text();
    }

    @Command(name = "test", description = "Which policies match a machine, which one decides, and why.")
    int test(@Parameters(paramLabel = "MACHINE", description = KEY) String key, @Mixin Output output)
            throws ClientFailed {
        return print(machine(key, "policies"), PolicyTestList.class, output, list -> tests(list.items()));
    }

    static String tests(List<PolicyTest> tests) {
        if (tests.isEmpty()) {
            return "No policy is declared.\n";
        }
        StringBuilder out = new StringBuilder(tests.getFirst().chosen() ? "" : "No policy decides about it.\n");
        for (PolicyTest test : tests) {
            out.append(test.chosen() ? "DECIDES   " : test.matches() ? "matches   " : "no match  ")
                    .append(Show.plain(test.policy())).append(test.specificity() == 0 ? ", for every machine"
                            : test.specificity() == 1 ? ", 1 condition" : ", " + test.specificity() + " conditions")
                    .append('\n');
            if (!test.conditions().isEmpty()) {
                Table table = new Table("", "CONDITION", "WANTED", "THE MACHINE SHOWS");
                test.conditions().forEach(c -> table.row(c.holds() ? "yes" : "NO", c.key(), c.wanted(), c.shown()));
                out.append(table.text("          "));
            }
        }
        return out.toString();
    }
}
