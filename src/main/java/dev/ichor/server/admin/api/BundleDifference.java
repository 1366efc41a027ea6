package dev.ichor.server.admin.api;

import dev.ichor.base.Sha256;
import dev.ichor.mayastor.change.Change;
import dev.ichor.provisioner.handoff.HandoffDesk;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answer of {@code GET /api/v1/clusters/{name}/handoff/diff}. */
@About("What differs between the bundle that was given out last and the one that would be made now.")
public record BundleDifference(
        @About("The last one; null if none was given out, then everything is new.") Optional<GivenView> last,
        @About("Hash of the one that would be made now.") Sha256 now,
        @About("Whether they are the same.") boolean same,
        @About("What differs, by path.") List<Item> changes) {
    /** A file that differs. */
    @About("A file that differs.")
    public record Item(
            @About(value = "What became of it.", words = {"added", "removed", "changed"}) String kind,
            @About("Within the bundle.") String path,
            @About("What it means for the cluster that runs; may be empty.") String meaning,
            @About("What a person has to do beyond applying the file; may be empty.") String mend,
            @About("The differing lines, each with a leading `-` or `+`.") List<String> lines) {
        static Item of(Change change) {
            return new Item(change.kind().name().toLowerCase(Locale.ROOT), change.path(), change.meaning(),
                    change.mend(), change.lines());
        }
    }

    public static BundleDifference of(HandoffDesk.Difference difference) {
        return new BundleDifference(difference.last().map(GivenView::of), difference.now(),
                difference.last().filter(last -> last.hash().equals(difference.now())).isPresent(),
                difference.changes().stream().map(Item::of).toList());
    }
}
