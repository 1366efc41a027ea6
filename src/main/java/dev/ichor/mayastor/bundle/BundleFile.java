package dev.ichor.mayastor.bundle;

/**
 * A file of a bundle.
 *
 * @param path       within the bundle, with slashes
 * @param executable whether it is a script
 * @param text       ends with a newline
 */
public record BundleFile(String path, boolean executable, String text) {
    /** Not executable. */
    public static BundleFile of(String path, String text) {
        return new BundleFile(path, false, text);
    }

    public static BundleFile script(String path, String text) {
        return new BundleFile(path, true, text);
    }
}
