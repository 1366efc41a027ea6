package dev.ichor.talos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.Documents;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.generate.Base;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.secrets.CertificateAndKey;
import dev.ichor.talos.secrets.EncryptionSecret;
import dev.ichor.talos.secrets.SecretsBundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of {@code broken.txt} broken once gives exactly its finding, in the first and the last contract that has the rule. */
@Timeout(60)
class TalosRulesTest {
    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final Map<String, Configuration> SOUND = new HashMap<>();

    /** A configuration of which Talos would complain of nothing. */
    static Configuration sound(Contract contract, NodeType type) {
        CertificateAndKey pair = new CertificateAndKey("certificate\n", "key\n");
        SecretsBundle secrets = new SecretsBundle(SECRET, SECRET, "abcdef.0123456789abcdef",
                new EncryptionSecret(EncryptionSecret.Kind.SECRETBOX, SECRET), "abcdef.0123456789abcdef", pair, pair, pair,
                "key\n", pair);
        Configuration made = Base.of(contract, new Base.Input(type, "a", URI.create("https://192.0.2.10:6443"),
                new TalosVersion(1, 33, 1, ""), Cluster.PODS, Cluster.SERVICES, secrets, Optional.of("installer:v1")));
        return contract.since(Contract.V1_14)
                ? edited(made, "+UnattendedInstallConfig {installer: {image: 'installer:v1'}, "
                        + "provisioning: {diskSelector: {match: disk.serial == 'S1'}}}")
                : edited(made, "machine/install/disk=/dev/disk/by-id/nvme-S1");
    }

    /** One row of the table. */
    record Row(Contract contract, NodeType type, String edits, String where, String severity, String what) {
        @Override
        public String toString() {
            return contract + " " + type.label() + ": " + edits;
        }
    }

    static List<Row> rows() throws IOException {
        try (InputStream in = TalosRulesTest.class.getResourceAsStream("broken.txt")) {
            List<Row> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split(" \\| ");
                assertEquals(4, cells.length, line);
                String[] scope = cells[0].strip().split(" ");
                String[] range = scope[0].split("-");
                int first = Integer.parseInt(range[0]);
                int last = Integer.parseInt(range[range.length - 1]);
                String what = cells[3].strip();
                for (int minor : new TreeSet<>(List.of(first, last))) {
                    for (NodeType type : NodeType.values()) {
                        if (scope[1].contains(type == NodeType.WORKER ? "w" : "c")) {
                            rows.add(new Row(Contract.values()[minor - 10], type, cells[1].strip(), cells[2].strip(),
                                    what.startsWith("W ") ? "WARNING" : "ERROR", what.replaceFirst("^W ", "")));
                        }
                    }
                }
            }
            return rows;
        }
    }

    /** One test for all rows: there are hundreds, and a test has its price. */
    @Test
    void aBrokenRuleGivesItsFindingAndNoOther() throws IOException {
        List<Row> rows = rows();
        assertTrue(rows.size() > 500, "the table is found");
        assertEquals("", rows.stream().filter(row -> !isRight(row, found(row)))
                .map(row -> row + " gives " + found(row)).collect(Collectors.joining("\n")));
    }

    private static List<Finding> found(Row row) {
        Configuration sound = SOUND.computeIfAbsent(row.contract() + row.type().label(),
                _ -> sound(row.contract(), row.type()));
        return TalosRules.check(row.contract(), row.type(), edited(sound, row.edits()));
    }

    private static boolean isRight(Row row, List<Finding> findings) {
        if (row.where().equals("-")) {
            return findings.isEmpty();
        }
        return findings.size() == 1 && findings.getFirst().severity().name().equals(row.severity())
                && findings.getFirst().problem().where().equals(row.where())
                && findings.getFirst().problem().what().contains(row.what())
                && !findings.getFirst().problem().mend().isBlank();
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void findsNothingInWhatIsSound(Contract contract) {
        for (NodeType type : NodeType.values()) {
            assertEquals(List.of(), TalosRules.check(contract, type, sound(contract, type)));
        }
    }

    /** The older form on 1.14 is fine too, as long as nothing is said twice. */
    @Test
    void takesTheOldFormOn114() {
        for (NodeType type : NodeType.values()) {
            Configuration old = edited(sound(Contract.V1_13, type), "-HostnameConfig");
            assertEquals(List.of(), TalosRules.check(Contract.V1_14, type, old));
        }
    }

    @Test
    void tellsOfADocumentThatIsMissingOrTwiceThere() {
        List<Finding> none = TalosRules.check(Contract.V1_13, NodeType.WORKER, new Configuration(List.of()));
        assertEquals(1, none.size(), none::toString);
        List<Document> twice = new ArrayList<>(sound(Contract.V1_13, NodeType.WORKER).documents());
        twice.add(twice.getLast());
        assertEquals(List.of("HostnameConfig#"), TalosRules.check(Contract.V1_13, NodeType.WORKER,
                new Configuration(twice)).stream().map(finding -> finding.problem().where()).toList());
    }

    /** Whatever a patch makes of a configuration: no exception, and no secret in a finding. */
    @Test
    void survivesAnything() {
        Random random = new Random(5);
        for (Contract contract : Contract.values()) {
            for (int round = 0; round < 60; round++) {
                Configuration configuration = new Configuration(sound(contract, NodeType.CONTROLPLANE).documents()
                        .stream().map(document -> new Document(castMap(shaken(document.body(), random)))).toList());
                TalosRules.check(contract, NodeType.CONTROLPLANE, configuration)
                        .forEach(finding -> assertFalse(finding.toString().contains(SECRET)));
            }
        }
    }

    private static Object shaken(Object value, Random random) {
        if (random.nextInt(60) == 0) {
            return List.of(7L, "::", true, List.of(), List.of("x"), Map.of("k", "v"), "1/2/3", 1.5).get(random.nextInt(8));
        }
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> out = new LinkedHashMap<>();
                map.forEach((key, inner) -> out.put((String) key, key.equals("kind") ? inner : shaken(inner, random)));
                yield out;
            }
            case List<?> list -> list.stream().map(item -> shaken(item, random)).toList();
            default -> value;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> castMap(Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    /** Edits between {@code " ; "}: {@code [KIND:]a/b=YAML}, {@code -[KIND:]a/b}, {@code +KIND YAML}, {@code -KIND}. */
    static Configuration edited(Configuration made, String edits) {
        Configuration out = made;
        for (String edit : edits.split(" ; ")) {
            if (edit.startsWith("+")) {
                int space = edit.indexOf(' ');
                out = added(out, Document.of(edit.substring(1, space), castMap(yaml(edit.substring(space + 1)))));
            } else if (edit.matches("-[A-Z]\\w+")) {
                out = out.without(edit.substring(1));
            } else {
                boolean remove = edit.startsWith("-");
                String path = remove ? edit.substring(1) : edit.substring(0, edit.indexOf('='));
                int colon = path.indexOf(':');
                String kind = colon < 0 ? Document.V1ALPHA1 : path.substring(0, colon);
                List<String> keys = List.of(path.substring(colon + 1).split("/"));
                Object value = remove ? null : yaml(edit.substring(edit.indexOf('=') + 1));
                assertTrue(out.find(kind).isPresent(), edit);
                out = out.change(kind, document -> new Document(changed(document.body(), keys, value)));
            }
        }
        return out;
    }

    private static Configuration added(Configuration made, Document document) {
        List<Document> all = new ArrayList<>(made.documents());
        all.add(document);
        return new Configuration(all);
    }

    private static Object yaml(String text) {
        return Documents.read("x: " + text).documents().getFirst().body().get("x");
    }

    private static Map<String, Object> changed(Map<String, Object> map, List<String> keys, Object value) {
        Map<String, Object> out = new LinkedHashMap<>(map);
        String key = keys.getFirst();
        if (keys.size() > 1) {
            out.put(key, changed(castMap(map.get(key)), keys.subList(1, keys.size()), value));
        } else if (value == null) {
            assertTrue(out.remove(key) != null, "nothing to remove at " + key);
        } else {
            out.put(key, value);
        }
        return out;
    }
}
