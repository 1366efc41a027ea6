package dev.ichor.talos.render;

import dev.ichor.base.Sha256;
import dev.ichor.talos.document.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What became of a node's configuration.
 *
 * @param configuration as far as it could be made
 * @param text          its YAML; holds secrets
 * @param schematic     Image Factory schematic whose kernel arguments and installer fit; empty: the plain release
 * @param schematicYaml what to send to an Image Factory so that it knows that schematic; empty if it is not ours
 * @param installer     installer image with its tag
 * @param findings      all of them
 */
public record Rendering(Configuration configuration, String text, String schematic, String schematicYaml,
                        String installer, List<Finding> findings) {
    public Rendering {
        findings = List.copyOf(findings);
    }

    /** With the plain release, or a schematic that is not ours. */
    public Rendering(Configuration configuration, String text, String schematic, String installer,
                     List<Finding> findings) {
        this(configuration, text, schematic, "", installer, findings);
    }

    /** True if it must not be served. */
    public boolean isRefused() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /** Of the text's bytes. */
    public Sha256 hash() {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Rendering[" + hash() + ", " + findings + "]";
    }
}
