package dev.ichor.provisioner;

import dev.ichor.base.Problem;
import java.util.List;

/** What became of a change that someone asked for. */
public sealed interface Outcome<T> {
    /** Done; durable. */
    record Done<T>(T value) implements Outcome<T> {
    }

    /**
     * Nothing was changed.
     *
     * @param why      what kind of refusal
     * @param problems all of them; {@code where} is a JSON pointer into the request, or names what stands in the way
     */
    record Refused<T>(Why why, List<Problem> problems) implements Outcome<T> {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** Kinds of refusals. */
    enum Why {
        /** There is no such thing. */
        NOT_FOUND,
        /** The request itself is wrong. */
        INVALID,
        /** It does not fit the state that things are in. */
        CONFLICT,
        /** The caller has seen an older version. */
        STALE
    }

    static <T> Outcome<T> refused(Why why, String where, String what, String mend) {
        return new Refused<>(why, List.of(new Problem(where, what, mend)));
    }
}
