package dev.ichor.talos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of Talos's own configurations is known to the table of keys. */
@Timeout(60)
class FieldsTest {
    private static final Path GOLDENS = Path.of("..", "shared", "talos-goldens");

    @ParameterizedTest
    @CsvSource({"V1_10,v1.10", "V1_11,v1.10", "V1_12,v1.12", "V1_13,v1.13", "V1_14,v1.14", "V1_14,v1.13"})
    void knowsTheKeysOfTalosOwn(Contract contract, String golden) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(GOLDENS), "Talos's own configurations are not beside this checkout");
        for (NodeType type : NodeType.values()) {
            String text = Files.readString(GOLDENS.resolve(golden + "-base-" + type.label() + ".yaml"));
            assertEquals(List.of(), TalosRules.check(contract, type, Documents.read(text)).stream()
                    .filter(finding -> finding.problem().what().contains("key")
                            && finding.problem().what().contains("know")).toList());
        }
    }
}
