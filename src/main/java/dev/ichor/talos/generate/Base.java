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

    /**
     * The documents in the generator's order. With {@link Contract#V1_14} the installer is not named here: it stands in
     * the document that names the disk.
     */
    public static Configuration of(Contract contract, Input input) {
        return switch (contract) {
            case V1_10, V1_11, V1_12, V1_13 -> new Legacy(contract, input).configuration();
            case V1_14 -> new MultiDocument(input).configuration();
        };
    }

    /** Without the brackets of an IPv6 address. */
    static String host(URI endpoint) {
        String host = endpoint.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
