package dev.ichor.server.admin.openapi;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.yaml.Pointer;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares JSON with the schemas of {@link Schemas}: as much of JSON Schema as those use. Every difference is told,
 * with the JSON pointer of its place.
 */
public final class SchemaCheck {
    private final Schemas schemas;
    private final boolean strict;

    /** @param strict whether members that no schema names are wrong everywhere */
    public SchemaCheck(Schemas schemas, boolean strict) {
        this.schemas = schemas;
        this.strict = strict;
    }

    /** Everything wrong with a tree of {@code Json.tree}. */
    public List<Problem> check(Map<String, Object> schema, Object value) {
        Problems problems = new Problems();
        check(schema, value, "", problems);
        return problems.list();
    }

    private void check(Map<String, Object> schema, Object value, String at, Problems problems) {
        if (schema.get("$ref") instanceof String reference) {
            check(schemas.resolve(reference), value, at, problems);
        }
        if (schema.get("anyOf") instanceof List<?> any) {
            anyOf(any, value, at, problems);
        }
        if (schema.get("oneOf") instanceof List<?> one) {
            oneOf(one, value, at, problems);
        }
        if (!isOfType(schema.get("type"), value)) {
            problems.add(at, "expected " + types(schema.get("type")) + ", not " + type(value), "");
            return;
        }
        if (schema.get("enum") instanceof List<?> words && !words.contains(value)) {
            problems.add(at, "unknown word (known: " + words.stream().filter(w -> w != null).map(Object::toString)
                    .collect(Collectors.joining(", ")) + ")", "");
        }
        if (schema.containsKey("const") && !schema.get("const").equals(value)) {
            problems.add(at, "expected " + schema.get("const"), "");
        }
        switch (value) {
            case String text -> text(schema, text, at, problems);
            case Number number -> number(schema, number, at, problems);
            case List<?> list -> list(schema, list, at, problems);
            case Map<?, ?> map -> object(schema, map, at, problems);
            case null, default -> { }
        }
    }

    private void anyOf(List<?> schemasOfIt, Object value, String at, Problems problems) {
        List<Problem> first = null;
        for (Object schema : schemasOfIt) {
            List<Problem> found = check(cast(schema), value);
            if (found.isEmpty()) {
                return;
            }
            if (first == null) {
                first = found;
            }
        }
        first.forEach(p -> problems.add(at + p.where(), p.what(), p.mend()));
    }

    private void oneOf(List<?> schemasOfIt, Object value, String at, Problems problems) {
        long fitting = schemasOfIt.stream().filter(schema -> check(cast(schema), value).isEmpty()).count();
        if (fitting != 1) {
            problems.add(at, "fits " + fitting + " of the alternatives", "");
        }
    }

    private static void text(Map<String, Object> schema, String text, String at, Problems problems) {
        if (schema.get("pattern") instanceof String pattern && !Pattern.compile(pattern).matcher(text).find()) {
            problems.add(at, "does not have the form " + pattern, "");
        }
    }

    private static void number(Map<String, Object> schema, Number number, String at, Problems problems) {
        if (number instanceof Double || number instanceof Float) {
            return;
        }
        BigInteger value = new BigInteger(number.toString());
        long least = schema.get("minimum") instanceof Number n ? n.longValue()
                : "int32".equals(schema.get("format")) ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long most = schema.get("maximum") instanceof Number n ? n.longValue()
                : "int32".equals(schema.get("format")) ? Integer.MAX_VALUE : Long.MAX_VALUE;
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            problems.add(at, "expected a whole number from " + least + " to " + most, "");
        }
    }

    private void list(Map<String, Object> schema, List<?> list, String at, Problems problems) {
        for (int i = 0; schema.containsKey("items") && i < list.size(); i++) {
            check(cast(schema.get("items")), list.get(i), at + "/" + i, problems);
        }
    }

    private void object(Map<String, Object> schema, Map<?, ?> object, String at, Problems problems) {
        if (schema.get("required") instanceof List<?> required) {
            required.stream().filter(name -> !object.containsKey(name))
                    .forEach(name -> problems.add(at + "/" + name, "is missing", ""));
        }
        Map<String, Object> properties = schema.get("properties") instanceof Map<?, ?> p ? cast(p) : null;
        Object others = schema.get("additionalProperties");
        object.forEach((name, value) -> {
            String place = at + "/" + Pointer.escape(name.toString());
            if (properties != null && properties.containsKey(name)) {
                check(cast(properties.get(name)), value, place, problems);
            } else if (others instanceof Map) {
                check(cast(others), value, place, problems);
            } else if (Boolean.FALSE.equals(others) || strict && properties != null) {
                problems.add(place, "unknown member", "Known: " + String.join(", ", known(properties)) + ".");
            }
        });
    }

    private static Set<String> known(Map<String, Object> properties) {
        return properties.keySet();
    }

    private static boolean isOfType(Object type, Object value) {
        if (type instanceof List<?> any) {
            return any.contains(type(value));
        }
        return type == null || type.equals(type(value)) || type.equals("number") && value instanceof Number;
    }

    private static String types(Object type) {
        return type instanceof List<?> any ? any.stream().map(Object::toString).collect(Collectors.joining(" or "))
                : type.toString();
    }

    private static String type(Object value) {
        return switch (value) {
            case null -> "null";
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Double _, Float _ -> "number";
            case Number _ -> "integer";
            case List<?> _ -> "array";
            case Map<?, ?> _ -> "object";
            default -> value.getClass().getSimpleName();
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object schema) {
        return (Map<String, Object>) schema;
    }
}
