package dev.ichor.talos.check.rule;

import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is checked.
 *
 * @param type     what the node is, whatever the configuration says
 * @param findings get what is wrong
 */
public record Scope(Contract contract, NodeType type, Configuration configuration, List<Finding> findings) {
    public boolean since(Contract first) {
        return contract.since(first);
    }

    public boolean isControlPlane() {
        return type == NodeType.CONTROLPLANE;
    }

    /** The document without a kind; a part that is not there if there is none. */
    public Part main() {
        Optional<Document> main = configuration.find(Document.V1ALPHA1);
        return main.map(document -> Part.of(document, findings))
                .orElse(new Part(Document.V1ALPHA1 + "#", Optional.empty(), findings));
    }

    /** The documents of that kind, in order. */
    public List<Part> all(String kind) {
        return all(Set.of(kind));
    }

    /** The documents of those kinds, in order. */
    public List<Part> all(Set<String> kinds) {
        return configuration.documents().stream().filter(document -> kinds.contains(document.kind()))
                .map(document -> Part.of(document, findings)).toList();
    }
}
