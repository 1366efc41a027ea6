package dev.ichor.talos.generate;

import dev.ichor.base.Subnet;
import dev.ichor.inventory.NodeType;
import dev.ichor.talos.Contract;
import dev.ichor.talos.TalosVersion;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.secrets.SecretsBundle;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The configuration that {@code talosctl gen config} writes, without an install disk. */
public final class Base {
    private Base() {
    }

    /**
     * What the generator is told.
     *
     * @param installer installer image with its tag; empty: no image is named
     */
    public record Input(NodeType type, String cluster, URI endpoint, TalosVersion kubernetes, List<Subnet> pods,
                        List<Subnet> services, SecretsBundle secrets, Optional<String> installer) {
    }

    public static Configuration of(Contract contract, Input input) {
        throw new UnsupportedOperationException();
    }
}
