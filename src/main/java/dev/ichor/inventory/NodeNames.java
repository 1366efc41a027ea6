package dev.ichor.inventory;

import dev.ichor.base.Malformed;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of nodes from a policy's pattern. */
public final class NodeNames {
    /** RFC 1123. */
    public static final int LONGEST = 63;
    private static final int MOST = 100_000;
    private static final Pattern HOLE = Pattern.compile("\\{(n(?::[1-9])?|serial|zone|product|cluster)\\}");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final int LONGEST_TEXT = 40;

    private NodeNames() {
    }

    /** @throws Malformed unless it is an RFC 1123 label */
    public static String label(String text) throws Malformed {
        if (!LABEL.matcher(text).matches()) {
            throw new Malformed("not a name (expected at most 63 lower-case letters, digits and hyphens, with a letter"
                    + " or digit at both ends)");
        }
        return text;
    }

    /** @throws Malformed unless names can be made of it that differ from machine to machine */
    public static String pattern(String text) throws Malformed {
        String fixed = HOLE.matcher(text).replaceAll("");
        if (!fixed.matches("[-a-z0-9]*") || fixed.length() > LONGEST_TEXT || text.length() > 2 * LONGEST) {
            throw new Malformed("not a pattern of names (expected lower-case letters, digits, hyphens, and {n}, {n:2},"
                    + " {serial}, {zone}, {product} or {cluster})");
        }
        if (!text.contains("{n}") && !text.contains("{n:") && !text.contains("{serial}")) {
            throw new Malformed("gives every machine the same name (put {n} or {serial} into it)");
        }
        return text;
    }

    /** The placeholders of a pattern whose value is empty, so that no name can be made. */
    static Optional<String> missing(String pattern, Map<String, String> values) {
        return values.keySet().stream().filter(key -> pattern.contains("{" + key + "}"))
                .filter(key -> sanitised(values.get(key)).isEmpty()).sorted().findFirst();
    }

    /**
     * The name; the lowest free number takes the place of {@code {n}}.
     *
     * @param values by placeholder, without {@code n}; too long ones are cut short
     * @return empty if the name is taken and the pattern has no number
     */
    static Optional<String> next(String pattern, Map<String, String> values, Set<String> taken) {
        boolean numbered = pattern.contains("{n}") || pattern.contains("{n:");
        for (int n = 1; n <= (numbered ? MOST : 1); n++) {
            String name = render(pattern, values, n);
            if (!taken.contains(name)) {
                return Optional.of(name).filter(made -> LABEL.matcher(made).matches());
            }
        }
        return Optional.empty();
    }

    private static String render(String pattern, Map<String, String> values, int n) {
        Map<String, String> parts = new LinkedHashMap<>();
        values.forEach((key, value) -> parts.put(key, sanitised(value)));
        String name = fill(pattern, parts, n);
        while (name.length() > LONGEST) {
            Optional<Map.Entry<String, String>> longest = parts.entrySet().stream()
                    .filter(part -> pattern.contains("{" + part.getKey() + "}") && !part.getValue().isEmpty())
                    .max(Comparator.comparingInt(part -> part.getValue().length()));
            if (longest.isEmpty()) {
                return "";
            }
            longest.get().setValue(longest.get().getValue().substring(0, longest.get().getValue().length() - 1));
            name = fill(pattern, parts, n);
        }
        return name;
    }

    private static String fill(String pattern, Map<String, String> parts, int n) {
        Matcher hole = HOLE.matcher(pattern);
        String filled = hole.replaceAll(found -> {
            String key = found.group(1);
            return key.equals("n") ? Integer.toString(n)
                    : key.startsWith("n:") ? ("%0" + key.charAt(2) + "d").formatted(n)
                    : Matcher.quoteReplacement(parts.getOrDefault(key, ""));
        });
        return sanitised(filled);
    }

    private static String sanitised(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
