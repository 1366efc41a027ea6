package dev.ichor.config;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Mac;
import dev.ichor.base.Malformed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How settings are written. */
final class Forms {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Forms() {
    }

    /** Reads one text as a value. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws Malformed;
    }

    static <T> Key.Form<T> one(Parser<T> parser) {
        return raw -> switch (raw) {
            case Raw.One one -> parser.parse(one.text().trim());
            case Raw.Many many -> throw new Malformed("expected a single value, found a list");
            case Raw.Pairs pairs -> throw new Malformed("expected a single value, found a map");
        };
    }

    /** Nothing may be written: {@code ""}. */
    static <T> Key.Form<Optional<T>> optional(Parser<T> parser) {
        return one(text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text)));
    }

    /** A list; on one line with commas. */
    static <T> Key.Form<List<T>> list(Parser<T> parser) {
        return raw -> {
            List<String> texts = switch (raw) {
                case Raw.One one -> split(one.text());
                case Raw.Many many -> many.texts();
                case Raw.Pairs pairs -> throw new Malformed("expected a list, found a map");
            };
            List<T> values = new ArrayList<>();
            for (String text : texts) {
                values.add(parser.parse(text.trim()));
            }
            return List.copyOf(values);
        };
    }

    /** A map of MACs to addresses, each only once; on one line {@code mac=ip,mac=ip}. */
    static Key.Form<Map<Mac, Ipv4>> reservations() {
        return raw -> {
            Map<Mac, Ipv4> values = new LinkedHashMap<>();
            for (Map.Entry<String, String> pair : pairs(raw).entrySet()) {
                Mac mac = Mac.parse(pair.getKey());
                Ipv4 ip = Ipv4.parse(pair.getValue());
                if (values.containsKey(mac)) {
                    throw new Malformed(mac + " is reserved twice");
                }
                if (values.containsValue(ip)) {
                    throw new Malformed(ip + " is reserved twice");
                }
                values.put(mac, ip);
            }
            return java.util.Collections.unmodifiableMap(values);
        };
    }

    /** A map of URL beginnings to URL beginnings; on one line {@code from=to,from=to}. */
    static Key.Form<Map<String, String>> mirrors() {
        return raw -> {
            Map<String, String> values = pairs(raw);
            for (Map.Entry<String, String> pair : values.entrySet()) {
                if (!pair.getKey().matches("https?://.+") || !pair.getValue().matches("https?://.+")) {
                    throw new Malformed("expected beginnings of http or https URLs on both sides");
                }
            }
            return java.util.Collections.unmodifiableMap(values);
        };
    }

    private static Map<String, String> pairs(Raw raw) throws Malformed {
        return switch (raw) {
            case Raw.One one -> {
                Map<String, String> pairs = new LinkedHashMap<>();
                for (String pair : split(one.text())) {
                    int equals = pair.indexOf('=');
                    if (equals < 0) {
                        throw new Malformed("expected name=value pairs with commas between");
                    }
                    if (pairs.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim()) != null) {
                        throw new Malformed(pair.substring(0, equals).trim() + " stands twice");
                    }
                }
                yield pairs;
            }
            case Raw.Many many -> throw new Malformed("expected a map, found a list");
            case Raw.Pairs pairs -> pairs.texts();
        };
    }

    private static List<String> split(String text) {
        return text.isBlank() ? List.of() : Arrays.stream(text.split(",", -1)).map(String::trim).toList();
    }

    static Parser<Integer> whole(int min, int max) {
        return text -> {
            boolean number = text.matches("-?[0-9]{1,9}");
            if (!number || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                throw new Malformed("expected a whole number from " + min + " to " + max);
            }
            return Integer.parseInt(text);
        };
    }

    static Boolean flag(String text) throws Malformed {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Malformed("expected true or false");
        };
    }

    static Parser<Duration> duration(Duration min, Duration max) {
        return text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                throw new Malformed("expected a time such as 500ms, 30s, 5m, 12h or 2d");
            }
            Duration value = Duration.ofMillis(Long.parseLong(matcher.group(1)) * millis(matcher.group(2)));
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new Malformed("expected a time from " + show(min) + " to " + show(max));
            }
            return value;
        };
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    private static String show(Duration value) {
        return value.toMillis() % 1000 != 0 ? value.toMillis() + "ms"
                : value.toSeconds() % 86_400 == 0 && !value.isZero() ? value.toDays() + "d" : value.toSeconds() + "s";
    }

    static <E extends Enum<E>> Parser<E> choice(Class<E> type) {
        String known = Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
                .orElseThrow(() -> new Malformed("unknown value '" + text + "' (known: " + known + ")"));
    }

    /** Text of visible characters and spaces. */
    static Parser<String> text(int limit) {
        return text -> {
            if (text.length() > limit || !text.chars().allMatch(c -> c >= ' ' && c < 127)) {
                throw new Malformed("expected at most " + limit + " plain characters");
            }
            return text;
        };
    }
}
