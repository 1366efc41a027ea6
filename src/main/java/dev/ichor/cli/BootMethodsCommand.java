package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.BootMethodList;
import dev.ichor.server.admin.api.BootMethodRequest;
import dev.ichor.server.admin.api.BootMethodView;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ichor boot-methods}. */
@Command(name = "boot-methods", description = "How machines boot their own disk after they came over the network: what "
        + "is set, and what was learned.", synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "Example: ichor boot-methods --of m-2h7kq9xz"})
final class BootMethodsCommand extends Asking implements Callable<Integer> {
    /** For whom. */
    static final class Whom {
        @Option(names = "--machine", paramLabel = "MACHINE", required = true, description = KEY)
        private String machine;

        @Option(names = "--class", paramLabel = "VENDOR/PRODUCT", required = true, description = "Machines of this "
                + "vendor and product, as their hardware shows them.")
        private String kind;

        @Option(names = "--site", required = true, description = "All machines.")
        private boolean site;

        private String scope() {
            return site ? "site" : machine == null ? "class" : "machine";
        }

        private Optional<String> key() {
            return Optional.ofNullable(machine == null ? kind : machine);
        }
    }

    @Option(names = "--of", paramLabel = "MACHINE", defaultValue = "", description = "Also what this machine would be "
            + "told now, and why.")
    private String of;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        return print(new Query(API + "boot-methods").withText("machine", of).path(), BootMethodList.class, output,
                BootMethodsCommand::text);
    }

    static String text(BootMethodList list) {
        Table table = new Table("FOR", "FIRMWARE", "METHOD", "BY", "SINCE");
        list.items().forEach(one -> table.row(whom(one), one.firmware(), one.method(), one.by(), Show.time(one.at())));
        StringBuilder out = new StringBuilder(table.isEmpty() ? "Nothing is set or learned: machines boot their disk "
                + "by the default of their firmware.\n" : table.text());
        list.machine().forEach(one -> out.append(one == list.machine().getFirst() ? "\n" : "").append(paragraph(
                "Under " + one.firmware().toUpperCase(Locale.ROOT) + " it would be told " + one.method() + ": "
                        + one.why() + ".")));
        return out.toString();
    }

    private static String whom(BootMethodView one) {
        return one.scope().equals("site") ? "the site" : one.key();
    }

    @Command(name = "set", description = "Set the method for a machine, a class of machines or all; the most special "
            + "one counts.", footer = {"", "exit leaves the boot loader with success, exit-failed with an error; under "
                    + "BIOS first-drive starts the first drive, each-drive one after the other.",
                    "Example: ichor boot-methods set each-drive --firmware bios --machine m-2h7kq9xz"})
    int set(@Parameters(paramLabel = "METHOD", description = "exit, exit-failed, first-drive or each-drive.",
                    completionCandidates = Words.BootMethods.class) String method,
            @Option(names = "--firmware", paramLabel = "FIRMWARE", required = true, description = "bios or uefi.",
                    completionCandidates = Words.Firmwares.class) String firmware,
            @ArgGroup(multiplicity = "1") Whom whom, @Mixin Output form) throws ClientFailed {
        return print(client().put(API + "boot-methods", AdminClient.Body.json(new BootMethodRequest(whom.scope(),
                whom.key(), firmware, method)), new AdminClient.Condition.None(), BootMethodView.class), form,
                one -> paragraph("Under " + one.firmware().toUpperCase(Locale.ROOT) + ", " + whom(one) + " is told "
                        + one.method() + " from now on."));
    }

    @Command(name = "forget", description = "Forget a method that was set or learned; a machine begins anew.",
            footer = {"", "Example: ichor boot-methods forget --firmware bios --site"})
    int forget(@Option(names = "--firmware", paramLabel = "FIRMWARE", required = true, description = "bios or uefi.",
                       completionCandidates = Words.Firmwares.class) String firmware,
               @ArgGroup(multiplicity = "1") Whom whom) throws ClientFailed {
        client().delete(new Query(API + "boot-methods").with("scope", whom.scope()).with("key", whom.key())
                .with("firmware", firmware).path(), new AdminClient.Condition.None());
        out().println("Forgotten.");
        return ExitCode.OK;
    }
}
