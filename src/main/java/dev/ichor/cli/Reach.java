package dev.ichor.cli;

import dev.ichor.base.Malformed;
import dev.ichor.base.Sha256;
import dev.ichor.client.AdminClient;
import dev.ichor.client.ClientFailed;
import dev.ichor.client.Door;
import dev.ichor.client.TokenFile;
import dev.ichor.client.Trust;
import dev.ichor.config.ApplianceConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options by which a command finds the appliance, knows it, and is let in. */
final class Reach {
    @Option(names = "--url", paramLabel = "URL", scope = ScopeType.INHERIT,
            description = "The admin plane, https://10.0.0.5:8081. Default: as the settings say.")
    private URI url;

    @Option(names = "--ca", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Trust this certificate, or those it vouches for. Default: the one in the state folder.")
    private Path authority;

    @Option(names = "--fingerprint", paramLabel = "SHA256", scope = ScopeType.INHERIT,
            description = "Trust exactly the certificate with this fingerprint.")
    private String fingerprint;

    @Option(names = "--token-file", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "File with the token. Default: the variable ICHOR_TOKEN, then the file "
                    + "~/.config/ichor/token.")
    private Path tokenFile;

    AdminClient client(Ichor root) throws ClientFailed {
        ApplianceConfig config = root.settings();
        Path home = home(root.environment());
        Optional<String> variable = Optional.ofNullable(root.environment().get(TokenFile.VARIABLE));
        Optional<String> token = TokenFile.find(Optional.ofNullable(tokenFile), variable, home);
        String looked = tokenFile != null ? tokenFile.toString() : variable.filter(text -> !text.isBlank())
                .map(text -> "the variable " + TokenFile.VARIABLE).orElse(token.isPresent() ? home.toString()
                        : "--token-file, the variable " + TokenFile.VARIABLE + ", and the file " + home);
        return new AdminClient(new Door(base(config), trust(config), token, looked),
                () -> UUID.randomUUID().toString());
    }

    private static Path home(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = config.isEmpty() ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")),
                ".config") : Path.of(config);
        return folder.resolve("ichor/token");
    }

    private URI base(ApplianceConfig config) {
        if (url == null) {
            return base(config.admin());
        }
        String path = url.getPath() == null ? "" : url.getPath();
        boolean known = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!known || url.getHost() == null || url.getRawUserInfo() != null || !path.matches("/?")
                || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new Failure(ExitCode.USAGE, "--url: expected https://host:port, found '" + url + "'");
        }
        return url;
    }

    private static URI base(ApplianceConfig.Admin admin) {
        String host = admin.address().isAny() ? "127.0.0.1" : admin.address().toString();
        return URI.create("https://" + host + ":" + admin.port());
    }

    private Trust trust(ApplianceConfig config) {
        if (fingerprint != null && authority != null) {
            throw new Failure(ExitCode.USAGE, "give --ca or --fingerprint, not both");
        }
        if (fingerprint != null) {
            try {
                return new Trust.Pinned(Sha256.parse(fingerprint.replaceAll("[: ]", "").toLowerCase(Locale.ROOT)));
            } catch (Malformed e) {
                throw new Failure(ExitCode.USAGE, "--fingerprint: " + e.getMessage(), e);
            }
        }
        return authority != null ? new Trust.Certificates(authority, false) : standing(config);
    }

    /** What is trusted when nothing was said: the certificate of the appliance that runs here, if it may be read. */
    private static Trust standing(ApplianceConfig config) {
        Path own = config.admin().certificate().orElseGet(() -> config.state().resolve("admin/cert.pem"));
        return Files.isReadable(own) ? new Trust.Certificates(own, true) : new Trust.Public();
    }

    /** A client without a token, of the appliance that the settings speak of. */
    static AdminClient plain(ApplianceConfig config) throws ClientFailed {
        return new AdminClient(new Door(base(config.admin()), standing(config)), () -> UUID.randomUUID().toString());
    }
}
