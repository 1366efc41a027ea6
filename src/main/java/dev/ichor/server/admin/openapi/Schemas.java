package dev.ichor.server.admin.openapi;

import dev.ichor.base.Malformed;
import dev.ichor.json.Json;
import dev.ichor.server.admin.api.About;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Schemas (JSON Schema 2020-12) of records, as {@code json} writes and reads them. Every member of an answer is there,
 * null where nothing is known; a member of a request that may be absent is an {@link Optional}, and others than those
 * that the record has are refused. Used by one thread while it is filled.
 */
public final class Schemas {
    private static final String PREFIX = "#/components/schemas/";

    private final Map<String, Map<String, Object>> named = new TreeMap<>();
    private final Map<String, Class<?>> owners = new HashMap<>();
    private final Set<Class<?>> requests = new HashSet<>();

    /** The schema of what a request carries. */
    public Map<String, Object> request(Class<?> type) {
        asked(type);
        return of(type, type, true);
    }

    /** The schema of what an answer carries. */
    public Map<String, Object> answer(Class<?> type) {
        return of(type, type, false);
    }

    /** All named schemas so far. */
    public Map<String, Map<String, Object>> named() {
        return named;
    }

    /** The schema that a reference of a schema names. */
    Map<String, Object> resolve(String reference) {
        return named.get(reference.substring(PREFIX.length()));
    }

    /** Requests are read strictly, all through. */
    private void asked(Type type) {
        if (type instanceof ParameterizedType many) {
            Arrays.stream(many.getActualTypeArguments()).forEach(this::asked);
        } else if (type instanceof Class<?> one && one.isRecord() && Texts.of(one) == null && requests.add(one)) {
            Arrays.stream(one.getRecordComponents()).forEach(part -> asked(part.getGenericType()));
        }
    }

    private Map<String, Object> of(Type type, AnnotatedElement words, boolean request) {
        if (type instanceof ParameterizedType many) {
            return generic(many, words, request);
        }
        if (type == OptionalInt.class || type == OptionalLong.class) {
            return nullable(described(Texts.of(type == OptionalInt.class ? int.class : long.class), words));
        }
        Class<?> one = (Class<?>) type;
        Map<String, Object> text = Texts.of(one);
        if (text != null) {
            return described(text, words);
        }
        if (one.isEnum()) {
            return described(map("type", "string", "enum", Arrays.stream(one.getEnumConstants())
                    .map(Object::toString).toList()), words);
        }
        return described(map("$ref", PREFIX + name(one)), words);
    }

    private Map<String, Object> generic(ParameterizedType type, AnnotatedElement words, boolean request) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return nullable(of(of[0], words, request));
        }
        if (type.getRawType() == List.class) {
            return described(map("type", "array", "items", of(of[0], Schemas.class, request)), words);
        }
        if (type.getRawType() == Map.class) {
            return described(map("type", "object", "additionalProperties", of(of[1], Schemas.class, request)), words);
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        if (schema.get("type") instanceof String type) {
            schema.put("type", List.of(type, "null"));
            if (schema.get("enum") instanceof List<?> values) {
                List<Object> all = new ArrayList<>(values);
                all.add(null);
                schema.put("enum", all);
            }
            return schema;
        }
        Object about = schema.remove("description");
        Map<String, Object> either = map("anyOf", List.of(schema, map("type", "null")));
        if (about != null) {
            either.put("description", about);
        }
        return either;
    }

    private Map<String, Object> described(Map<String, Object> schema, AnnotatedElement words) {
        About about = words instanceof Class ? null : words.getAnnotation(About.class);
        if (about == null) {
            return schema;
        }
        schema.put("description", about.value());
        if (about.words().length > 0) {
            schema.put("enum", List.of(about.words()));
        }
        if (about.least() != Long.MIN_VALUE) {
            schema.put("minimum", about.least());
        }
        if (about.most() != Long.MAX_VALUE) {
            schema.put("maximum", about.most());
        }
        if (!about.example().isEmpty()) {
            schema.put("examples", List.of(parsed(about.example())));
        }
        return schema;
    }

    private static Object parsed(String json) {
        try {
            return Json.tree(json);
        } catch (Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String name(Class<?> type) {
        String name = type.getName().substring(type.getPackageName().length() + 1).replace("$", "");
        Class<?> owner = owners.putIfAbsent(name, type);
        if (owner == null) {
            named.put(name, new LinkedHashMap<>());
            named.get(name).putAll(type.isSealed() ? alternatives(type) : record(type, ""));
        } else if (owner != type) {
            throw new IllegalStateException("two schemas " + name + ": " + owner + " and " + type);
        }
        return name;
    }

    /** {@code is} tells the alternatives apart. */
    private Map<String, Object> alternatives(Class<?> type) {
        List<Object> each = new ArrayList<>();
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (Class<?> one : type.getPermittedSubclasses()) {
            String name = name(type) + one.getSimpleName();
            owners.put(name, one);
            named.put(name, record(one, one.getSimpleName()));
            each.add(map("$ref", PREFIX + name));
            mapping.put(one.getSimpleName(), PREFIX + name);
        }
        return map("description", "One of several; `is` says which.", "oneOf", each, "discriminator",
                map("propertyName", "is", "mapping", mapping));
    }

    private Map<String, Object> record(Class<?> type, String is) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("no schema for " + type);
        }
        boolean request = requests.contains(type);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (!is.isEmpty()) {
            properties.put("is", map("type", "string", "const", is));
            required.add("is");
        }
        for (RecordComponent part : type.getRecordComponents()) {
            properties.put(part.getName(), of(part.getGenericType(), part, request));
            if (!request || part.getType() != Optional.class) {
                required.add(part.getName());
            }
        }
        About about = type.getAnnotation(About.class);
        Map<String, Object> schema = map("type", "object");
        if (about != null) {
            schema.put("description", about.value());
        }
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (request) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    /** An object in the order in which it is written. */
    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
