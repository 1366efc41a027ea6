package dev.ichor.talos.patch;

import dev.ichor.base.Problem;
import dev.ichor.talos.render.Finding;
import dev.ichor.yaml.Mark;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one patch; the first {@value #MOST} of it. Used by one thread. */
final class Complaints {
    private static final int MOST = 50;
    private final List<Finding> found = new ArrayList<>();

    void error(Mark where, String what, String mend) {
        add(Finding.error(where.toString(), what, mend));
    }

    void warning(Mark where, String what, String mend) {
        add(Finding.warning(where.toString(), what, mend));
    }

    void errors(List<Problem> problems) {
        problems.forEach(problem -> add(new Finding(Finding.Severity.ERROR, problem)));
    }

    private void add(Finding finding) {
        if (found.size() < MOST) {
            found.add(finding);
        } else if (finding.severity() == Finding.Severity.ERROR && !hasErrors()) {
            found.set(MOST - 1, finding);
        }
    }

    boolean hasErrors() {
        return found.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    List<Finding> list() {
        return List.copyOf(found);
    }
}
