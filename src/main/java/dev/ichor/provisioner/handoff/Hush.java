package dev.ichor.provisioner.handoff;

import dev.ichor.provisioner.Outcome;
import dev.ichor.provisioner.talos.ClusterKeys;
import dev.ichor.talos.secrets.Masker;
import dev.ichor.talos.secrets.SecretsBundle;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of what runs and nodes tell: those of the cluster by their value, others by their look (private
 * keys, bearer tokens, bootstrap tokens). Thread-safe; not inside a transaction.
 */
final class Hush {
    private static final String MASK = "(secret)";
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?");
    private static final Pattern BEARER = Pattern.compile("\\beyJ[\\w-]{10,}\\.[\\w-]+\\.[\\w-]*");
    private static final Pattern BOOTSTRAP = Pattern.compile("\\b[0-9a-z]{6}\\.[0-9a-z]{16}\\b");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:token|secret|password|-key-data)[\"']?\\s*[=:]\\s*[\"']?)[^\\s&\"',]{6,}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]+");

    private final Masker cluster;

    private Hush(Masker cluster) {
        this.cluster = cluster;
    }

    static Hush of(ClusterKeys keys, String cluster) {
        return of(switch (keys.bundle(cluster)) {
            case Outcome.Done<SecretsBundle>(SecretsBundle bundle) -> bundle.secretTexts();
            // What cannot be opened cannot be recognised by its value.
            case Outcome.Refused<SecretsBundle> _ -> List.of();
        });
    }

    static Hush of(List<String> secrets) {
        return new Hush(Masker.of(secrets));
    }

    /** The text without secrets and without control characters but ends of lines, of at most that many characters. */
    String text(String text, int most) {
        String quiet = KEY.matcher(cluster.mask(text)).replaceAll(MASK);
        quiet = BOOTSTRAP.matcher(BEARER.matcher(quiet).replaceAll(MASK)).replaceAll(MASK);
        quiet = CONTROL.matcher(NAMED.matcher(quiet).replaceAll("$1" + MASK)).replaceAll(" ").strip();
        if (quiet.length() <= most) {
            return quiet;
        }
        int end = most - 1;
        return quiet.substring(0, Character.isHighSurrogate(quiet.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
