package dev.ichor.talos;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Talos's own JSON schemas, against which tests hold configurations. They lie beside the checkout; a test that calls
 * {@link #assumePresent()} is skipped with a sentence where they are not.
 *
 * <p>Three slips of the schemas are mended: {@code persist} is missing in them, and two documents bear another kind
 * than the one Talos reads.
 */
public final class Schemas {
    private static final Path FOLDER = Path.of("..", "shared", "talos-schemas");
    private static final Map<String, String> KINDS = Map.of("UnattendedInstall", "UnattendedInstallConfig",
            "KubeSpanEndpoints", "KubeSpanEndpointsConfig");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Map<String, JsonNode> TREES = new ConcurrentHashMap<>();
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {
    }

    public static void assumePresent() {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "Talos's schemas are not beside this checkout");
    }

    /** What the schemas say against the configuration, one sentence each; empty if it is right. */
    public static List<String> problems(Contract contract, Configuration configuration) {
        List<String> problems = new ArrayList<>();
        for (Document document : configuration.documents()) {
            List<String> definitions = definitions(contract, document.kind());
            if (definitions.size() != 1) {
                problems.add(document.kind() + ": " + definitions.size() + " definitions in the schema of " + contract);
                continue;
            }
            JsonNode tree = MAPPER.valueToTree(body(document));
            schema(contract, definitions.getFirst()).validate(tree)
                    .forEach(error -> problems.add(document.kind() + ": " + error));
        }
        return problems;
    }

    /** Like {@link #problems}, but each document against the schema's own {@code oneOf} with all kinds: slow. */
    public static List<String> problemsOfWhole(Contract contract, Configuration configuration) {
        Schema whole = COMPILED.computeIfAbsent(version(contract), _ -> registry().getSchema(tree(contract)));
        List<String> problems = new ArrayList<>();
        configuration.documents().forEach(document -> {
            if (!whole.validate(MAPPER.<JsonNode>valueToTree(body(document))).isEmpty()) {
                problems.add(document.kind() + " is none, or more than one, of the schema's documents");
            }
        });
        return problems;
    }

    private static Map<String, Object> body(Document document) {
        Map<String, Object> body = new LinkedHashMap<>(document.body());
        if (document.kind().equals(Document.V1ALPHA1)) {
            body.remove("persist");
        }
        return body;
    }

    /** A definition alone compiles and validates much faster than the choice among ninety of them. */
    private static Schema schema(Contract contract, String definition) {
        return COMPILED.computeIfAbsent(version(contract) + definition, _ -> {
            ObjectNode root = (ObjectNode) tree(contract).deepCopy();
            root.remove("oneOf");
            root.put("$ref", definition);
            return registry().getSchema(root);
        });
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }

    private static List<String> definitions(Contract contract, String kind) {
        List<String> found = new ArrayList<>();
        for (JsonNode choice : tree(contract).path("oneOf")) {
            String reference = choice.path("$ref").asString();
            JsonNode kinds = tree(contract).at(reference.substring(1)).path("properties").path("kind").path("enum");
            if (kinds.isMissingNode() ? kind.equals(Document.V1ALPHA1) : kinds.path(0).asString().equals(kind)) {
                found.add(reference);
            }
        }
        return found;
    }

    private static JsonNode tree(Contract contract) {
        return TREES.computeIfAbsent(version(contract), version -> {
            try {
                JsonNode tree = MAPPER.readTree(Files.readString(
                        FOLDER.resolve("config.schema." + version + ".json")));
                for (JsonNode definition : tree.path("$defs")) {
                    if (definition.path("properties").path("kind").path("enum") instanceof ArrayNode kinds) {
                        String right = KINDS.get(kinds.path(0).asString());
                        if (right != null) {
                            kinds.removeAll().add(right);
                        }
                    }
                }
                return tree;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Contract 1.11 knows what 1.10 knows, and a few kinds of volumes that nothing here writes. */
    private static String version(Contract contract) {
        return switch (contract) {
            case V1_10, V1_11 -> "v1.10.9";
            case V1_12 -> "v1.12.10";
            case V1_13 -> "v1.13.9";
            case V1_14 -> "v1.14.0-rc.1";
        };
    }
}
