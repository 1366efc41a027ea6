package dev.ichor.talos.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.talos.Schemas;
import dev.ichor.talos.check.HardwareRules;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of each kind of hardware and plan: see {@code talos/nodes.txt}. */
@Timeout(60)
class NodeLayerTest {
    static final Map<String, Rig> CASES = NodeCases.all();
    private static final Map<String, Rig> AGAIN = NodeCases.all();
    private static final Map<String, String> GOLDEN = golden();

    static List<String> names() {
        return List.copyOf(CASES.keySet());
    }

    @Test
    void theTableIsWholeAndNotOld() {
        assertTrue(CASES.size() >= 60, () -> CASES.size() + " cases");
        assertEquals(List.copyOf(CASES.keySet()), List.copyOf(GOLDEN.keySet()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAsWritten(String name) {
        assertEquals(GOLDEN.get(name), told(CASES.get(name)), name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void holdsBeforeTheSchemas(String name) {
        Schemas.assumePresent();
        List<Finding> findings = new ArrayList<>();
        Configuration made = made(CASES.get(name), findings);
        if (findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            assertEquals(List.of(), Schemas.problems(CASES.get(name).contract(), made));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isTheSameWhenAskedAgain(String name) {
        assertEquals(told(CASES.get(name)), told(AGAIN.get(name)));
    }

    static Configuration made(Rig rig, List<Finding> findings) {
        Configuration made = NodeLayer.apply(rig.base(), rig.contract(), rig.input(), findings);
        findings.addAll(HardwareRules.check(rig.contract(), rig.input(), made));
        return made;
    }

    /** The findings, and what differs from the base unless it is refused. */
    static String told(Rig rig) {
        List<Finding> findings = new ArrayList<>();
        Configuration made = made(rig, findings);
        StringBuilder out = new StringBuilder();
        findings.forEach(finding -> out.append(finding.severity() == Finding.Severity.ERROR ? "! " : "? ")
                .append(finding.problem()).append('\n'));
        if (findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            return out.toString();
        }
        String schematic = Schematic.yaml(rig.input(), rig.contract());
        if (!schematic.isEmpty()) {
            out.append("schematic ").append(schematic.replace("\n", "|")).append('\n');
        }
        Configuration base = rig.base();
        for (Document document : made.documents()) {
            Map<String, String> before = new TreeMap<>();
            base.find(document.kind(), document.name()).ifPresent(old -> flat("", old.body(), before));
            Map<String, String> now = new LinkedHashMap<>();
            flat("", document.body(), now);
            String head = document.kind() + (document.name().isEmpty() ? "" : "/" + document.name());
            now.entrySet().removeIf(entry -> before.containsKey(entry.getKey())
                    && before.remove(entry.getKey()).equals(entry.getValue()));
            if (base.find(document.kind(), document.name()).isEmpty()) {
                out.append(head).append(' ').append(document.body().entrySet().stream().filter(entry ->
                        !List.of("apiVersion", "kind", "name").contains(entry.getKey())).map(Object::toString).toList())
                        .append('\n');
            } else {
                now.forEach((path, value) -> out.append(head).append(path).append(" = ").append(value).append('\n'));
                before.keySet().stream().filter(path -> now.keySet().stream().noneMatch(more -> more.startsWith(path)))
                        .forEach(path -> out.append(head).append(path).append(" is gone\n"));
            }
        }
        return out.toString();
    }

    private static void flat(String path, Object value, Map<String, String> out) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, entry) -> flat(path + "/" + key, entry, out));
        } else {
            out.put(path, value.toString());
        }
    }

    private static Map<String, String> golden() {
        Map<String, String> out = new LinkedHashMap<>();
        try (InputStream in = NodeLayerTest.class.getResourceAsStream("/talos/nodes.txt")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String section : text.split("(?m)^== ")) {
                int end = section.indexOf('\n');
                if (end > 0) {
                    out.put(section.substring(0, end), section.substring(end + 1).stripTrailing() + "\n");
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    /** Writes the table anew, to be read before it is kept. */
    public static void main(String[] arguments) {
        NodeCases.all().forEach((name, rig) -> System.out.println("== " + name + "\n" + told(rig)));
    }
}
