package dev.ichor.talos.patch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a secret looks like: by the name of its key, and by itself. */
final class Secrecy {
    /** Talos's names (v1alpha1, RegistryAuthConfig, WireguardConfig, HCloudVIPConfig), compared in lower case. */
    private static final Pattern NAME = Pattern.compile(
            "auth|.*(token|secret|passw|passphrase|privatekey|private_key|presharedkey|apikey|api_key|credential).*");
    /** Texts that may hold anything: files, manifests, headers. */
    private static final Set<String> CONTENTS = Set.of("content", "contents", "manifest");
    private static final Set<String> HEADERS = Set.of("headers", "extramanifestheaders");
    private static final Set<String> CERTIFICATES = Set.of("crt", "cert");
    private static final Set<String> KEY_HOLDERS = Set.of("ca", "aggregatorca", "serviceaccount", "issuingca",
            "clientidentity", "issuer");
    private static final Pattern BASE64_PEM = Pattern.compile("LS0tLS1CRUdJTi[A-Za-z0-9+/=]{0,120}");
    private static final Pattern USER = Pattern.compile("(://)[^/@\\s]+@");
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)((?:token|secret|passw|passphrase|private_?key|api_?key|credential)[-\\w.]{0,40}[\"']?\\s{0,4}[=:]"
                    + "\\s{0,4}[\"']?(?:bearer |basic )?)[^\\s&,;\"']+");

    private Secrecy() {
    }

    /** Whether what stands behind such a key is a secret. */
    static boolean name(String key) {
        return NAME.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether a text behind that key may hold anything, secrets too. */
    static boolean contents(String key, String parent) {
        return CONTENTS.contains(key) || HEADERS.contains(parent.toLowerCase(Locale.ROOT));
    }

    /** Whether {@code key: ...} in a map with these keys, which stands behind {@code parent}, is a private key. */
    static boolean privateKey(String key, Set<?> siblings, String parent) {
        return key.equals("key") && (siblings.stream().anyMatch(CERTIFICATES::contains)
                || KEY_HOLDERS.contains(parent.toLowerCase(Locale.ROOT)));
    }

    /** Whether the text holds a private key, as PEM or as base64 of one. */
    static boolean pem(String text) {
        if (text.contains("PRIVATE KEY")) {
            return true;
        }
        Matcher matcher = BASE64_PEM.matcher(text);
        while (matcher.find()) {
            String run = matcher.group().replace("=", "");
            byte[] start = Base64.getDecoder().decode(run.substring(0, run.length() / 4 * 4));
            if (!new String(start, StandardCharsets.ISO_8859_1).matches("(?s)-----BEGIN (CERTIFICATE|PUBLIC).*")) {
                return true;
            }
        }
        return false;
    }

    /** The text without the users of its URLs, and without what is assigned to a name that says secret. */
    static String inside(String text) {
        String out = text.contains("://") ? USER.matcher(text).replaceAll("$1" + Masking.MASK + "@") : text;
        return out.indexOf('=') >= 0 || out.indexOf(':') >= 0
                ? ASSIGNED.matcher(out).replaceAll("$1" + Matcher.quoteReplacement(Masking.MASK)) : out;
    }
}
