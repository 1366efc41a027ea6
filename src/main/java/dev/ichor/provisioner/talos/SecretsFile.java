package dev.ichor.provisioner.talos;

import dev.ichor.base.Problem;
import dev.ichor.base.Problems;
import dev.ichor.talos.secrets.SecretsBundle;
import dev.ichor.vault.secrets.ConfigurationImport;
import dev.ichor.vault.secrets.SecretsReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file with a cluster's secrets that someone gave: its kind is told by what stands in it. */
final class SecretsFile {
    private static final String SHOWN = "file";
    /** What no {@code secrets.yaml} has at its left edge, and every machine configuration has. */
    private static final Pattern CONFIGURATION = Pattern.compile(
            "(?m)^[\"']?(?:machine|version|apiVersion|kind)[\"']?:");
    private static final Pattern PLACE = Pattern.compile(SHOWN + ":([0-9]+)(?: (.*))?", Pattern.DOTALL);

    private SecretsFile() {
    }

    static ClusterKeys.Origin kind(byte[] file) {
        return CONFIGURATION.matcher(new String(file, StandardCharsets.UTF_8)).find()
                ? ClusterKeys.Origin.CONFIGURATION : ClusterKeys.Origin.SECRETS_FILE;
    }

    /** @param problems of the request's field {@code file}, each with line and path */
    static Optional<SecretsBundle> read(byte[] file, Problems problems) {
        Problems found = new Problems();
        Optional<SecretsBundle> bundle = switch (kind(file)) {
            case SECRETS_FILE, GENERATED -> SecretsReader.read(file, SHOWN, found);
            case CONFIGURATION -> ConfigurationImport.read(file, SHOWN, found);
        };
        problems.addAll(found.list().stream().map(SecretsFile::placed).toList());
        return bundle;
    }

    private static Problem placed(Problem problem) {
        Matcher place = PLACE.matcher(problem.where());
        String where = !place.matches() ? "" : "line " + place.group(1)
                + (place.group(2) == null ? "" : ", " + place.group(2)) + ": ";
        return new Problem("/" + SHOWN, where + problem.what(), problem.mend());
    }
}
