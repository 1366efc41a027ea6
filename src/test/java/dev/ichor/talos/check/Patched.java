package dev.ichor.talos.check;

import static dev.ichor.machine.arm.DiskRole.IGNORE;
import static dev.ichor.machine.arm.DiskRole.POOL;
import static dev.ichor.machine.arm.DiskRole.SPARE;
import static dev.ichor.machine.arm.DiskRole.SYSTEM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.talos.Contract;
import dev.ichor.talos.Documents;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.node.NodeLayer;
import dev.ichor.talos.node.Parts;
import dev.ichor.talos.node.Rig;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A sound configuration, what an operator's patch makes of it, and where the rules find errors then. */
final class Patched {
    private Patched() {
    }

    static Rig rig(Contract contract) {
        return Rig.of(contract).disk("sys", SYSTEM, 0).disk("pool", POOL, 0).disk("spare", SPARE, 0)
                .disk("other", IGNORE, 0).disk(Parts.nvme("free", 0)).nic(1, 25_000).nic(2, 25_000)
                .nic(3, 1000, false, 1500, 0, "", Optional.empty());
    }

    static Configuration made(Rig rig) {
        List<Finding> findings = new ArrayList<>();
        Configuration made = NodeLayer.apply(rig.base(), rig.contract(), rig.input(), findings);
        assertEquals(List.of(), findings);
        assertEquals(List.of(), HardwareRules.check(rig.contract(), rig.input(), made));
        return made;
    }

    /** What is found with the documents added, or the v1alpha1 document's top keys put over those that are there. */
    static List<Finding> patched(Rig rig, String yaml) {
        Configuration made = made(rig);
        for (Document document : Documents.read(yaml).documents()) {
            made = document.kind().equals(Document.V1ALPHA1)
                    ? made.change(Document.V1ALPHA1, old -> merged(old, document)) : made.with(document);
        }
        return HardwareRules.check(rig.contract(), rig.input(), made);
    }

    static Document merged(Document old, Document patch) {
        return new Document(merged(old.body(), patch.body()));
    }

    static Map<String, Object> merged(Map<?, ?> old, Map<?, ?> patch) {
        Map<String, Object> out = new LinkedHashMap<>();
        old.forEach((key, value) -> out.put((String) key, value));
        patch.forEach((key, value) -> {
            if ("".equals(value)) {
                out.remove((String) key);
            } else {
                out.put((String) key, value instanceof Map<?, ?> map && out.get(key) instanceof Map<?, ?> there
                        ? merged(there, map) : value);
            }
        });
        return out;
    }

    static String errors(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.problem().where()).distinct().collect(Collectors.joining(" "));
    }
}
