package dev.ichor.config;

import dev.ichor.base.Malformed;
import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A setting as it was written, before its key says what it means. */
sealed interface Raw {
    /** One text: all that environment and command line can give. */
    record One(String text) implements Raw {
    }

    /** A list of the file. */
    record Many(List<String> texts) implements Raw {
    }

    /** A map of the file, in its order. */
    record Pairs(Map<String, String> texts) implements Raw {
    }

    /** @throws Malformed if lists or maps are nested */
    static Raw of(YamlNode node) throws Malformed {
        return switch (node) {
            case YamlNode.Scalar scalar -> new One(scalar.text());
            case YamlNode.Seq seq -> {
                List<String> texts = new ArrayList<>();
                for (YamlNode item : seq.items()) {
                    texts.add(text(item));
                }
                yield new Many(texts);
            }
            case YamlNode.Map map -> {
                Map<String, String> texts = new LinkedHashMap<>();
                for (Map.Entry<String, YamlNode> entry : map.entries().entrySet()) {
                    texts.put(entry.getKey(), text(entry.getValue()));
                }
                yield new Pairs(texts);
            }
        };
    }

    private static String text(YamlNode node) throws Malformed {
        if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            return scalar.text();
        }
        throw new Malformed("expected a single value, found " + node.kind() + " at line " + node.mark().line());
    }
}
