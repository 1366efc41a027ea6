package dev.ichor.server.admin.api;

import dev.ichor.inventory.plan.Change;
import java.util.List;
import java.util.Locale;

/** What an apply would change, or has changed. */
@About("What an apply would change, or has changed.")
public record PlanAnswer(@About("In the order of kinds and names; empty if nothing changes.") List<Item> changes) {
    /** One change. */
    @About("One change.")
    public record Item(
            @About(value = "What is done; `leave`: not in the files, stays because pruning was not asked for.",
                    words = {"create", "update", "delete", "leave"}) String action,
            @About(value = "To what.", words = {"cluster", "node", "policy"}) String kind,
            @About("To which.") String name,
            @About("For an update: what changes in it.") List<Field> fields) {
    }

    /** A member with both values. */
    @About("A member with both values.")
    public record Field(@About("Its path.") String path, @About("As text; empty if absent.") String before,
                        @About("As text; empty if absent.") String after) {
    }

    public static PlanAnswer of(List<Change> changes) {
        return new PlanAnswer(changes.stream().map(change -> new Item(
                change.action().name().toLowerCase(Locale.ROOT), change.kind().name().toLowerCase(Locale.ROOT),
                change.name(), change.fields().stream()
                        .map(field -> new Field(field.path(), field.before(), field.after())).toList())).toList());
    }
}
