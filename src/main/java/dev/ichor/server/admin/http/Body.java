package dev.ichor.server.admin.http;

/** What a request carries. */
public sealed interface Body {
    /** Nothing: what it carries is not read. */
    record None() implements Body {
    }

    /**
     * A record as JSON.
     *
     * @param limit most bytes
     */
    record Of(Class<?> type, int limit) implements Body {
    }

    /** A cluster, node or policy as YAML or as JSON of the same form. */
    record Declaration(int limit) implements Body {
    }

    /** Bytes of most bodies. */
    int SMALL = 64 << 10;
    /** Bytes of a whole inventory folder. */
    int LARGE = 8 << 20;
}
