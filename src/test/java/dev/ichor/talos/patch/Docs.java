package dev.ichor.talos.patch;

import dev.ichor.inventory.Patch;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import dev.ichor.yaml.Yaml;
import dev.ichor.base.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Configurations as text, for tests. */
final class Docs {
    private Docs() {
    }

    @SuppressWarnings("unchecked")
    static Configuration of(String yaml) {
        Problems problems = new Problems();
        List<Document> documents = Yaml.readAll(yaml.getBytes(StandardCharsets.UTF_8), "test", problems).stream()
                .map(root -> new Document((Map<String, Object>) root.untyped())).toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.list().toString());
        }
        return new Configuration(documents);
    }

    static Configuration patched(Configuration made, String patch, List<Finding> findings) {
        return Patches.apply(made, List.of(new Patch("p", Patch.Target.ALL, patch)), "clusters/c#/patches", findings);
    }
}
