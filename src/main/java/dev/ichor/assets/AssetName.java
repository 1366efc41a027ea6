package dev.ichor.assets;

import dev.ichor.base.Malformed;
import java.util.regex.Pattern;

/**
 * The name of an asset: what URLs and locks call it. One to six elements between slashes, each of lower-case letters,
 * digits, {@code .}, {@code _}, {@code +} and {@code -}, none starting with a dot; at most 200 characters. So no name
 * can climb out of the folder or hide in it.
 *
 * @param text the name
 */
public record AssetName(String text) implements Comparable<AssetName> {
    private static final Pattern RULE = Pattern.compile("[a-z0-9_][a-z0-9._+-]*(/[a-z0-9_][a-z0-9._+-]*){0,5}");
    private static final int LONGEST = 200;

    public AssetName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not an asset name: " + text);
        }
    }

    private static boolean isValid(String text) {
        return text.length() <= LONGEST && RULE.matcher(text).matches();
    }

    /**
     * Reads a name.
     *
     * @throws Malformed for anything outside the rule
     */
    public static AssetName parse(String text) throws Malformed {
        if (!isValid(text)) {
            throw new Malformed("not an asset name (expected lower-case letters, digits, '.', '_', '+', '-', in up to"
                    + " six elements between slashes, none starting with a dot)");
        }
        return new AssetName(text);
    }

    /** The media type that UEFI HTTP boot and browsers expect; EDK2 picks its loader by it. */
    public String contentType() {
        if (text.endsWith(".efi")) {
            return "application/efi";
        }
        return text.endsWith(".ipxe") ? "text/plain; charset=utf-8" : "application/octet-stream";
    }

    @Override
    public int compareTo(AssetName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
