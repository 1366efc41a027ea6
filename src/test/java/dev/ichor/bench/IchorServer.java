package dev.ichor.bench;

import dev.ichor.rack.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Ichor as an operator starts it, with the lab's files as its assets.
 *
 * @param mode          {@code full} or {@code off}
 * @param conflictProbe false where the peers are told not to probe either
 */
record IchorServer(String mode, boolean conflictProbe) implements Contender {
    @Override
    public String name() {
        return "ichor";
    }

    @Override
    public String httpPath(String file) {
        return "/assets/" + file;
    }

    @Override
    public int httpPort() {
        return 8080;
    }

    @Override
    public Daemon start(Lab lab) throws IOException {
        Path config = Files.writeString(lab.folder().resolve("appliance.yaml"), """
                interface: eth0
                state: %1$s/state
                dhcp: {mode: %2$s, pool: 10.66.16.0-10.66.255.250, lease-time: 1h, conflict-probe: %3$s}
                assets: {folder: %1$s/assets}
                """.formatted(lab.folder(), mode, conflictProbe));
        Daemon daemon = lab.server.namespace().start("ichor", List.of("bash", "appliance/ichor", "serve", "--config",
                config.toString()));
        Wait.forLog(daemon, "event=ready");
        return daemon;
    }
}
