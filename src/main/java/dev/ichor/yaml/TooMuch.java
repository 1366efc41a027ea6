package dev.ichor.yaml;

/** A document over one of the bounds of {@link Yaml}. */
final class TooMuch extends Exception {
    private static final long serialVersionUID = 1L;

    TooMuch(String message) {
        super(message);
    }
}
