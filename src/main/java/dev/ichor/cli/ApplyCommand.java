package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.server.admin.api.PlanAnswer;
import dev.ichor.server.admin.api.PlanRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ichor apply}. */
@Command(name = "apply", description = "Make the declared world what an inventory folder says, all of it or nothing.",
        footer = {"", "Shows what would change and asks first.", "Example: ichor apply -f inventory/"})
final class ApplyCommand extends Asking implements Callable<Integer> {
    @Option(names = {"-f", "--folder"}, paramLabel = "FOLDER", required = true, description = "The inventory folder.")
    private Path folder;

    @Option(names = "--prune", description = "Delete what the files do not declare.")
    private boolean prune;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws ClientFailed {
        PlanRequest request = InventoryFolder.read(folder, prune);
        AdminClient client = client();
        AdminClient.Answer<PlanAnswer> plan = client.post(API + "inventory/plan", request, PlanAnswer.class);
        if (!InventoryFolder.changes(plan.value())) {
            return print(plan, output, answer -> InventoryFolder.text(answer, false));
        }
        if (!yes) {
            err().print(InventoryFolder.text(plan.value(), false));
            agree("Apply this?", false);
        }
        return print(client.post(API + "inventory/apply", request, PlanAnswer.class), output,
                answer -> InventoryFolder.text(answer, true));
    }
}
