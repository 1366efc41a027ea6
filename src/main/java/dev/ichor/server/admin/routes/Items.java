package dev.ichor.server.admin.routes;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Declared;
import dev.ichor.machine.MachineId;
import dev.ichor.provisioner.Declarations;
import dev.ichor.server.admin.api.DeclaredItem;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import dev.ichor.yaml.inventory.InventoryWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Declared things as bodies. */
final class Items {
    private Items() {
    }

    static DeclaredItem of(Declarations.Item item) {
        Declared declared = item.declared();
        String yaml = InventoryWriter.yaml(declared);
        return new DeclaredItem(declared.kind().name().toLowerCase(Locale.ROOT), declared.name(), item.version(),
                Optional.of(item.made()).filter(made -> !made.isEmpty()), machine(item.machine()), item.address(),
                tree(yaml, declared.name()), yaml);
    }

    private static Optional<MachineId> machine(String id) {
        try {
            return id.isEmpty() ? Optional.empty() : Optional.of(MachineId.parse(id));
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is written canonically is read by the rules of YAML 1.2, which JSON shares. */
    private static Map<String, Object> tree(String yaml, String name) {
        Optional<YamlNode> node = Yaml.read(yaml.getBytes(StandardCharsets.UTF_8), name, new Problems());
        Map<String, Object> tree = new LinkedHashMap<>();
        if (node.isPresent() && node.get().untyped() instanceof Map<?, ?> map) {
            map.forEach((key, value) -> tree.put(key.toString(), value));
        }
        return tree;
    }
}
