package dev.ichor.talos;

import dev.ichor.base.Malformed;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Talos or Kubernetes, e.g. {@code v1.13.9} or {@code v1.14.0-rc.1}.
 *
 * @param pre what follows the hyphen; empty for a release
 */
public record TalosVersion(int major, int minor, int patch, String pre) {
    private static final Pattern FORM =
            Pattern.compile("v?(0|[1-9][0-9]{0,4})\\.(0|[1-9][0-9]{0,4})\\.(0|[1-9][0-9]{0,4})(?:-([0-9A-Za-z.-]{1,40}))?");

    /** @throws Malformed for anything that is no semantic version of three numbers */
    public static TalosVersion parse(String text) throws Malformed {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new Malformed("not a version (expected e.g. v1.13.9)");
        }
        return new TalosVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)), parts.group(4) == null ? "" : parts.group(4));
    }

    /** With the leading {@code v}, as tags are written. */
    @Override
    public String toString() {
        return "v" + major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre);
    }
}
