package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.PlanAnswer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ichor plan}. */
@Command(name = "plan", description = "Show what applying an inventory folder would change; changes nothing.",
        footer = {"", "Example: ichor plan -f inventory/"})
final class PlanCommand extends Asking implements Callable<Integer> {
    @Option(names = {"-f", "--folder"}, paramLabel = "FOLDER", required = true, description = "The inventory folder.")
    private Path folder;

    @Option(names = "--prune", description = "Delete what the files do not declare.")
    private boolean prune;

    @Option(names = "--exit-code", description = "End with 6 if something would change.")
    private boolean exitCode;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        AdminClient.Answer<PlanAnswer> plan = client().post(API + "inventory/plan", InventoryFolder.read(folder, prune),
                PlanAnswer.class);
        print(plan, output, answer -> InventoryFolder.text(answer, false));
        return exitCode && InventoryFolder.changes(plan.value()) ? ExitCode.CHANGES : ExitCode.OK;
    }
}
