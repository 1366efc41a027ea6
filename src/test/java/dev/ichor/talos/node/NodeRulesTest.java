package dev.ichor.talos.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.talos.check.TalosRules;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Talos has nothing against what is made for any hardware and plan of the table. */
@Timeout(60)
class NodeRulesTest {
    @Test
    void talosTakesWhatIsMadeForEachNode() {
        Map<String, List<Finding>> against = new TreeMap<>();
        int[] tried = {0};
        NodeCases.all().forEach((name, rig) -> {
            List<Finding> refusals = new ArrayList<>();
            Configuration made = NodeLayer.apply(rig.base(), rig.contract(), rig.input(), refusals);
            if (refusals.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
                tried[0]++;
                List<Finding> findings = TalosRules.check(rig.contract(), rig.input().node().type(), made);
                if (!findings.isEmpty()) {
                    against.put(name, findings);
                }
            }
        });
        assertEquals(Map.of(), against);
        assertTrue(tried[0] >= 40, () -> tried[0] + " nodes were made");
    }
}
