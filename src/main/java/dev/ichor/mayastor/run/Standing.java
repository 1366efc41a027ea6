package dev.ichor.mayastor.run;

/** How something that is waited for stands. */
public sealed interface Standing {
    /** For people. */
    String text();

    /** It is as wished. */
    record Done(String text) implements Standing {
    }

    /** Not yet. */
    record Waiting(String text) implements Standing {
    }

    /** It will not become so by itself. */
    record Never(String text) implements Standing {
    }
}
