package dev.ichor.kube;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** Objects of Kubernetes as maps, lists and values. */
final class Tree {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Tree() {
    }

    static Map<String, Object> of(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Reads JSON or YAML. */
    static Map<String, Object> parse(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        Object read = text.stripLeading().startsWith("{") ? JSON.readValue(text, Object.class)
                : new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return read == null ? new LinkedHashMap<>() : map(read);
    }

    static List<Object> parseList(byte[] body) {
        return list(JSON.readValue(body, Object.class));
    }

    static String json(Object tree) {
        return JSON.writeValueAsString(tree);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object tree) {
        return (Map<String, Object>) tree;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object tree) {
        return (List<Object>) tree;
    }

    /** What is at a path of keys, or null. */
    static Object at(Object tree, String... path) {
        Object here = tree;
        for (String key : path) {
            if (!(here instanceof Map<?, ?> map)) {
                return null;
            }
            here = map.get(key);
        }
        return here;
    }

    /** The text at a path, or empty. */
    static String text(Object tree, String... path) {
        Object found = at(tree, path);
        return found == null ? "" : found.toString();
    }

    static int number(Object tree, int otherwise, String... path) {
        return at(tree, path) instanceof Number number ? number.intValue() : otherwise;
    }

    /** The map at a path; an empty one that belongs to nothing if there is none. */
    static Map<String, Object> mapAt(Object tree, String... path) {
        return at(tree, path) instanceof Map<?, ?> found ? map(found) : new LinkedHashMap<>();
    }

    static List<Object> listAt(Object tree, String... path) {
        return at(tree, path) instanceof List<?> found ? list(found) : new ArrayList<>();
    }

    /** The map below a key, which is made if it is not there. */
    static Map<String, Object> child(Map<String, Object> tree, String key) {
        if (!(tree.get(key) instanceof Map<?, ?>)) {
            tree.put(key, new LinkedHashMap<String, Object>());
        }
        return map(tree.get(key));
    }

    static Object copy(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put((String) key, copy(value)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(copy(item)));
                yield copy;
            }
            case null -> null;
            default -> tree;
        };
    }

    static Map<String, Object> copyMap(Map<String, Object> tree) {
        return map(copy(tree));
    }
}
