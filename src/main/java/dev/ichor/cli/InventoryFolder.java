package dev.ichor.cli;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.server.admin.api.FileBody;
import dev.ichor.server.admin.api.PlanAnswer;
import dev.ichor.server.admin.api.PlanRequest;
import dev.ichor.yaml.inventory.InventoryFile;
import dev.ichor.yaml.inventory.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder of the declared world, and what it would change. */
final class InventoryFolder {
    private InventoryFolder() {
    }

    /** All files, if nothing is wrong with any of them; else a failure with every problem, each with file and line. */
    static PlanRequest read(Path folder, boolean prune) {
        if (!Files.isDirectory(folder)) {
            throw new Failure(ExitCode.FAILED, folder + " is not a folder");
        }
        Problems problems = new Problems();
        try {
            List<InventoryFile> files = InventoryReader.load(folder, problems);
            if (problems.isEmpty()) {
                InventoryReader.read(files, problems);
            }
            if (!problems.isEmpty()) {
                throw Failure.of("the inventory in " + folder + " cannot be used, nothing was changed",
                        problems.list().stream().map(problem -> new Problem(Show.plain(problem.where()),
                                Show.plain(problem.what()), Show.plain(problem.mend()))).toList());
            }
            return new PlanRequest(files.stream().map(FileBody::of).toList(), Optional.of(prune));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the inventory in " + folder + " cannot be read (" + e + ")", e);
        }
    }

    static boolean changes(PlanAnswer plan) {
        return plan.changes().stream().anyMatch(change -> !change.action().equals("leave"));
    }

    /** @param done whether it was done already */
    static String text(PlanAnswer plan, boolean done) {
        StringBuilder out = new StringBuilder();
        for (PlanAnswer.Item change : plan.changes()) {
            out.append(mark(change.action())).append(' ').append(change.kind()).append(' ')
                    .append(Show.plain(change.name())).append(change.action().equals("leave")
                            ? " (not in the files; stays)" : "").append('\n');
            change.fields().forEach(field -> out.append("    ").append(Show.plain(field.path())).append(": ")
                    .append(value(field.before())).append(" -> ").append(value(field.after())).append('\n'));
        }
        return out.append(sum(plan, done)).append('\n').toString();
    }

    private static String mark(String action) {
        return switch (action) {
            case "create" -> "+ create";
            case "update" -> "~ update";
            case "delete" -> "- delete";
            default -> "  " + action;
        };
    }

    private static String value(String text) {
        return text.isEmpty() ? "(none)" : Show.plain(text.replace("\n", "\\n"));
    }

    private static String sum(PlanAnswer plan, boolean done) {
        if (!changes(plan)) {
            return "Nothing changes.";
        }
        return done ? count(plan, "create") + " created, " + count(plan, "update") + " updated, "
                + count(plan, "delete") + " deleted." : count(plan, "create") + " to create, " + count(plan, "update")
                + " to update, " + count(plan, "delete") + " to delete.";
    }

    private static long count(PlanAnswer plan, String action) {
        return plan.changes().stream().filter(change -> change.action().equals(action)).count();
    }
}
