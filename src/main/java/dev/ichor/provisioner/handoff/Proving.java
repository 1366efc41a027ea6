package dev.ichor.provisioner.handoff;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.json.Json;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.provisioner.Ledger;
import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.access.Caller;
import dev.ichor.provisioner.talos.ClusterKeys;
import dev.ichor.store.handoff.ProofStore;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what was measured on nodes: all that is told at once, or nothing of it. Thread-safe. */
final class Proving {
    /** All pairs of a hundred nodes. */
    private static final int MOST = 10_000;
    private static final int LONGEST = 500;

    private final Ledger ledger;
    private final SiteBook book;
    private final ClusterKeys keys;
    private final InstantSource clock;
    private final ProofStore store = new ProofStore();

    Proving(Ledger ledger, SiteBook book, ClusterKeys keys, InstantSource clock) {
        this.ledger = ledger;
        this.book = book;
        this.keys = keys;
        this.clock = clock;
    }

    Outcome<Integer> prove(String cluster, List<Proof> proofs, Caller by) {
        Hush hush = Hush.of(keys, cluster);
        return Steadily.change(book, ledger, cluster, book::hasItsNodes, seen -> checked(seen, proofs, hush),
                (writing, seen, fit) -> write(writing, seen, fit, by));
    }

    /**
     * As they are kept. When they were measured is when they are told: the teller's own clock does not count. A check
     * may find several things of one disk; a bad one comes last, which is the one that is kept.
     */
    private Outcome<List<Proof>> checked(Seen seen, List<Proof> proofs, Hush hush) {
        List<Problem> problems = problems(seen, proofs);
        return !problems.isEmpty() ? new Outcome.Refused<>(Outcome.Why.INVALID, problems)
                : new Outcome.Done<>(proofs.stream().sorted(Comparator.comparing(Proof::good).reversed())
                .map(proof -> new Proof(proof.kind(), proof.subject(), proof.good(),
                        hush.text(proof.detail(), LONGEST), clock.instant())).toList());
    }

    private static List<Problem> problems(Seen seen, List<Proof> proofs) {
        Problems problems = new Problems();
        if (proofs.size() > MOST) {
            problems.add("/proofs", "there are more than " + MOST, "Tell them in parts");
            return problems.list();
        }
        for (int i = 0; i < proofs.size(); i++) {
            Proof proof = proofs.get(i);
            String where = "/proofs/" + i;
            if (!Subject.KINDS.contains(proof.kind())) {
                problems.add(where + "/kind", "there is no such kind of proof", "The kinds are "
                        + String.join(", ", Subject.KINDS));
            } else {
                Optional<String> trouble = Subject.trouble(proof, seen.site(), seen.plan());
                trouble.ifPresent(what -> problems.add(where + "/subject", what, ""));
            }
        }
        return problems.list();
    }

    private int write(Ledger.Writing writing, Seen seen, List<Proof> proofs, Caller by) throws SQLException {
        String cluster = seen.cluster();
        for (Proof old : store.of(writing.connection(), cluster)) {
            if (Subject.trouble(old, seen.site(), seen.plan()).isPresent()) {
                store.delete(writing.connection(), cluster, old);
            }
        }
        List<String> bad = new ArrayList<>();
        for (Proof proof : proofs) {
            store.put(writing.connection(), cluster, proof);
            if (!proof.good()) {
                bad.add(proof.kind() + " " + proof.subject());
            }
        }
        writing.audit(by, "prove", Words.object(cluster), "", Json.write(Map.of("proofs", proofs.size(), "bad", bad)));
        return proofs.size();
    }
}
