package dev.ichor.talos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Problems;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML back into configurations. */
public final class Documents {
    private Documents() {
    }

    public static Configuration read(String yaml) {
        Problems problems = new Problems();
        List<YamlNode> nodes = Yaml.readAll(yaml.getBytes(StandardCharsets.UTF_8), "text", problems);
        assertEquals(List.of(), problems.list(), yaml);
        return new Configuration(nodes.stream().map(node -> {
            Map<String, Object> body = new LinkedHashMap<>();
            ((Map<?, ?>) node.untyped()).forEach((key, value) -> body.put((String) key, value));
            return new Document(body);
        }).toList());
    }
}
