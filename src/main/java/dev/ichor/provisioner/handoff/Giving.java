package dev.ichor.provisioner.handoff;

import dev.ichor.json.Json;
import dev.ichor.mayastor.bundle.Bundle;
import dev.ichor.mayastor.bundle.BundleFile;
import dev.ichor.mayastor.bundle.Bundles;
import dev.ichor.mayastor.change.Change;
import dev.ichor.mayastor.change.Changes;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.Stores;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.handoff.HandoffDesk.Difference;
import dev.ichor.provisioner.handoff.HandoffDesk.Given;
import dev.ichor.store.handoff.BundleStore;
import dev.ichor.store.handoff.TimelineStore;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives bundles out, and tells what became different since. Thread-safe. */
final class Giving {
    private final Stores stores;
    private final Ledger ledger;
    private final SiteBook book;
    private final InstantSource clock;
    private final BundleStore bundles = new BundleStore();
    private final TimelineStore timeline = new TimelineStore();

    Giving(Stores stores, Ledger ledger, SiteBook book, InstantSource clock) {
        this.stores = stores;
        this.ledger = ledger;
        this.book = book;
        this.clock = clock;
    }

    Outcome<Bundle> bundle(String cluster, boolean handsFree) {
        return switch (book.look(cluster)) {
            case Outcome.Refused<Seen> refused -> new Outcome.Refused<>(refused.why(), refused.problems());
            case Outcome.Done<Seen>(Seen seen) -> made(seen, handsFree);
        };
    }

    private static Outcome<Bundle> made(Seen seen, boolean handsFree) {
        return seen.plan().isRefused() ? new Outcome.Refused<>(Outcome.Why.CONFLICT, seen.errors())
                : new Outcome.Done<>(Bundles.of(seen.plan(), handsFree));
    }

    Outcome<Given> give(String cluster, Caller by) {
        return Steadily.change(book, ledger, cluster, seen -> made(seen, false),
                (writing, seen, bundle) -> keep(writing, seen, bundle, by));
    }

    /** Keeps the bundle, unless it is the one that was given out last. */
    Given keep(Ledger.Writing writing, Seen seen, Bundle bundle, Caller by) throws SQLException {
        String cluster = seen.cluster();
        Optional<BundleStore.Row> last = bundles.last(writing.connection(), cluster);
        if (last.isPresent() && last.get().hash().equals(bundle.hash())) {
            return given(last.get());
        }
        Instant now = clock.instant();
        BundleStore.Row row = new BundleStore.Row(cluster, bundle.hash(), seen.plan().chart().toString(), by.name(),
                now);
        bundles.add(writing.connection(), row, texts(bundle));
        timeline.add(writing.connection(), cluster, Words.line(now, "bundle", Words.shortly(bundle.hash().hex()),
                "given", "given to " + by.name() + ": " + row.chart() + ", " + bundle.files().size() + " files, "
                + seen.plan().pools().size() + " pools on " + seen.plan().nodes().size() + " nodes"));
        writing.audit(by, "give bundle", Words.object(cluster), last.map(one -> Json.write(one.hash().hex()))
                .orElse(""), Json.write(row));
        return given(row);
    }

    private static Map<String, String> texts(Bundle bundle) {
        return bundle.files().stream().collect(Collectors.toMap(BundleFile::path, BundleFile::text));
    }

    private static Given given(BundleStore.Row row) {
        return new Given(row.cluster(), row.hash(), row.chart(), row.who(), row.at());
    }

    List<Given> given(String cluster) {
        return stores.database().reading(connection -> bundles.list(connection, cluster)).stream().map(Giving::given)
                .toList();
    }

    private record Last(Optional<BundleStore.Row> row, Map<String, String> files) {
    }

    Outcome<Difference> difference(String cluster) {
        return switch (bundle(cluster, false)) {
            case Outcome.Refused<Bundle> refused -> new Outcome.Refused<>(refused.why(), refused.problems());
            case Outcome.Done<Bundle>(Bundle now) -> new Outcome.Done<>(difference(now));
        };
    }

    private Difference difference(Bundle now) {
        Last last = stores.database().reading(connection -> new Last(bundles.last(connection, now.cluster()),
                bundles.lastFiles(connection, now.cluster())));
        List<Change> changes = last.row().filter(row -> !row.hash().equals(now.hash())).isEmpty() ? List.of()
                : Changes.between(last.files(), texts(now));
        return new Difference(last.row().map(Giving::given), now.hash(), changes);
    }
}
