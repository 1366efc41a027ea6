package dev.ichor.talos.check;

import dev.ichor.talos.Contract;
import dev.ichor.talos.check.rule.Fields;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Talos refuses before it looks at a single value: kinds, keys and types it does not know, and duplicates. */
final class Decoding {
    private static final String API_VERSION = "v1alpha1";
    /** By one of these Talos knows the document that has no kind. */
    private static final List<String> MAIN_KEYS = List.of("machine", "cluster", "debug", "persist");
    private static final Set<String> LINKS = Set.of("BondConfig", "BridgeConfig", "DummyLinkConfig", "LinkConfig",
            "VLANConfig", "VRFConfig", "WireguardConfig", "VethConfig");
    private static final Set<String> USER_VOLUMES = Set.of("UserVolumeConfig", "ExistingVolumeConfig");
    private static final Set<String> VIPS = Set.of("Layer2VIPConfig", "HCloudVIPConfig");

    private Decoding() {
    }

    static void check(Scope scope) {
        if (scope.configuration().find(Document.V1ALPHA1).isEmpty()) {
            scope.findings().add(Finding.error(Document.V1ALPHA1 + "#", "the document with machine and cluster is"
                    + " missing; a node without it waits in maintenance mode", "Restore the document"));
        }
        Set<String> seen = new HashSet<>();
        for (Document document : scope.configuration().documents()) {
            Part part = Part.of(document, scope.findings());
            if (!seen.add(Part.id(document))) {
                part.error("this document is there twice", "Merge the two, or remove one");
            }
            one(scope, document, part);
        }
        conflicts(scope, LINKS, "Talos takes one document for a link");
        conflicts(scope, USER_VOLUMES, "both would be mounted at the same place");
        conflicts(scope, VIPS, "Talos takes one document for a shared address");
    }

    private static void one(Scope scope, Document document, Part part) {
        String kind = document.kind();
        Optional<Contract> since = Fields.since(kind);
        boolean main = kind.equals(Document.V1ALPHA1);
        if (since.isEmpty()) {
            part.at("kind").error("no Talos up to 1.14 knows documents of the kind " + kind,
                    "Correct the kind, or remove the document");
        } else if (!scope.since(since.get())) {
            part.at("kind").error("only Talos " + since.get() + " and newer know documents of the kind " + kind,
                    "Remove the document, or use a newer Talos");
        } else if (main && MAIN_KEYS.stream().noneMatch(key -> part.at(key).isThere())) {
            part.error("this document has no kind", "Add its kind and apiVersion, or remove it");
        } else if (!main && !part.at("apiVersion").text().equals(API_VERSION)) {
            part.at("apiVersion").error("this must be " + API_VERSION, "Write apiVersion: " + API_VERSION);
        } else {
            Fields.check(part, kind, scope.contract());
        }
    }

    private static void conflicts(Scope scope, Set<String> kinds, String why) {
        Map<String, String> owners = new HashMap<>();
        for (Document document : scope.configuration().documents()) {
            if (kinds.contains(document.kind())) {
                String owner = owners.putIfAbsent(document.name(), document.kind());
                if (owner != null && !owner.equals(document.kind())) {
                    Part.of(document, scope.findings()).at("name").error(owner + "/" + document.name()
                            + " is there too: " + why, "Rename or remove one of them");
                }
            }
        }
    }
}
