package dev.ichor.talos.patch;

import dev.ichor.base.Problems;
import dev.ichor.talos.document.Document;
import dev.ichor.yaml.Mark;
import dev.ichor.yaml.Yaml;
import dev.ichor.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a patch asks for. */
sealed interface PatchText {
    /** Largest text, in bytes. */
    int MOST_BYTES = 256 << 10;
    /** Most documents of a text. */
    int MOST_DOCUMENTS = 100;

    /** Documents that are merged in order. */
    record Documents(List<Part> parts) implements PatchText {
        public Documents {
            parts = List.copyOf(parts);
        }
    }

    /** Operations of RFC 6902. */
    record Operations(List<JsonPatch.Operation> operations) implements PatchText {
        public Operations {
            operations = List.copyOf(operations);
        }
    }

    /**
     * One document.
     *
     * @param kind   {@link Document#V1ALPHA1} for the one without
     * @param name   empty if it has none
     * @param whole  whether the document itself is to be deleted
     * @param sorted what is to be deleted in it, and merged after that
     */
    record Part(Mark mark, String kind, String name, boolean whole, Deletion.Sorted sorted) {
        /** {@code KIND/NAME} for messages. */
        String id() {
            return kind + (name.isEmpty() ? "" : "/" + name);
        }
    }

    /**
     * Reads a text.
     *
     * @param shown where it stands, for messages
     * @return empty if it cannot be understood at all; what it holds otherwise, if there are no errors
     */
    static Optional<PatchText> read(String text, String shown, Complaints complaints) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            complaints.error(new Mark(shown, 1, ""), "is larger than " + MOST_BYTES + " bytes", "Make it several");
            return Optional.empty();
        }
        Problems problems = new Problems();
        List<YamlNode> roots = Yaml.readAll(bytes, shown, problems);
        complaints.errors(problems.list());
        List<YamlNode> full = roots.stream().filter(root -> !(root instanceof YamlNode.Scalar scalar
                && scalar.isNull())).toList();
        if (full.isEmpty() || full.size() > MOST_DOCUMENTS) {
            if (problems.isEmpty()) {
                complaints.error(new Mark(shown, 1, ""), full.isEmpty() ? "says nothing" : "has more than "
                        + MOST_DOCUMENTS + " documents", full.isEmpty() ? "Remove it" : "Make it several");
            }
            return Optional.empty();
        }
        if (full.getFirst() instanceof YamlNode.Seq seq) {
            if (full.size() > 1) {
                complaints.error(full.get(1).mark(), "a second document behind a list of operations",
                        "Make it a patch of its own");
            }
            return Optional.of(new Operations(JsonPatch.read(seq, complaints)));
        }
        List<Part> parts = new ArrayList<>();
        full.forEach(root -> part(root, complaints).ifPresent(parts::add));
        return Optional.of(new Documents(parts));
    }

    private static Optional<Part> part(YamlNode root, Complaints complaints) {
        if (!(root instanceof YamlNode.Map map)) {
            complaints.error(root.mark(), "is " + root.kind() + ", not a document to merge",
                    "Write the keys that shall change, or a list of operations (RFC 6902) alone");
            return Optional.empty();
        }
        Optional<String> version = text(map, "apiVersion");
        Optional<String> kind = text(map, "kind");
        boolean old = Set.of("machine", "cluster", "debug", "persist", "version").stream()
                .anyMatch(map.entries()::containsKey);
        if (kind.isEmpty() && !(old && version.isEmpty())) {
            complaints.error(map.mark(), "has neither a kind nor machine or cluster",
                    "Add apiVersion and kind, or put the keys below machine or cluster");
            return Optional.empty();
        }
        if (kind.isPresent() && (!version.equals(Optional.of("v1alpha1")) || kind.get().equals(Document.V1ALPHA1))) {
            complaints.error(map.mark(), "is of no kind that Talos knows", "Add `apiVersion: v1alpha1` to its kind;"
                    + " the document of machine and cluster has neither");
            return Optional.empty();
        }
        Deletion.Sorted sorted = Deletion.sort(map, complaints);
        boolean whole = sorted.deletions().stream().anyMatch(deletion -> deletion.path().isEmpty());
        if (whole && kind.isEmpty()) {
            complaints.error(map.mark(), "the document of machine and cluster cannot be deleted",
                    "Delete keys inside it");
        }
        return Optional.of(new Part(map.mark(), kind.orElse(Document.V1ALPHA1), kind.isEmpty() ? ""
                : text(map, "name").orElse(""), whole, sorted));
    }

    private static Optional<String> text(YamlNode.Map map, String key) {
        return map.entries().get(key) instanceof YamlNode.Scalar scalar && !scalar.isNull()
                ? Optional.of(scalar.text()) : Optional.empty();
    }
}
