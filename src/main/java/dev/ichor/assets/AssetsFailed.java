package dev.ichor.assets;

import dev.ichor.base.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Work on the assets that could not be done. What was there before is untouched. */
public final class AssetsFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public AssetsFailed(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public AssetsFailed(String where, String what, String mend) {
        this(List.of(new Problem(where, what, mend)));
    }

    /** Everything that stood in the way, at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
