package dev.ichor.server.admin.routes;

/** What the files of a bundle are to HTTP. */
final class BundleTypes {
    /** Each file has its own. */
    static final String ANY = "*/*";

    private BundleTypes() {
    }

    /** The media type of a file, by the end of its name. */
    static String of(String path) {
        String end = path.substring(path.lastIndexOf('.') + 1);
        return switch (end) {
            case "yaml" -> ConfigRoutes.YAML;
            case "json" -> "application/json";
            case "md" -> "text/markdown; charset=utf-8";
            case "sh" -> "text/x-shellscript; charset=utf-8";
            default -> "text/plain; charset=utf-8";
        };
    }
}
