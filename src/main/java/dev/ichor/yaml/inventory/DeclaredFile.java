package dev.ichor.yaml.inventory;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problems;
import dev.ichor.inventory.Declared;
import dev.ichor.inventory.Declared.Kind;
import dev.ichor.inventory.NodeNames;
import dev.ichor.yaml.Fields;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One file as it was read.
 *
 * @param root          its tree; empty if it is no YAML
 * @param declared      what it declares; empty if something in it is wrong
 * @param unreadCluster names that a cluster in it may have, if it could not be read
 */
record DeclaredFile(InventoryFile file, Optional<YamlNode> root, Optional<Declared> declared,
                    Set<String> unreadCluster) {
    static DeclaredFile read(InventoryFile file, String shown, Problems problems) {
        Problems own = new Problems();
        if (file.text().isBlank()) {
            own.add(shown, "the file is empty", "Declare a Cluster, a Node or a Policy in it, or remove it");
        }
        byte[] bytes = JsonText.asYaml(file.text()).getBytes(StandardCharsets.UTF_8);
        Optional<YamlNode> root = own.isEmpty() ? Yaml.read(bytes, shown, own) : Optional.empty();
        if (root.isEmpty() && own.isEmpty()) {
            own.add(shown, "the file holds nothing but comments", "Declare a Cluster, a Node or a Policy in it");
        }
        Optional<Declared> declared = root.flatMap(node -> Fields.of(node, own)).flatMap(fields -> any(fields, own));
        problems.addAll(own.list());
        return own.isEmpty() ? new DeclaredFile(file, root, declared, Set.of())
                : new DeclaredFile(file, root, Optional.empty(), names(file, root));
    }

    private static Optional<Declared> any(Fields fields, Problems problems) {
        fields.require("kind", "name");
        Optional<Kind> kind = fields.parsed("kind", DeclaredFile::kind);
        String name = fields.parsed("name", NodeNames::label).orElse("x");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        return switch (kind.get()) {
            case CLUSTER -> ClusterReader.read(fields, name, problems).map(Declared.class::cast);
            case NODE -> NodeReader.read(fields, name, problems).map(Declared.class::cast);
            case POLICY -> PolicyReader.read(fields, name).map(Declared.class::cast);
        };
    }

    private static Kind kind(String text) throws Malformed {
        for (Kind kind : Kind.values()) {
            if (kind.label().equals(text)) {
                return kind;
            }
        }
        throw new Malformed("unknown kind (known: Cluster, Node, Policy)");
    }

    /** What it says its name is, and the name of the file, in case it cannot even say that. */
    private static Set<String> names(InventoryFile file, Optional<YamlNode> root) {
        Set<String> names = new HashSet<>();
        names.add(file.path().replaceAll("^.*/|\\.ya?ml$", ""));
        root.filter(YamlNode.Map.class::isInstance).map(node -> ((YamlNode.Map) node).entries().get("name"))
                .filter(YamlNode.Scalar.class::isInstance)
                .ifPresent(name -> names.add(((YamlNode.Scalar) name).text()));
        return names;
    }
}
