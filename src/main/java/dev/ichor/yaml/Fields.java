package dev.ichor.yaml;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Typed access to one map of a file. Every accessor reports what is wrong and returns empty, so a reader asks for all
 * fields, calls {@link #finish()}, and builds its record only if everything it needs is there. An absent key and an
 * unquoted null are the same.
 */
public final class Fields {
    private final YamlNode.Map map;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(YamlNode.Map map, Problems problems) {
        this.map = map;
        this.problems = problems;
    }

    /** Reads text as a value, as the {@code parse} methods of our values do. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(String text) throws Malformed;
    }

    /** The fields of a map; anything else is a problem. */
    public static Optional<Fields> of(YamlNode node, Problems problems) {
        if (node instanceof YamlNode.Map map) {
            return Optional.of(new Fields(map, problems));
        }
        problems.add(node.mark().toString(), "expected a map of keys and values, found " + node.kind(),
                "Write 'key: value' lines there");
        return Optional.empty();
    }

    public Mark mark() {
        return map.mark();
    }

    /** Where {@code key} stands, or where its map starts if it is absent. */
    public Mark mark(String key) {
        return Optional.ofNullable(map.entries().get(key)).map(YamlNode::mark)
                .orElse(map.mark().key(key, map.mark().line()));
    }

    /** The keys as written, for maps whose keys are names. {@link #finish()} is then not called. */
    public Set<String> keys() {
        return map.entries().keySet();
    }

    /** Reports each of the keys that is absent or null. */
    public Fields require(String... keys) {
        for (String key : keys) {
            if (node(key).isEmpty()) {
                problem(key, "is missing", "Add '" + key + ": ...'");
            }
        }
        return this;
    }

    /** The value of any kind. */
    public Optional<YamlNode> node(String key) {
        known.add(key);
        return Optional.ofNullable(map.entries().get(key))
                .filter(node -> !(node instanceof YamlNode.Scalar scalar && scalar.isNull()));
    }

    /** A single value as text, whatever it looks like; never empty text. */
    public Optional<String> text(String key) {
        return parsed(key, text -> {
            if (text.isBlank()) {
                throw new Malformed("empty text");
            }
            return text;
        });
    }

    /** A single value that {@code parser} understands; its complaint becomes the problem. */
    public <T> Optional<T> parsed(String key, Parser<T> parser) {
        return node(key).flatMap(node -> scalar(node, parser));
    }

    /** A whole number in decimal between both bounds. */
    public Optional<Long> integer(String key, long min, long max) {
        return parsed(key, text -> {
            if (!text.matches("-?[0-9]{1,18}")) {
                throw new Malformed("not a whole number");
            }
            long value = Long.parseLong(text);
            if (value < min || value > max) {
                throw new Malformed("out of range (expected " + min + " to " + max + ")");
            }
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag(String key) {
        return parsed(key, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Malformed("expected true or false");
        });
    }

    /** The fields of a map one level down. */
    public Optional<Fields> fields(String key) {
        return node(key).flatMap(node -> of(node, problems));
    }

    /** The items of a list; empty if the key is absent. */
    public List<YamlNode> list(String key) {
        return switch (node(key).orElse(new YamlNode.Seq(map.mark(), List.of()))) {
            case YamlNode.Seq seq -> seq.items();
            case YamlNode.Scalar scalar -> notAList(scalar);
            case YamlNode.Map inner -> notAList(inner);
        };
    }

    private List<YamlNode> notAList(YamlNode node) {
        problems.add(node.mark().toString(), "expected a list, found " + node.kind(), "Write '- item' lines there");
        return List.of();
    }

    /** A list of single values; items that {@code parser} refuses are reported and left out. */
    public <T> List<T> listOf(String key, Parser<T> parser) {
        List<T> out = new ArrayList<>();
        list(key).forEach(item -> scalar(item, parser).ifPresent(out::add));
        return out;
    }

    /** Reports a problem with the value of {@code key}. */
    public void problem(String key, String what, String mend) {
        problems.add(mark(key).toString(), what, mend);
    }

    /** Reports every key that no accessor asked for. To be called after all of them. */
    public void finish() {
        map.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(value.mark().toString(), "unknown key", Nearest.of(key, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Remove it. Known here: " + String.join(", ", known)));
            }
        });
    }

    private <T> Optional<T> scalar(YamlNode node, Parser<T> parser) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            problems.add(node.mark().toString(), "expected a single value, found " + node.kind(),
                    "Write the value behind the colon");
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(scalar.text()));
        } catch (Malformed e) {
            problems.add(node.mark().toString(), e.getMessage(), "");
            return Optional.empty();
        }
    }
}
