package dev.ichor.config;

import dev.ichor.config.ApplianceConfig.Format;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line an event. A message of ours is {@code event key=value key="value"}; the words become fields. Messages of
 * libraries become {@code event=log msg="…"}. Control characters are replaced: what comes from the wire cannot forge a
 * line.
 */
public final class LogLines extends Formatter {
    private static final Pattern EVENT = Pattern.compile("[a-z][a-z0-9._-]*");
    private static final Pattern FIELD =
            Pattern.compile(" +([A-Za-z][A-Za-z0-9._-]*)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^\"\\s]\\S*|(?=\\s|$))");
    private static final int LONGEST = 16 << 10;

    private final Format format;

    public LogLines(Format format) {
        this.format = format;
    }

    @Override
    public String format(LogRecord logged) {
        Map<String, String> fields = new LinkedHashMap<>();
        Instant at = logged.getInstant().truncatedTo(ChronoUnit.MILLIS);
        fields.put("time", at.getNano() == 0 ? at.toString().replace("Z", ".000Z") : at.toString());
        fields.put("level", level(logged.getLevel()));
        read(formatMessage(logged), fields);
        if (logged.getThrown() != null) {
            StringWriter trace = new StringWriter();
            logged.getThrown().printStackTrace(new PrintWriter(trace));
            fields.putIfAbsent("trace", trace.toString());
        }
        String name = String.valueOf(logged.getLoggerName());
        fields.putIfAbsent("logger", name.startsWith("dev.ichor.") ? name.substring("dev.ichor.".length()) : name);
        return (format == Format.JSON ? json(fields) : logfmt(fields)) + "\n";
    }

    private static String level(Level level) {
        int value = level.intValue();
        return value >= Level.SEVERE.intValue() ? "error" : value >= Level.WARNING.intValue() ? "warn"
                : value >= Level.INFO.intValue() ? "info" : "debug";
    }

    /** Either every word after the event is a field, or the whole message is prose. */
    private static void read(String message, Map<String, String> fields) {
        String text = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        int space = text.indexOf(' ');
        String event = space < 0 ? text : text.substring(0, space);
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = FIELD.matcher(text);
        int at = event.length();
        while (at < text.length() && matcher.region(at, text.length()).lookingAt()) {
            found.put(matcher.group(1), unquoted(matcher.group(2)));
            at = matcher.end();
        }
        if (EVENT.matcher(event).matches() && text.substring(at).isBlank()) {
            fields.put("event", event);
            found.forEach((key, value) -> fields.merge(key, value, (first, second) -> first + " " + second));
        } else {
            fields.put("event", "log");
            fields.put("msg", text);
        }
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static String logfmt(Map<String, String> fields) {
        StringBuilder out = new StringBuilder();
        fields.forEach((key, value) -> out.append(out.isEmpty() ? "" : " ").append(key).append('=')
                .append(value.matches("[^\\s\"=\\\\\\p{Cntrl}]+") ? value : quoted(value)));
        return out.toString();
    }

    private static String json(Map<String, String> fields) {
        StringBuilder out = new StringBuilder("{");
        fields.forEach((key, value) -> out.append(out.length() == 1 ? "" : ",").append(quoted(key)).append(':')
                .append(quoted(value)));
        return out.append('}').toString();
    }

    /** Quotes as JSON does; logfmt readers take the same. */
    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
