package dev.ichor.cli;

import dev.ichor.base.Ipv4;
import dev.ichor.config.ApplianceConfig;
import dev.ichor.provisioner.talos.TalosParts;
import dev.ichor.server.boot.BootServer;
import dev.ichor.server.tls.BootAuthority;
import dev.ichor.talos.boot.EarlyConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The boot plane by HTTPS: what machines are told of it, and what it listens with. */
final class SecureBoot {
    private final BootAuthority authority;
    private final Ipv4 address;
    private final int port;

    private SecureBoot(BootAuthority authority, Ipv4 address, int port) {
        this.authority = authority;
        this.address = address;
        this.port = port;
    }

    /**
     * Empty if the settings want none.
     *
     * @throws Failure if the authority's files cannot be used
     */
    static Optional<SecureBoot> open(ApplianceConfig config, Segment segment, Instant now) {
        if (config.boot().tlsPort() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SecureBoot(BootAuthority.of(config.state(), now), segment.own().address(),
                    config.boot().tlsPort()));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the boot plane cannot be served by HTTPS: " + e.getMessage()
                    + " (boot.tls-port: 0 does without)", e);
        }
    }

    TalosParts.Secure told() {
        return new TalosParts.Secure("https://" + address + ":" + port, EarlyConfig.of(authority.pem()));
    }

    BootServer.Tls listener() throws IOException {
        return new BootServer.Tls(port, authority.server(address));
    }
}
