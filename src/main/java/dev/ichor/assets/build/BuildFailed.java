package dev.ichor.assets.build;

import dev.ichor.base.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A build that cannot be done, with everything that stood in its way. No output file was changed. */
public final class BuildFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    BuildFailed(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    BuildFailed(String where, String what, String mend) {
        this(List.of(new Problem(where, what, mend)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
