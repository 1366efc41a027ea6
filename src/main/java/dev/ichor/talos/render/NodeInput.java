package dev.ichor.talos.render;

import dev.ichor.base.Arch;
import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Node;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.talos.secrets.SecretsBundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a node's configuration is made of.
 *
 * @param node        with the labels of its policy
 * @param secrets     of the cluster
 * @param fingerprint the latest of the machine
 * @param claims      the roles of its disks
 * @param storage     its address in the storage network
 * @param others      static and storage addresses of the other nodes by their names, to find one that is there twice
 * @param arch        of the machine
 * @param sinks       where the node reports to; empty: nowhere
 */
public record NodeInput(Cluster cluster, Node node, SecretsBundle secrets, Fingerprint fingerprint,
                        List<DiskClaim> claims, Optional<Ipv4> storage, Map<Ipv4, String> others, Arch arch,
                        Optional<Sinks> sinks) {
    public NodeInput {
        claims = List.copyOf(claims);
        others = Map.copyOf(others);
    }

    /** The appliance's listeners for events (gRPC) and kernel logs (JSON lines over TCP); port 0: there is none. */
    public record Sinks(Ipv4 address, int events, int kernelLog) {
    }
}
