package dev.ichor.talos.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.machine.hardware.Nic;
import dev.ichor.mayastor.site.StorageNics;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hand-off speaks of the same NICs as the configuration. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StorageNicsTest {
    @Test
    void theyAreTheOnesThatTheConfigurationNames() {
        int[] found = new int[1];
        NodeCases.all().forEach((name, rig) -> {
            NodeInput input = rig.input();
            Sheet sheet = new Sheet(new Configuration(List.of()), rig.contract(), input, new ArrayList<>());
            NicPlan plan = NicPlan.of(sheet);
            List<Nic> nics = input.cluster().storage().isPresent() ? plan.storage()
                    : plan.management().stream().toList();
            assertEquals(nics, StorageNics.of(input.cluster(), input.node(), input.fingerprint()), name);
            found[0] += nics.size();
        });
        assertTrue(found[0] > 20, "cases with a storage network are among them");
    }
}
