package dev.ichor.inventory;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Subnet;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A Talos and Kubernetes cluster.
 *
 * @param name       RFC 1123 label
 * @param endpoint   of the Kubernetes API: {@code https://host:port}
 * @param talos      version, e.g. {@code v1.11.3}
 * @param kubernetes version, e.g. {@code v1.34.1}
 * @param pods       networks of pods; at least one
 * @param services   networks of services; at least one
 * @param storage    network of Mayastor; empty if it shares the nodes' own
 * @param zones      the zones that its nodes may be in; empty: any
 * @param mayastor   what is handed over at the end
 * @param management network on which the nodes are reached
 * @param plan       of the nodes' Talos
 */
public record Cluster(String name, URI endpoint, String talos, String kubernetes, List<Subnet> pods,
                      List<Subnet> services, Optional<StorageNetwork> storage, List<String> zones,
                      MayastorPlan mayastor, Management management, TalosPlan plan) implements Declared {
    /** What Talos takes if nothing is said. */
    public static final List<Subnet> PODS = List.of(new Subnet(Ipv4.of(new byte[] {10, (byte) 244, 0, 0}), 16));
    /** What Talos takes if nothing is said. */
    public static final List<Subnet> SERVICES = List.of(new Subnet(Ipv4.of(new byte[] {10, 96, 0, 0}), 12));

    public Cluster {
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        zones = List.copyOf(zones);
    }

    /** Nothing is said of the management network and of Talos's details. */
    public Cluster(String name, URI endpoint, String talos, String kubernetes, List<Subnet> pods,
                   List<Subnet> services, Optional<StorageNetwork> storage, List<String> zones, MayastorPlan mayastor) {
        this(name, endpoint, talos, kubernetes, pods, services, storage, zones, mayastor, Management.NONE,
                TalosPlan.DEFAULT);
    }

    @Override
    public Kind kind() {
        return Kind.CLUSTER;
    }
}
