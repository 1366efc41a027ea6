package dev.ichor.server.sink;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.talos.events.KernelLine;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the JSON in which Talos sends its kernel log ({@code logging/sender_jsonlines.go}). */
final class KernelLines {
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

    private KernelLines() {
    }

    /** @throws Malformed if it is no JSON object with a message; nothing else whatever the bytes are */
    static KernelLine decode(byte[] line) throws Malformed {
        if (line.length > LineFeed.LONGEST) {
            throw new Malformed("a kernel line is longer than " + LineFeed.LONGEST + " bytes");
        }
        if (!(Json.tree(new String(line, StandardCharsets.UTF_8)) instanceof Map<?, ?> fields)) {
            throw new Malformed("a kernel line is no JSON object");
        }
        if (!(fields.get("msg") instanceof String text)) {
            throw new Malformed("a kernel line has no msg");
        }
        String level = fields.get("talos-level") instanceof String said && LEVELS.contains(said) ? said : "info";
        return new KernelLine(fields.get("talos-time") instanceof String time ? time(time) : Optional.empty(), level,
                text.stripTrailing());
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
