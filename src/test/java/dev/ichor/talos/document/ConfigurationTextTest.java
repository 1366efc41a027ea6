package dev.ichor.talos.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.talos.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is written reads back as it was, by readers of YAML 1.1 (SnakeYAML) and 1.2 (ours). */
@Timeout(60)
class ConfigurationTextTest {
    private static final List<String> TRICKY = List.of(
            "200", "true", "True", "yes", "No", "on", "OFF", "y", "N", "null", "Null", "~", "", " ", " x", "x ",
            "0x10", "0o17", "0b11", "017", "1e3", "1E3", "1.5e+3", ".5", "5.", "-1", "+1", "1_000", "12:30:45",
            "190:20:30.15", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43", ".inf", "-.INF",
            ".nan", ".NaN", "nan", "<<", "=", "-", "--", "---", "...", "--- x", "- a", "a: b", "a:", ":a", "a #b",
            "#a", "a#b", "? a", "[a]", "{a}", "a]", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "'", "\"", "\\",
            "a'b", "a\"b", "a\\b", "'a' \"b\"", "a\nb", "a\nb\n", "a\n\nb\n", "a\n\n", "\na", "\n", " a\nb",
            "a\n b\n", "a \nb", "a\tb\n", "\ta\nb", "a\r\nb", "\u0000", "\u007f", "\u0085", "\u2028", "\ufeff", "ü",
            "\uD83D\uDE00", "---\nx\n", "# a\nb\n", "10.0.0.1", "10.0.0.0/24", "1.2", "abc.def",
            "disk.wwid == \"naa.5000\" && disk.serial == \"a b\"",
            "mac(link.permanent_addr) == \"52:54:00:12:34:56\"", "https://h:6443", "2:30", "1:2", "0", "00", "0.0",
            "1,000", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "a,b", "a:b", "!!str", "key2",
            "e3", "1e", "0x", "168h0m0s", "52:54:00:12:34:56", "00:00:00:00:00:00", "\u00a0", "\uFFFE");

    @Test
    void trickyTextsReadBackEverywhere() {
        for (String text : TRICKY) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("a", text);
            body.put("b", List.of(text, List.of(text, text), Map.of(text, text)));
            body.put("k" + text, Map.of("c", text, text, List.of(Map.of(text, List.of(text)))));
            readsBack(new Document(body));
        }
    }

    @Test
    void anythingReadsBackEverywhere() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            readsBack(new Document(map(random, 0)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 1, 1.5, -2.25, 1e10, 1e-10, 1.5e300, Double.MIN_VALUE, Double.MAX_VALUE})
    void fractionsReadBack(double number) {
        readsBack(new Document(Map.of("a", number, "b", List.of(number))));
    }

    @Test
    void writesInfinityAsYamlDoes() {
        assertEquals("a:\n    - .inf\n    - -.inf\n    - .nan\n", ConfigurationText.of(new Document(Map.of("a",
                List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN)))));
    }

    @Test
    void indentsAsTalosDoes() {
        Document document = new Document(Map.of("a", List.of(
                ordered("name", "x", "list", List.of("p", "q"), "map", ordered("text", "1\n\n 2\n"), "none", Map.of()),
                List.of(List.of("deep"), "less"), "1\n2")));
        assertEquals("""
                a:
                    - name: x
                      list:
                        - p
                        - q
                      map:
                        text: |
                            1

                             2
                      none: {}
                    - - - deep
                      - less
                    - |-
                      1
                      2
                """, ConfigurationText.of(document));
    }

    @Test
    void documentsAreApart() {
        assertEquals("", ConfigurationText.of(new Configuration(List.of())));
        assertEquals("a: 1\n---\napiVersion: v1alpha1\nkind: B\n---\n{}\n", ConfigurationText.of(new Configuration(
                List.of(new Document(Map.of("a", 1)), Document.of("B", Map.of()), new Document(Map.of())))));
    }

    private static void readsBack(Document document) {
        Configuration configuration = new Configuration(List.of(document, Document.of("Other", document.body())));
        String text = ConfigurationText.of(configuration);
        assertEquals(text, ConfigurationText.of(configuration));
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), text);
        assertEquals(configuration, Documents.read(text), text);
        List<Document> loaded = new ArrayList<>();
        for (Object body : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) body).forEach((key, value) -> map.put((String) key, value));
            loaded.add(new Document(map));
        }
        assertEquals(configuration, new Configuration(loaded), text);
        assertEquals(keys(document),
                keys(Documents.read(text).documents().getFirst()), "the order of keys");
    }

    private static List<String> keys(Document document) {
        return List.copyOf(document.body().keySet());
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            map.put(text(random), value(random, depth + 1));
        }
        map.remove("kind");
        return map;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 5 ? 4 : 8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextBoolean();
            case 2, 3 -> text(random);
            case 4, 5 -> map(random, depth);
            case 6 -> List.of();
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
        };
    }

    /** Made of what YAML gives a meaning to. */
    private static String text(Random random) {
        if (random.nextInt(3) == 0) {
            return TRICKY.get(random.nextInt(TRICKY.size()));
        }
        String letters = "0123456789abcdefxoyntEXO_+-.:, \n#'\"\\[]{}&*!|>%@`~=?<\t/é";
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            out.append(letters.charAt(random.nextInt(letters.length())));
        }
        return out.toString();
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
