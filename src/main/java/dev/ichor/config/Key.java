package dev.ichor.config;

import dev.ichor.base.Malformed;
import java.util.Locale;

/**
 * One setting.
 *
 * @param path     dotted name in the file, e.g. {@code dhcp.lease-time}
 * @param fallback the default
 * @param form     how it is written
 */
record Key<T>(String path, T fallback, Form<T> form) {
    /** Reads a written value; its complaint says what was expected. */
    @FunctionalInterface
    interface Form<T> {
        T read(Raw raw) throws Malformed;
    }

    /** The environment variable that sets it, e.g. {@code ICHOR_DHCP_LEASE_TIME}. */
    String variable() {
        return "ICHOR_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
