package dev.ichor.server.admin.api;

/** Answer of {@code POST /api/v1/clusters/{name}/secrets/export}. */
@About("All secrets of a cluster.")
public record SecretsFile(@About("The text of a `secrets.yaml`.") String text) {
    /** Without the text. */
    @Override
    public String toString() {
        return "SecretsFile";
    }
}
