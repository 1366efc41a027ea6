package dev.ichor.mayastor.bundle;

import dev.ichor.base.Ipv4;
import dev.ichor.base.Malformed;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.PoolNames;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans made by hand, for what is written from a plan. */
public final class HandPlans {
    public static final Chart UMBRELLA = new Chart(Handoff.Chart.OPENEBS, "4.5.1", "2.11.1", "v1beta3");
    public static final Chart OLDER = new Chart(Handoff.Chart.OPENEBS, "4.4.0", "2.10.0", "v1beta3");
    public static final Chart STANDALONE = new Chart(Handoff.Chart.MAYASTOR, "2.7.1", "2.7.1", "v1beta2");
    private static final long TIB = 1L << 40;

    private HandPlans() {
    }

    /** Of as many nodes as {@code pools} has numbers: how many pools each has. */
    public static HandoffPlan of(String cluster, Chart chart, int replicas, int... pools) throws Malformed {
        List<HandoffPlan.StorageNode> nodes = new ArrayList<>();
        Map<String, List<String>> members = new TreeMap<>();
        for (int i = 0; i < pools.length; i++) {
            String name = cluster + "-worker-" + (i + 1);
            String zone = "zone-" + "abc".charAt(i % 3);
            nodes.add(new HandoffPlan.StorageNode(name, zone, "", "", Optional.of(Ipv4.parse("10.30.0." + (11 + i))),
                    pools(name, i + 1, pools[i])));
            members.put(name, List.of(name));
        }
        Cluster declared = new Cluster(cluster, URI.create("https://10.20.0.5:6443"), "v1.13.9", "v1.36.3",
                Cluster.PODS, Cluster.SERVICES, Optional.empty(), List.of(), new MayastorPlan(true, chart.version(),
                        replicas));
        long raw = nodes.stream().mapToLong(HandoffPlan.StorageNode::bytes).sum();
        return new HandoffPlan(declared, chart, nodes, new HandoffPlan.Quorum(nodes.size(), "production", ""),
                new HandoffPlan.Domains(Handoff.Domain.NODE, members, ""),
                new HandoffPlan.Capacity(replicas, raw, 0, raw / replicas, 0, 100, ""),
                new HandoffPlan.Engine(List.of(2, 3), 1024, ""), Optional.empty(), List.of(), Optional.empty(),
                List.of());
    }

    private static List<HandoffPlan.Pool> pools(String node, int number, int count) {
        List<HandoffPlan.Pool> pools = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String serial = "S6CK%02d%02d".formatted(number, i);
            String wwid = "eui.00000000" + serial.toLowerCase(java.util.Locale.ROOT);
            String name = PoolNames.of(node, new DiskId(wwid, serial, TIB));
            pools.add(new HandoffPlan.Pool(name, node, serial, wwid, "SOLID 4000", "/dev/disk/by-id/nvme-SOLID_4000_"
                    + serial, TIB, "", "", false, Map.of()));
        }
        return pools;
    }
}
