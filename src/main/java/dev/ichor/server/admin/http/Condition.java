package dev.ichor.server.admin.http;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.util.OptionalLong;

/** What a request says of the version that it is about (RFC 9110, section 13). */
public sealed interface Condition {
    /** Nothing. */
    record None() implements Condition {
    }

    /** The caller has seen this version. */
    record Seen(long version) implements Condition {
    }

    /** {@code If-Match: *}: it must be there, in whichever version. */
    record Present() implements Condition {
    }

    /** {@code If-None-Match: *}: it must not be there. */
    record Absent() implements Condition {
    }

    /** @throws Refused for a condition that cannot be read, or that no version can meet */
    static Condition of(HeaderMap headers) {
        String match = headers.getFirst(Headers.IF_MATCH);
        String none = headers.getFirst(Headers.IF_NONE_MATCH);
        if (match != null && none != null || headers.count(Headers.IF_MATCH) > 1) {
            throw new Refused(ProblemKind.MALFORMED, "Give one If-Match, or one If-None-Match.");
        }
        if (none != null) {
            if (!none.strip().equals("*")) {
                throw new Refused(ProblemKind.MALFORMED, "If-None-Match: expected * here.");
            }
            return new Absent();
        }
        return match == null ? new None() : match.strip().equals("*") ? new Present() : new Seen(version(match));
    }

    private static long version(String match) {
        String text = match.strip();
        if (text.matches("\"[0-9]{1,18}\"")) {
            return Long.parseLong(text.substring(1, text.length() - 1));
        }
        if (text.matches("(W/)?\"[^\"]*\"")) {
            throw new Refused(ProblemKind.STALE, "If-Match names a version that never was. Read the ETag anew.");
        }
        throw new Refused(ProblemKind.MALFORMED, "If-Match: expected the ETag of an answer, such as \"7\", or *.");
    }

    /**
     * The version that the caller has seen, for a thing that is there.
     *
     * @param now its version
     * @return empty: whatever it is
     * @throws Refused without a condition, or if it is not met
     */
    default OptionalLong seen(long now) {
        return switch (this) {
            case None() -> throw new Refused(ProblemKind.CONDITION, "Say which version you have seen: send its ETag as "
                    + "If-Match, so that nobody's change is lost.");
            case Absent() -> throw new Refused(ProblemKind.STALE, "It is there already (If-None-Match: *).");
            case Present() -> OptionalLong.empty();
            case Seen(long version) when version != now -> throw new Refused(ProblemKind.STALE, "It was changed since "
                    + "you have seen it: it is at version " + now + ", not " + version + ". Look at it again.");
            case Seen(long version) -> OptionalLong.of(version);
        };
    }

    /** @throws Refused if the caller expects it to be there */
    default void seenAbsent() {
        switch (this) {
            case None() -> { }
            case Absent() -> { }
            case Present(), Seen _ -> throw new Refused(ProblemKind.STALE, "It is not there (If-Match).");
        }
    }
}
