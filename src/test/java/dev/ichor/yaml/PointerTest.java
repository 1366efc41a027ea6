package dev.ichor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.base.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class PointerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "body:3 disks[1].role|/disks/1/role", "body:3|``", "body|``", "a.yaml|``",
            "f:4 l[\"a#/b\"]|/l/a#~1b", "f:7 disks[1].role|/disks/1/role",
            "nodes/a#/disks/1/role|/disks/1/role", "/disks/1/role|/disks/1/role", "a.yaml:1 a|/a",
            "f:2 labels[\"example.org/x\"]|/labels/example.org~1x", "f:2 a[\"x\\\"]\\\\y\"].b|/a/x\"]\\y/b",
            "my file:9 zones[0]|/zones/0", "f:1 by-switch[\"a b\"]|/by-switch/a b", "f:1 a..b|``", "f:1 ~x|/~0x"})
    void pointers(String where, String pointer) {
        assertEquals(pointer, Pointer.ofProblem(where));
    }

    /** The pointer of a place leads to that place, whatever its keys are. */
    @Test
    void aMarkAndItsPointerNameTheSamePlace() {
        String text = "a:\n  - x\n  - \"k.e[y] \\\" \\\\ ~/\": [1, {z#: 2}]\nb c: 3\n\"\": 4\n";
        YamlNode root = Yaml.read(text.getBytes(StandardCharsets.UTF_8), "f", new Problems()).orElseThrow();
        same(root, root);
        assertEquals("f:2 a[7]", new Mark("f", 2, "a[7]").toString());
        assertEquals("f:1 a", Pointer.mark(root, "/a/7").toString());
        assertEquals("f:1 nope", Pointer.mark(root, "/nope/x").toString());
        assertEquals(List.of("a/b", "~", ""), Pointer.steps("/a~1b/~0/"));
    }

    private static void same(YamlNode root, YamlNode node) {
        assertEquals(node.mark(), Pointer.mark(root, Pointer.ofProblem(node.mark().toString())));
        switch (node) {
            case YamlNode.Map map -> map.entries().values().forEach(value -> same(root, value));
            case YamlNode.Seq seq -> seq.items().forEach(item -> same(root, item));
            case YamlNode.Scalar scalar -> { }
        }
    }
}
