package dev.ichor.talos.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.render.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of JSON patches, the examples of RFC 6902's appendix among them. */
@Timeout(30)
class JsonPatchTest {
    private static final String TAIL = "\n---\n{apiVersion: v1alpha1, kind: HostnameConfig, auto: stable}\n";

    /** One row; {@code finding} is empty if the patch must work. */
    record Row(String name, String base, String patch, String result, String finding) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row ok(String name, String base, String patch, String result) {
        return new Row(name, base, patch, result, "");
    }

    private static Row no(String name, String base, String patch, String finding) {
        return new Row(name, base, patch, base, finding);
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(works());
        rows.addAll(fails());
        return rows;
    }

    private static List<Row> works() {
        return List.of(
                ok("add a member", "foo: bar", "- {op: add, path: /baz, value: qux}", "{baz: qux, foo: bar}"),
                ok("add an item", "foo: [bar, baz]", "- {op: add, path: /foo/1, value: qux}", "foo: [bar, qux, baz]"),
                ok("remove a member", "{baz: qux, foo: bar}", "- {op: remove, path: /baz}", "foo: bar"),
                ok("remove an item", "foo: [bar, qux, baz]", "- {op: remove, path: /foo/1}", "foo: [bar, baz]"),
                ok("replace a value", "{baz: qux, foo: bar}", "- {op: replace, path: /baz, value: boo}",
                        "{baz: boo, foo: bar}"),
                ok("move a value", "{foo: {bar: baz, waldo: fred}, qux: {corge: grault}}",
                        "- {op: move, from: /foo/waldo, path: /qux/thud}",
                        "{foo: {bar: baz}, qux: {corge: grault, thud: fred}}"),
                ok("move an item", "foo: [all, grass, cows, eat]", "- {op: move, from: /foo/1, path: /foo/3}",
                        "foo: [all, cows, eat, grass]"),
                ok("test values", "{baz: qux, foo: [a, 2, c]}",
                        "[{op: test, path: /baz, value: qux}, {op: test, path: /foo/1, value: 2}]",
                        "{baz: qux, foo: [a, 2, c]}"),
                ok("add a map inside", "foo: bar", "- {op: add, path: /child, value: {grandchild: {}}}",
                        "{foo: bar, child: {grandchild: {}}}"),
                ok("what is not known is passed over", "foo: bar", "- {op: add, path: /baz, value: qux, xyz: 123}",
                        "{foo: bar, baz: qux}"),
                ok("escapes of a pointer", "{/: 9, '~1': 10}", "- {op: replace, path: /~01, value: 11}",
                        "{/: 9, '~1': 11}"),
                ok("a slash in a key", "machine: {nodeLabels: {}}",
                        "- {op: add, path: /machine/nodeLabels/a.b~1c, value: 7}",
                        "machine: {nodeLabels: {a.b/c: '7'}}"),
                ok("add at the end", "foo: [bar]", "- {op: add, path: /foo/-, value: [abc, def]}",
                        "foo: [bar, [abc, def]]"),
                ok("add at the place behind the last", "foo: [bar]", "- {op: add, path: /foo/1, value: x}",
                        "foo: [bar, x]"),
                ok("add replaces a member", "foo: 1", "- {op: add, path: /foo, value: 2}", "foo: 2"),
                ok("replace an item", "foo: [1, 2, 3]", "- {op: replace, path: /foo/2, value: 4}", "foo: [1, 2, 4]"),
                ok("replace a list", "machine: {certSANs: [a]}",
                        "- {op: replace, path: /machine/certSANs, value: [b, c]}", "machine: {certSANs: [b, c]}"),
                ok("copy a map", "{a: {b: c}}", "- {op: copy, from: /a, path: /d}\n- {op: add, path: /d/e, value: f}",
                        "{a: {b: c}, d: {b: c, e: f}}"),
                ok("move to itself", "{a: {b: c}}", "- {op: move, from: /a, path: /a}", "{a: {b: c}}"),
                ok("in JSON", "foo: bar", "[{\"op\": \"add\", \"path\": \"/baz\", \"value\": \"qux\"}]",
                        "{foo: bar, baz: qux}"),
                ok("the whole document", "foo: bar", "- {op: replace, path: '', value: {machine: {type: worker}}}",
                        "machine: {type: worker}"),
                ok("an empty key", "{'': a}", "- {op: replace, path: /, value: b}", "{'': b}"),
                ok("kernel parameters become texts", "machine: {}", "- {op: add, path: /machine/sysctls, value:"
                        + " {vm.nr_hugepages: 1024}}", "machine: {sysctls: {vm.nr_hugepages: '1024'}}"));
    }

    private static List<Row> fails() {
        return List.of(
                no("a test that fails", "baz: qux", "- {op: test, path: /baz, value: bar}", "another value"),
                no("a test of another type", "baz: '10'", "- {op: test, path: /baz, value: 10}", "another value"),
                no("nothing to add to", "foo: bar", "- {op: add, path: /baz/bat, value: qux}", "there is no /baz"),
                no("nothing to remove", "foo: bar", "- {op: remove, path: /baz}", "there is no /baz"),
                no("nothing to replace", "foo: bar", "- {op: replace, path: /baz, value: 1}", "there is no /baz"),
                no("nothing to copy", "foo: bar", "- {op: copy, from: /x, path: /baz}", "there is no /x"),
                no("a place out of the list", "foo: [1]", "- {op: add, path: /foo/2, value: 1}", "no place in a list"),
                no("a place with a zero in front", "foo: [1, 2]", "- {op: remove, path: /foo/01}",
                        "no place in a list"),
                no("a place before the first", "foo: [1]", "- {op: remove, path: /foo/-1}", "no place in a list"),
                no("the place behind the last is not there", "foo: [1]", "- {op: remove, path: /foo/-}", "no place"),
                no("into itself", "{a: {b: {}}}", "- {op: move, from: /a, path: /a/b/c}", "into itself"),
                no("below a single value", "foo: bar", "- {op: add, path: /foo/x, value: 1}", "single value"),
                no("all or nothing", "foo: bar", "- {op: add, path: /a, value: 1}\n- {op: remove, path: /b}",
                        "there is no /b"),
                no("an unknown operation", "foo: bar", "- {op: spam, path: /a, value: 1}", "no `op`"),
                no("no path", "foo: bar", "- {op: add, value: 1}", "no `path`"),
                no("no pointer", "foo: bar", "- {op: add, path: a, value: 1}", "no `path`"),
                no("an escape that is none", "foo: bar", "- {op: add, path: /~2, value: 1}", "no `path`"),
                no("no value", "foo: bar", "- {op: add, path: /a}", "has no value"),
                no("no source", "foo: bar", "- {op: move, path: /a}", "no `from`"),
                no("null", "foo: bar", "- {op: add, path: /a, value: null}", "nothing stands here"),
                no("the document cannot go", "foo: bar", "- {op: remove, path: ''}", "cannot be taken away"),
                no("the document stays a map", "foo: bar", "- {op: add, path: '', value: x}", "must stay the one"),
                no("the document gets no kind", "foo: bar", "- {op: add, path: /kind, value: x}", "a kind"),
                no("no operation", "foo: bar", "- hello", "not an operation"),
                no("an empty list", "foo: bar", "[]", "says nothing"),
                no("a document behind it", "foo: bar", "- {op: remove, path: /foo}\n---\nmachine: {}",
                        "a second document"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesAsTheStandardSays(Row row) {
        List<Finding> findings = new ArrayList<>();
        Configuration base = Docs.of(row.base() + TAIL);
        Configuration result = Docs.patched(base, row.patch(), findings);
        String told = findings.toString();
        assertEquals(!row.finding().isEmpty(), !findings.isEmpty(), told);
        assertEquals(Docs.of(row.result() + TAIL), result, told);
        assertTrue(told.contains(row.finding()), told);
        if (!row.finding().isEmpty()) {
            assertSame(base, result);
        }
    }

    @Test
    void copiesThatDoubleEachTimeAreStopped() {
        StringBuilder patch = new StringBuilder("- {op: add, path: /a, value: [x]}\n");
        for (int i = 0; i < 40; i++) {
            patch.append("- {op: copy, from: /a, path: /b}\n- {op: move, from: /b, path: /a/-}\n");
        }
        List<Finding> findings = new ArrayList<>();
        Configuration base = Docs.of("a: []");
        assertSame(base, Docs.patched(base, patch.toString(), findings));
        assertTrue(findings.toString().contains("more than 100000 values"), findings.toString());
    }

    @Test
    void depthIsBounded() {
        StringBuilder patch = new StringBuilder();
        String path = "/a";
        for (int i = 0; i < 80; i++) {
            patch.append("- {op: add, path: ").append(path).append(", value: {}}\n");
            path += "/a";
        }
        List<Finding> findings = new ArrayList<>();
        Configuration base = Docs.of("b: c");
        assertSame(base, Docs.patched(base, patch.toString(), findings));
        assertTrue(findings.toString().contains("nested deeper"), findings.toString());
    }

    @Test
    void eachOperationThatCannotBeReadIsTold() {
        List<Finding> findings = new ArrayList<>();
        Docs.patched(Docs.of("b: c"), "- {op: x, path: /a}\n- {op: add, path: /a}\n- {op: move, path: b}\n", findings);
        assertEquals(List.of("clusters/c#/patches/p:1 [0]", "clusters/c#/patches/p:2 [1]",
                "clusters/c#/patches/p:3 [2]"), findings.stream().map(finding -> finding.problem().where()).toList());
    }

    @Test
    void thereMustBeADocument() {
        List<Finding> findings = new ArrayList<>();
        Configuration base = Docs.of(TAIL);
        assertSame(base, Docs.patched(base, "- {op: add, path: /a, value: b}", findings));
        assertTrue(findings.toString().contains("no document of machine"), findings.toString());
    }
}
