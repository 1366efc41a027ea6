package dev.ichor.provisioner.handoff;

import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/** Changes that rest on how a cluster was seen: they are made only while it still is so. */
final class Steadily {
    private static final int ATTEMPTS = 3;

    private Steadily() {
    }

    /** What is written if the cluster is as it was seen. */
    interface Write<M, T> {
        T write(Ledger.Writing writing, Seen seen, M made) throws SQLException;
    }

    /** What must not have changed meanwhile. */
    interface Still {
        boolean holds(Connection connection, Seen seen) throws SQLException;
    }

    /** Looks, makes something of it, and writes that; looks again if the cluster changed meanwhile. */
    static <M, T> Outcome<T> change(SiteBook book, Ledger ledger, String cluster, Function<Seen, Outcome<M>> make,
                                    Write<M, T> write) {
        return change(book, ledger, cluster, book::isAsItWas, make, write);
    }

    static <M, T> Outcome<T> change(SiteBook book, Ledger ledger, String cluster, Still still,
                                    Function<Seen, Outcome<M>> make, Write<M, T> write) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Outcome<Seen> look = book.look(cluster);
            switch (look) {
                case Outcome.Refused<Seen> refused -> {
                    return new Outcome.Refused<>(refused.why(), refused.problems());
                }
                case Outcome.Done<Seen>(Seen seen) -> {
                    Optional<Outcome<T>> tried = attempt(still, ledger, seen, make.apply(seen), write);
                    if (tried.isPresent()) {
                        return tried.get();
                    }
                }
            }
        }
        return Words.restless(cluster);
    }

    private static <M, T> Optional<Outcome<T>> attempt(Still still, Ledger ledger, Seen seen, Outcome<M> made,
                                                       Write<M, T> write) {
        return switch (made) {
            case Outcome.Refused<M> refused -> Optional.of(new Outcome.Refused<>(refused.why(), refused.problems()));
            case Outcome.Done<M>(M value) -> ledger.change(writing -> still.holds(writing.connection(), seen)
                    ? Optional.of(new Outcome.Done<>(write.write(writing, seen, value))) : Optional.empty());
        };
    }
}
