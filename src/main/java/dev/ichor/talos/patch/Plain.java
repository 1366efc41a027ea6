package dev.ichor.talos.patch;

import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The values of a patch as a configuration holds them, in maps and lists that may be changed. Where Talos wants texts
 * (labels, kernel parameters, arguments, environments) a number is taken as the text that stands there; elsewhere a
 * value that Talos's reader or a writer would turn into another ({@code 0644}, {@code 1.10}, {@code yes}) is refused.
 */
final class Plain {
    /** Maps from text to text in Talos's documents. */
    private static final Set<String> OF_TEXTS = Set.of("sysctls", "sysfs", "params", "nodeLabels", "nodeAnnotations",
            "nodeTaints", "labels", "annotations", "taints", "env", "variables", "extraArgs", "headers",
            "extraManifestHeaders", "extraTags");

    /** Flags and numbers to Talos's reader, which knows some of YAML 1.1, and texts to ours. */
    private static final Pattern ODD = Pattern.compile("(?i:yes|no|on|off|y|n)|[-+]?[0-9][0-9]*_[0-9_]*|[-+]?0b[01_]+");

    private final Complaints complaints;

    Plain(Complaints complaints) {
        this.complaints = complaints;
    }

    /** Whether the values of a map behind that key are texts, whatever they look like. */
    static boolean isOfTexts(String key) {
        return OF_TEXTS.contains(key);
    }

    /** @param texts whether scalars are texts */
    Object value(YamlNode node, boolean texts) {
        return switch (node) {
            case YamlNode.Map map -> {
                Map<String, Object> out = new LinkedHashMap<>();
                map.entries().forEach((key, value) -> out.put(key, value(value, value instanceof YamlNode.Map
                        ? isOfTexts(key) : texts || isOfTexts(key))));
                yield out;
            }
            case YamlNode.Seq seq -> {
                List<Object> out = new ArrayList<>();
                seq.items().forEach(item -> out.add(value(item, texts && !(item instanceof YamlNode.Map))));
                yield out;
            }
            case YamlNode.Scalar scalar -> scalar(scalar, texts);
        };
    }

    Object scalar(YamlNode.Scalar scalar, boolean texts) {
        Object value = scalar.untyped();
        if (value instanceof Optional) {
            complaints.error(scalar.mark(), "nothing stands here (null)",
                    "Write {} or \"\" for an empty value; `$patch: delete` removes one");
            return "";
        }
        if (texts) {
            return scalar.text();
        }
        boolean ambiguous = switch (value) {
            case Long _ -> scalar.text().matches("[-+]?0[0-9]+");
            case Double number -> !number.toString().equals(scalar.text());
            case String text -> scalar.plain() && ODD.matcher(text).matches();
            default -> false;
        };
        if (ambiguous) {
            complaints.error(scalar.mark(), scalar.text() + " is read in different ways by different programs",
                    "Put it in quotes if it is a text; write true or false, plain numbers, and 0o before octal ones");
        }
        return value;
    }

    /** A copy of a configuration's value that may be changed. */
    static Object copy(Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy(map);
            case List<?> list -> {
                List<Object> out = new ArrayList<>();
                list.forEach(item -> out.add(copy(item)));
                yield out;
            }
            default -> value;
        };
    }

    static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, item) -> out.put((String) key, copy(item)));
        return out;
    }
}
