package dev.ichor.talos.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ichor.talos.Documents;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.Render;
import dev.ichor.talos.render.Rendering;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the table's machines are served passes Talos's own rules too, and reads back as it was meant. */
@Timeout(60)
class WholeRenderingTest {
    static List<String> names() {
        return NodeLayerTest.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isServedOrRefusedForTheReasonThatTheTableHas(String name) {
        Rig rig = NodeLayerTest.CASES.get(name);
        Rendering rendering = Render.node(rig.input());
        List<Finding> expected = new ArrayList<>();
        NodeLayerTest.made(rig, expected);
        if (expected.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            assertEquals(List.of(), rendering.findings().stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR).toList());
            assertEquals(rendering.configuration(), Documents.read(rendering.text()));
            assertEquals(rendering.text(), Render.node(rig.input()).text());
        } else {
            assertEquals(true, rendering.isRefused());
            assertFalse(rendering.findings().stream().noneMatch(expected::contains));
        }
    }
}
