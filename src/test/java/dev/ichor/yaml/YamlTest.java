package dev.ichor.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.base.Malformed;
import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class YamlTest {
    private final Problems problems = new Problems();

    private Optional<YamlNode> read(String text) {
        return Yaml.read(text.getBytes(StandardCharsets.UTF_8), "f.yaml", problems);
    }

    private Fields fields(String text) {
        return read(text).flatMap(node -> Fields.of(node, problems)).orElseThrow();
    }

    private List<String> found() {
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void scalarsKeepTheTextThatYaml11WouldTurnIntoSomethingElse() {
        Fields f = fields("a: yes\nb: 0123\nc: 12:30:00\nd: 2026-01-01\ne: 1e3\nf: on\n");
        assertEquals(List.of("yes", "0123", "12:30:00", "2026-01-01", "1e3", "on"),
                List.of("a", "b", "c", "d", "e", "f").stream().map(key -> f.text(key).orElseThrow()).toList());
        assertTrue(problems.isEmpty());
    }

    @Test
    void untypedTreesFollowTheCoreSchemaOfYaml12() {
        Object tree = read("{a: 1, b: -2.5, c: true, d: yes, e: '1', f: null, g: [0x10, 0o10, 010], h: 1e400x}")
                .orElseThrow().untyped();
        assertEquals(Map.of("a", 1L, "b", -2.5, "c", true, "d", "yes", "e", "1", "f", Optional.empty(),
                "g", List.of(16L, 8L, 10L), "h", "1e400x"), tree);
        assertEquals("99999999999999999999", read("99999999999999999999").orElseThrow().untyped());
    }

    @Test
    void marksNameFileLineAndPath() {
        YamlNode.Map map = (YamlNode.Map) read("a:\n  - b: 1\n  - b: 2\n").orElseThrow();
        YamlNode.Seq seq = (YamlNode.Seq) map.entries().get("a");
        YamlNode second = ((YamlNode.Map) seq.items().get(1)).entries().get("b");
        assertEquals("f.yaml:3 a[1].b", second.mark().toString());
    }

    @Test
    void everyProblemOfAFileComesAtOnce() {
        Fields f = fields("nmae: x\nsize: -1\nflag: yes\nlist: 3\nmap: [1]\nsize: 4\n");
        f.require("name", "size");
        f.text("name");
        f.integer("size", 0, 10);
        f.flag("flag");
        f.list("list");
        f.fields("map");
        f.finish();
        assertEquals(List.of(
                "f.yaml:6 size: this key is there twice (first in line 2). Remove one of them",
                "f.yaml:1 name: is missing. Add 'name: ...'",
                "f.yaml:2 size: out of range (expected 0 to 10)",
                "f.yaml:3 flag: expected true or false",
                "f.yaml:4 list: expected a list, found a single value. Write '- item' lines there",
                "f.yaml:5 map: expected a map of keys and values, found a list. Write 'key: value' lines there",
                "f.yaml:1 nmae: unknown key. Did you mean 'name'?"), found());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'a: [1'                     | f.yaml:1: not YAML
            'a: b: c'                   | f.yaml:1: not YAML
            'a: *nobody'                | f.yaml:1: not YAML
            'a: !!java.net.URL [x]'     | f.yaml:1: not YAML: Global tag
            'a: !!int 3'                | f.yaml:1 a: tags
            '"\\u'                      | f.yaml
            '<<: {a: 1}'                | f.yaml:1 <<: merge keys
            '? [a, b]\\n: c'             | f.yaml:1: a key must be one short text
            '{a: 1}\\n---\\n{b: 2}'       | f.yaml:3: a second document
            '&a [*a]'                   | f.yaml: nested deeper
            """)
    void badTextIsRefusedWithItsPlace(String text, String start) {
        read(text.replace("\\n", "\n"));
        assertEquals(1, found().size(), found().toString());
        assertTrue(found().getFirst().startsWith(start), found().toString());
    }

    @Test
    void bytesThatAreNotTextAreRefused() {
        Yaml.read(new byte[] {'a', ':', ' ', (byte) 0xff}, "f.yaml", problems);
        Yaml.read(new byte[] {'a', ':', ' ', 7}, "g.yaml", problems);
        Yaml.read(new byte[Yaml.MAX_BYTES + 1], "h.yaml", problems);
        assertEquals(List.of("f.yaml: not UTF-8 text. Save it as UTF-8",
                "g.yaml: holds a character that YAML forbids (code point 7 at offset 3). Remove it or write it as an"
                        + " escape in double quotes",
                "h.yaml: larger than 1048576 bytes. Split it into several files"), found());
    }

    @Test
    void aMissingFileIsOneProblem(@TempDir Path folder) {
        assertTrue(Yaml.read(folder.resolve("no.yaml"), "no.yaml", problems).isEmpty());
        assertEquals("no.yaml", problems.list().getFirst().where());
        assertEquals(1, problems.list().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "# only a comment", "---"})
    void emptyFilesAreNothing(String text) {
        read(text).ifPresent(node -> assertEquals("nothing", node.kind()));
        assertTrue(problems.isEmpty());
    }

    @Test
    void aBombOfAliasesIsRefusedBeforeItGrows() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [*a").append(i - 1)
                    .append((",*a" + (i - 1)).repeat(4)).append("]\n");
        }
        read(bomb.toString());
        assertTrue(found().getFirst().contains("more than 100000 values"), found().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "- ", "{a: ", "? ", "&a ", "a: ", "!!str ", "%", "'", "\"\\", "1:", "|\n", "*",
            "- - ? : "})
    void longRunsOfOneThingEndSoon(String piece) {
        read(piece.repeat(Yaml.MAX_BYTES / piece.length()));
        assertTrue(found().size() <= 2, () -> "only a few problems, found " + found().size());
    }

    @Test
    void parsersComplainWithTheirOwnWords() {
        Fields f = fields("a: x\nb: [1, two, [3]]\n");
        assertTrue(f.parsed("a", text -> {
            throw new Malformed("not a thing");
        }).isEmpty());
        assertEquals(List.of("1", "two"), f.listOf("b", text -> text));
        assertEquals(List.of("f.yaml:1 a: not a thing",
                "f.yaml:2 b[2]: expected a single value, found a list. Write the value behind the colon"), found());
    }
}
