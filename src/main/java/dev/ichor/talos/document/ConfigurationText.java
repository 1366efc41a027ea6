package dev.ichor.talos.document;

/** The YAML of a configuration: block style, indented by four, documents between {@code ---}; always the same bytes. */
public final class ConfigurationText {
    private ConfigurationText() {
    }

    public static String of(Configuration configuration) {
        throw new UnsupportedOperationException();
    }
}
