package dev.ichor.server.admin.routes;

import dev.ichor.base.Malformed;
import dev.ichor.provisioner.talos.Installs;
import dev.ichor.server.admin.api.ConfigDiff;
import dev.ichor.server.admin.api.FindingView;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationReader;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.patch.Comparison;
import dev.ichor.talos.patch.Masking;
import dev.ichor.talos.secrets.Masker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A configuration for eyes that may not see its secrets: hidden by their places, and by their values elsewhere. */
final class Masked {
    private final Installs.Preview preview;
    private final Configuration last;
    private final Masker masker;

    Masked(Installs.Preview preview) {
        this.preview = preview;
        this.last = preview.last().map(Masked::read).orElse(new Configuration(List.of()));
        Set<String> secrets = new LinkedHashSet<>(Masking.secrets(preview.rendering().configuration()));
        secrets.addAll(Masking.secrets(last));
        this.masker = Masker.of(secrets);
    }

    private static Configuration read(Installs.Served served) {
        try {
            return ConfigurationReader.read(served.text());
        } catch (Malformed e) {
            throw new IllegalStateException("what was served cannot be read: " + e.getMessage(), e);
        }
    }

    /** Any text that came from the configuration. */
    String mask(String text) {
        return masker.mask(text);
    }

    String text() {
        return mask(ConfigurationText.of(Masking.of(preview.rendering().configuration())));
    }

    List<FindingView> findings() {
        return preview.rendering().findings().stream().map(finding -> FindingView.of(finding, this::mask)).toList();
    }

    /** From what was served last to what would be served now. */
    List<ConfigDiff.Line> differences() {
        return Comparison.of(Masking.of(last), Masking.of(preview.rendering().configuration())).stream()
                .map(line -> new ConfigDiff.Line(mask(line.where()), line.before().map(this::mask),
                        line.after().map(this::mask))).toList();
    }
}
