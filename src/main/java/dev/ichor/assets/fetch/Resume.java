package dev.ichor.assets.fetch;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of RFC 9110 for going on with a partial download: sections 13.1.5 (If-Range), 14 (ranges). */
final class Resume {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

    private Resume() {
    }

    /**
     * A Content-Range header.
     *
     * @param start first byte, or -1 in the form that answers 416
     * @param total size of the whole file, or -1 if not told
     */
    record ContentRange(long start, long total) {
    }

    static Optional<ContentRange> contentRange(HttpHeaders headers) {
        return headers.firstValue("Content-Range").map(CONTENT_RANGE::matcher).filter(Matcher::matches)
                .map(m -> new ContentRange(m.group(1) == null ? -1 : Long.parseLong(m.group(1)),
                        m.group(3).equals("*") ? -1 : Long.parseLong(m.group(3))));
    }

    /**
     * What to send as If-Range later: a strong ETag, else the date. A weak ETag says nothing about bytes, and the
     * RFC forbids it there.
     */
    static Optional<String> validator(HttpHeaders headers) {
        return headers.firstValue("ETag").map(String::strip).filter(tag -> tag.startsWith("\"") && tag.length() < 300)
                .or(() -> headers.firstValue("Last-Modified").map(String::strip).filter(date -> date.length() < 60));
    }

    /** The length of the body, if the server says. */
    static OptionalLong length(HttpHeaders headers) {
        try {
            return headers.firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
