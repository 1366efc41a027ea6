package dev.ichor.cli;

import dev.ichor.client.AdminClient;
import java.util.Optional;

/** A path with its query, which grows to the right. */
record Query(String path) {
    Query with(String name, Object value) {
        return new Query(path + (path.contains("?") ? "&" : "?") + name + "="
                + AdminClient.segment(String.valueOf(value)));
    }

    /** Unchanged if there is no value. */
    Query with(String name, Optional<?> value) {
        return value.isPresent() ? with(name, value.get()) : this;
    }

    /** Unchanged if there is no value. */
    Query withText(String name, String value) {
        return value == null || value.isEmpty() ? this : with(name, value);
    }

    /** Unchanged if it is not so. */
    Query withFlag(String name, boolean value) {
        return value ? with(name, true) : this;
    }
}
