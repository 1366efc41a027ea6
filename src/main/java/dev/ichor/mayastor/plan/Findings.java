package dev.ichor.mayastor.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found. Used by one thread. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();
    private final String cluster;

    Findings(String cluster) {
        this.cluster = cluster;
    }

    void error(String where, String what, String mend) {
        found.add(Finding.error(where, what, mend));
    }

    void warning(String where, String what, String mend) {
        found.add(Finding.warning(where, what, mend));
    }

    /** Where something of the cluster's declaration is. */
    String declared(String path) {
        return "clusters/" + cluster + "#" + path;
    }

    /** Errors first, then by place; each once. */
    List<Finding> list() {
        return found.stream().distinct().sorted(Comparator.comparing((Finding finding) -> !finding.isError())
                .thenComparing(finding -> finding.problem().where())
                .thenComparing(finding -> finding.problem().what())).toList();
    }
}
