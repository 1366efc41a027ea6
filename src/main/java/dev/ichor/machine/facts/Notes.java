package dev.ichor.machine.facts;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects notes for people, without repeats and within bounds. */
final class Notes {
    private static final int MAXIMUM = 200;
    private static final int LENGTH = 300;

    private final Set<String> notes = new LinkedHashSet<>();

    void add(String note) {
        String line = Texts.clean(note, LENGTH);
        if (!line.isEmpty() && notes.size() < MAXIMUM) {
            notes.add(line);
        }
    }

    List<String> list() {
        return List.copyOf(notes);
    }
}
