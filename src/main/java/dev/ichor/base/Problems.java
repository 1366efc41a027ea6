package dev.ichor.base;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, so that a person sees it all at once. Used by one thread. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(String where, String what, String mend) {
        found.add(new Problem(where, what, mend));
    }

    public void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }
}
