package dev.ichor.config;

import java.util.Map;

/** Values that were set, by path; a key that is not among them has its default. */
record Values(Map<String, Object> set) {
    @SuppressWarnings("unchecked") // a value is stored under its key's path only by that key's form
    <T> T get(Key<T> key) {
        Object value = set.get(key.path());
        return value == null ? key.fallback() : (T) value;
    }
}
