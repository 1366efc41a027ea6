package dev.ichor.server.admin.api;

import dev.ichor.provisioner.talos.ClusterKeys;
import java.time.Instant;
import java.util.List;

/** What may be told of a cluster's secrets. */
@About("What may be told of a cluster's secrets.")
public record SecretsView(
        @About("The cluster's name.") String cluster,
        @About(value = "Made here, or imported from which file.", words = {"generated", "secrets-file",
            "configuration"}) String origin,
        @About("When they were made or imported.") Instant made,
        @About(value = "Id of the key that seals them.", example = "\"0123456789abcdef\"") String sealedWith,
        @About("Whether the key at hand opens them.") boolean openable,
        @About("Why it does not; empty if it does.") String trouble,
        @About("The certificate authorities; none if they cannot be opened.") List<AuthorityView> authorities) {
    public static SecretsView of(ClusterKeys.State state, Instant now) {
        return new SecretsView(state.cluster(), origin(state.origin()), state.made(), state.sealedWith(),
                state.openable(), state.trouble(), state.authorities().stream()
                .map(authority -> AuthorityView.of(authority, now)).toList());
    }

    private static String origin(ClusterKeys.Origin origin) {
        return switch (origin) {
            case GENERATED -> "generated";
            case SECRETS_FILE -> "secrets-file";
            case CONFIGURATION -> "configuration";
        };
    }
}
