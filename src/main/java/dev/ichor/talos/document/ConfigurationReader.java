package dev.ichor.talos.document;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the YAML of a configuration. What is null is left out, as Talos does. */
public final class ConfigurationReader {
    private ConfigurationReader() {
    }

    /** @throws Malformed if it is no YAML, or one of its documents is no map; the message holds nothing of it */
    public static Configuration read(String text) throws Malformed {
        Problems problems = new Problems();
        List<YamlNode> nodes = Yaml.readAll(text.getBytes(StandardCharsets.UTF_8), "configuration", problems);
        if (!problems.isEmpty()) {
            throw new Malformed("the configuration is not well-formed YAML (" + problems.list().getFirst().where()
                    + ")");
        }
        List<Document> documents = new ArrayList<>();
        for (YamlNode node : nodes) {
            if (!(value(node.untyped()).orElse("") instanceof Map<?, ?> map)) {
                throw new Malformed("a document of the configuration is not a map");
            }
            Map<String, Object> body = new LinkedHashMap<>();
            map.forEach((key, item) -> body.put((String) key, item));
            documents.add(new Document(body));
        }
        return new Configuration(documents);
    }

    private static Optional<Object> value(Object value) {
        return switch (value) {
            case Optional<?> _ -> Optional.empty();
            case Map<?, ?> map -> {
                Map<String, Object> out = new LinkedHashMap<>();
                map.forEach((key, item) -> value(item).ifPresent(kept -> out.put((String) key, kept)));
                yield Optional.of(out);
            }
            case List<?> list -> Optional.of(list.stream().map(ConfigurationReader::value).flatMap(Optional::stream)
                    .toList());
            default -> Optional.of(value);
        };
    }
}
