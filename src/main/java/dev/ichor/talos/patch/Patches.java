package dev.ichor.talos.patch;

import dev.ichor.base.Problem;
import dev.ichor.inventory.Patch;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import dev.ichor.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies operators' patches: documents that are merged (see {@link StrategicMerge}), or a list of JSON patch
 * operations. Talos refuses the latter where a configuration has several documents; here they change the document of
 * machine and cluster. A patch is applied whole or not at all.
 */
public final class Patches {
    private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "name", "version");

    private Patches() {
    }

    /**
     * Applies the patches in order; one that cannot be read or applied is a finding and changes nothing.
     *
     * @param where JSON pointer of the list, for findings
     */
    public static Configuration apply(Configuration made, List<Patch> patches, String where, List<Finding> findings) {
        Configuration out = made;
        for (int i = 0; i < patches.size(); i++) {
            Patch patch = patches.get(i);
            Complaints complaints = new Complaints();
            Optional<PatchText> text = PatchText.read(patch.text(), where + "/"
                    + (patch.name().isEmpty() ? Integer.toString(i) : patch.name()), complaints);
            if (text.isPresent() && !complaints.hasErrors()) {
                Configuration patched = applied(out, text.get(), complaints);
                out = complaints.hasErrors() ? out : patched;
            }
            findings.addAll(complaints.list());
        }
        return out;
    }

    /**
     * What is wrong with the text of a patch whatever it is applied to.
     *
     * @param shown where it stands, for messages
     */
    public static List<Problem> check(String text, String shown) {
        Complaints complaints = new Complaints();
        PatchText.read(text, shown, complaints).ifPresent(patch -> values(patch, new Plain(complaints)));
        return complaints.list().stream().filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(Finding::problem).toList();
    }

    private static void values(PatchText patch, Plain plain) {
        switch (patch) {
            case PatchText.Documents(List<PatchText.Part> parts) -> parts.forEach(part -> part.sorted().rest()
                    .filter(_ -> !part.whole()).ifPresent(rest -> plain.value(rest, false)));
            case PatchText.Operations(List<JsonPatch.Operation> operations) -> operations.forEach(operation ->
                    JsonPatch.value(operation, plain));
        }
    }

    private static Configuration applied(Configuration made, PatchText patch, Complaints complaints) {
        return switch (patch) {
            case PatchText.Documents(List<PatchText.Part> parts) -> merged(made, parts, complaints);
            case PatchText.Operations(List<JsonPatch.Operation> operations) -> {
                if (made.find(Document.V1ALPHA1).isEmpty()) {
                    complaints.error(operations.getFirst().mark(), "there is no document of machine and cluster",
                            "Merge documents instead");
                }
                yield made.change(Document.V1ALPHA1, document -> {
                    Map<String, Object> body = Plain.copy(document.body());
                    JsonPatch.apply(body, operations, complaints);
                    return complaints.hasErrors() ? document : new Document(body);
                });
            }
        };
    }

    private static Configuration merged(Configuration made, List<PatchText.Part> parts, Complaints complaints) {
        List<Map<String, Object>> bodies = new ArrayList<>();
        Map<String, Map<String, Object>> known = new LinkedHashMap<>();
        for (Document document : made.documents()) {
            Map<String, Object> body = Plain.copy(document.body());
            bodies.add(body);
            known.putIfAbsent(document.kind() + "/" + document.name(), body);
        }
        for (PatchText.Part part : parts) {
            part(part, bodies, known, complaints);
        }
        return complaints.hasErrors() ? made : new Configuration(bodies.stream().map(Document::new).toList());
    }

    private static void part(PatchText.Part part, List<Map<String, Object>> bodies,
                             Map<String, Map<String, Object>> known, Complaints complaints) {
        String key = part.kind() + "/" + part.name();
        Map<String, Object> body = known.get(key);
        List<Deletion> deletions = part.sorted().deletions();
        if (body == null && !deletions.isEmpty()) {
            complaints.warning(deletions.getFirst().mark(), "there is no document " + part.id()
                    + " to delete anything of", "Remove this deletion");
        } else if (part.whole()) {
            known.remove(key);
            bodies.removeIf(one -> one == body);
        } else if (body != null) {
            deletions.forEach(deletion -> deletion.applyTo(body, complaints));
        }
        Optional<YamlNode.Map> rest = part.sorted().rest().filter(left -> !part.whole()
                && !(IDENTITY.containsAll(left.entries().keySet()) && !deletions.isEmpty()));
        if (rest.isPresent()) {
            Map<String, Object> target = body == null ? new LinkedHashMap<>() : body;
            new StrategicMerge(complaints).merge(target, rest.get(), part.kind());
            if (body == null) {
                bodies.add(target);
                known.put(key, target);
            }
        }
    }
}
