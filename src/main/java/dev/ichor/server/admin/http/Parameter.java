package dev.ichor.server.admin.http;

import dev.ichor.base.Malformed;
import java.util.List;
import java.util.Optional;

/**
 * A query parameter.
 *
 * @param about    what it means, for people
 * @param form     how it is written
 * @param required whether it must be there
 * @param repeats  whether it may be there several times
 * @param fallback what holds if it is absent, as text; empty: nothing
 */
public record Parameter(String name, String about, Form form, boolean required, boolean repeats,
                        Optional<String> fallback) {
    private static final int LONGEST = 256;

    /** How a value is written. */
    public sealed interface Form {
        /** Any text of 1 to 256 characters. */
        record Text() implements Form {
        }

        /** 64 hexadecimal digits. */
        record Hash() implements Form {
        }

        /** A whole number. */
        record Whole(long least, long most) implements Form {
        }

        /** One of these. */
        record Word(List<String> words) implements Form {
        }
    }

    public static Parameter text(String name, String about) {
        return new Parameter(name, about, new Form.Text(), false, false, Optional.empty());
    }

    public static Parameter hash(String name, String about) {
        return new Parameter(name, about, new Form.Hash(), true, false, Optional.empty());
    }

    public static Parameter word(String name, String about, String... words) {
        return new Parameter(name, about, new Form.Word(List.of(words)), false, false, Optional.empty());
    }

    /** {@code true} or {@code false}. */
    public static Parameter flag(String name, String about) {
        return word(name, about, "true", "false").or("false");
    }

    public static Parameter whole(String name, String about, long least, long most) {
        return new Parameter(name, about, new Form.Whole(least, most), false, false, Optional.empty());
    }

    /** How many items a page has. */
    public static Parameter limit(int usual, int most) {
        return whole("limit", "How many items a page has at most.", 1, most).or(String.valueOf(usual));
    }

    /** Where a page begins. */
    public static Parameter cursor() {
        return text("cursor", "The `next` of the page before; absent for the first page.");
    }

    public Parameter or(String value) {
        return new Parameter(name, about, form, false, repeats, Optional.of(value));
    }

    public Parameter needed() {
        return new Parameter(name, about, form, true, repeats, Optional.empty());
    }

    public Parameter repeated() {
        return new Parameter(name, about, form, required, true, Optional.empty());
    }

    /** @throws Malformed saying what was expected */
    void check(String value) throws Malformed {
        String expected = switch (form) {
            case Form.Text() -> value.isBlank() || value.length() > LONGEST
                    || value.chars().anyMatch(Character::isISOControl)
                    ? "a text of 1 to " + LONGEST + " characters" : "";
            case Form.Hash() -> value.matches("[0-9a-fA-F]{64}") ? "" : "64 hexadecimal digits";
            case Form.Whole(long least, long most) -> value.matches("[0-9]{1,18}") && Long.parseLong(value) >= least
                    && Long.parseLong(value) <= most ? "" : "a whole number from " + least
                    + (most == Long.MAX_VALUE ? "" : " to " + most);
            case Form.Word(List<String> words) -> words.contains(value) ? "" : "one of " + String.join(", ", words);
        };
        if (!expected.isEmpty()) {
            throw new Malformed("expected " + expected);
        }
    }
}
