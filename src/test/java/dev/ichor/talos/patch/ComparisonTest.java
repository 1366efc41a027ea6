package dev.ichor.talos.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.talos.patch.Comparison.Line;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ComparisonTest {
    private static List<String> lines(String before, String after) {
        return Comparison.of(Docs.of(before), Docs.of(after)).stream().map(ComparisonTest::shown).toList();
    }

    private static String shown(Line line) {
        return line.where() + ": " + line.before().orElse("-") + " -> " + line.after().orElse("-");
    }

    @Test
    void theSameIsNoLine() {
        assertEquals(List.of(), lines("machine: {a: [b, {c: d}], e: 1}", "machine: {e: 1, a: [b, {c: d}]}"));
        assertEquals(List.of(), lines("machine: {}\n---\n{kind: A, name: x}\n---\n{kind: A, name: y}",
                "machine: {}\n---\n{kind: A, name: y}\n---\n{kind: A, name: x}"));
    }

    @Test
    void valuesByTheirPath() {
        assertEquals(List.of("v1alpha1#/machine/type: worker -> controlplane",
                "v1alpha1#/machine/nodeLabels/a.b~1c: \"1\" -> -",
                "v1alpha1#/machine/sysctls: - -> {vm.nr_hugepages: \"1024\", x: \"true\"}"),
                lines("machine: {type: worker, nodeLabels: {a.b/c: '1', d: e}}",
                        "machine: {type: controlplane, nodeLabels: {d: e}, sysctls: {vm.nr_hugepages: '1024',"
                                + " x: 'true'}}"));
    }

    @Test
    void documentsByKindAndName() {
        assertEquals(List.of("LinkConfig/eth0#/mtu: 1500 -> 9000",
                "LinkConfig/eth1#: {kind: LinkConfig, name: eth1} -> -",
                "HostnameConfig#: - -> {kind: HostnameConfig, auto: stable}"),
                lines("{kind: LinkConfig, name: eth0, mtu: 1500}\n---\n{kind: LinkConfig, name: eth1}",
                        "{kind: LinkConfig, name: eth0, mtu: 9000}\n---\n{kind: HostnameConfig, auto: stable}"));
    }

    @Test
    void itemsByTheirName() {
        assertEquals(List.of("v1alpha1#/l/interface=eth0/mtu: 1 -> 2", "v1alpha1#/l/interface=eth2: - -> "
                        + "{interface: eth2}"),
                lines("l: [{interface: eth0, mtu: 1}, {interface: eth1}]",
                        "l: [{interface: eth1}, {interface: eth0, mtu: 2}, {interface: eth2}]"));
        assertEquals(List.of("v1alpha1#/l/a: a -> -", "v1alpha1#/l/c: - -> c"), lines("l: [a, b]", "l: [b, c]"));
        assertEquals(List.of("v1alpha1#/l/1: a -> b", "v1alpha1#/l/2: - -> a"), lines("l: [a, a]", "l: [a, b, a]"));
        assertEquals(List.of("v1alpha1#/l: [a, b] -> [b, a]"), lines("l: [a, b]", "l: [b, a]"));
    }

    @Test
    void longValuesAreCutAndLinesJoined() {
        assertEquals(List.of("v1alpha1#/a: \"x\\ny \\\"z\\\"\" -> \"\""), lines("a: \"x\\ny \\\"z\\\"\"", "a: ''"));
        String shown = lines("a: b", "a: " + "c".repeat(1000)).getFirst();
        assertEquals("v1alpha1#/a: b -> ".length() + Brief.LONGEST, shown.length());
        assertEquals(List.of("v1alpha1#/a: (secret) -> \"no\""), lines("a: (secret)", "a: 'no'"));
    }
}
