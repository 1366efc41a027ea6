package dev.ichor.talos.secrets;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hides secrets in text by their value, wherever they stand. A PEM key is found line by line, so that indentation
 * doesn't hide it from the masker.
 */
public final class Masker {
    private static final int SHORTEST = 8;
    private final List<String> hidden;

    private Masker(List<String> hidden) {
        this.hidden = hidden;
    }

    /** Hides each of these texts; ones of fewer than {@value #SHORTEST} characters are too common to look for. */
    public static Masker of(Collection<String> secrets) {
        return new Masker(secrets.stream().flatMap(Masker::parts).filter(part -> part.length() >= SHORTEST).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).toList());
    }

    private static Stream<String> parts(String secret) {
        return secret.strip().lines().map(String::strip).filter(line -> !line.startsWith("-----"));
    }

    public String mask(String text) {
        String out = text;
        for (String secret : hidden) {
            out = out.replace(secret, SecretsBundle.MASK);
        }
        return out;
    }

    @Override
    public String toString() {
        return "Masker[" + hidden.size() + " texts]";
    }
}
