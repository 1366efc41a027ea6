package dev.ichor.talos.check.documents;

import dev.ichor.talos.check.rule.Fields;
import dev.ichor.talos.check.rule.Part;
import dev.ichor.talos.check.rule.Scope;
import dev.ichor.talos.document.Document;

/** All rules for documents that have a kind; a kind that the contract does not know is told elsewhere. */
public final class DocumentRules {
    private DocumentRules() {
    }

    public static void check(Scope scope) {
        for (Document document : scope.configuration().documents()) {
            String kind = document.kind();
            if (Fields.since(kind).filter(scope::since).isPresent()) {
                Part part = Part.of(document, scope.findings());
                LinkRules.check(kind, part);
                HostRules.check(kind, part);
                VolumeRules.check(scope, kind, part);
                KubeRules.check(scope, kind, part);
            }
        }
    }

    /** Reports a name that is missing; false if it is. */
    static boolean named(Part document) {
        if (document.at("name").isEmpty()) {
            document.at("name").error("the document needs a name", "Write its name");
            return false;
        }
        return true;
    }
}
