package dev.ichor.talos.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Sha256;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.talos.Contract;
import dev.ichor.talos.generate.Images;
import dev.ichor.talos.render.NodeInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class SchematicTest {
    private static Rig isolated(Contract contract) {
        return Rig.usual(contract).plan(2, true, 0, false, LocalVolume.AUTO);
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void carriesTheArgumentsWhereTheBootLoaderReadsThemFromTheImage(Contract contract) {
        NodeInput uefi = isolated(contract).input();
        String yaml = "customization:\n    extraKernelArgs:\n        - isolcpus=1,2\n";
        assertEquals(yaml, Schematic.yaml(uefi, contract));
        assertEquals(Sha256.of(yaml.getBytes(StandardCharsets.UTF_8)).toString(), Schematic.id(uefi, contract));
        NodeInput bios = isolated(contract).bios().input();
        assertEquals(contract.since(Contract.V1_12) ? yaml : "", Schematic.yaml(bios, contract));
        assertEquals("", Schematic.id(Rig.usual(contract).input(), contract));
        String own = "b".repeat(64);
        NodeInput operators = isolated(contract).talos(own, "", OptionalInt.empty()).input();
        assertEquals(own, Schematic.id(operators, contract));
        assertEquals("", Schematic.yaml(operators, contract));
    }

    @Test
    void idsAreThoseOfTheImageFactory() {
        assertEquals(Images.VANILLA, Sha256.of("customization: {}\n".getBytes(StandardCharsets.UTF_8)).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "leaf-a|leaf-a|-", "Rack12 leaf/a|Rack12-leaf-a|12", "tor-r7|tor-r7|7", "sw.rack-b.example|sw.rack-b.example|b",
        "__x__|x|-", "grey11|grey11|-", "rack_a01-tor|rack_a01-tor|a01", "router3|router3|-", "R3|R3|3"})
    void labelsFromTheSwitch(String system, String label, String rack) {
        assertEquals(label, NodeLabels.value(system));
        assertEquals(rack, NodeLabels.rack(system).orElse(null));
    }

    @Test
    void aLabelIsNeverTooLongNorEndsInASign() {
        for (String text : List.of("a".repeat(62) + "-b", "-".repeat(70), "é".repeat(80), "")) {
            assertTrue(NodeLabels.value(text).matches("([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?"), text);
        }
    }
}
