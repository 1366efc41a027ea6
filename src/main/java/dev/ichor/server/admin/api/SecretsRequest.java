package dev.ichor.server.admin.api;

import java.util.Optional;

/** Body of {@code POST /api/v1/clusters/{name}/secrets}. */
@About("A wish for secrets: new ones, or those of a cluster that runs.")
public record SecretsRequest(
        @About("The text of a `secrets.yaml`, or of a control plane's configuration; new secrets are made if absent.")
        Optional<String> file) {
    /** Without the text. */
    @Override
    public String toString() {
        return "SecretsRequest";
    }
}
