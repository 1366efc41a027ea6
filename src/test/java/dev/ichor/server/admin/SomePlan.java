package dev.ichor.server.admin;

import dev.ichor.base.Ipv4;
import dev.ichor.inventory.Cluster;
import dev.ichor.inventory.Handoff;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.Finding;
import dev.ichor.mayastor.plan.HandoffPlan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A plan of three nodes with a disk each, in two zones. */
public final class SomePlan {
    private static final long DISK = 1_920_383_410_176L;

    private SomePlan() {
    }

    public static HandoffPlan of(Cluster cluster, List<Finding> findings) {
        List<HandoffPlan.StorageNode> nodes = List.of(node(1, "x"), node(2, "x"), node(3, "y"));
        return new HandoffPlan(cluster, new Chart(Handoff.Chart.OPENEBS, "4.5.1", "2.11.1", "v1beta3"), nodes,
                new HandoffPlan.Quorum(3, "production", "Three nodes are the least for production"),
                new HandoffPlan.Domains(Handoff.Domain.ZONE, new TreeMap<>(Map.of("x", List.of("worker-1", "worker-2"),
                        "y", List.of("worker-3"))), "Two zones hold two replicas"),
                new HandoffPlan.Capacity(2, 3 * DISK, 3 << 20, DISK, DISK, 100, "One disk's worth is usable"),
                new HandoffPlan.Engine(List.of(2, 3), 1024, "Each node has them"),
                Optional.of(new HandoffPlan.WhatIf("one more node like worker-3", 4 * DISK, 2 * DISK, 2,
                        "Nothing is stranded any more")),
                List.of(new HandoffPlan.WhatIf("node worker-3 is lost", 2 * DISK, 0, 1,
                        "Volumes go on with one replica")),
                Optional.of(new HandoffPlan.Costs("EUR", new BigDecimal("9000.00"), new BigDecimal("1500.50"),
                        new BigDecimal("10500.50"), Optional.of(new BigDecimal("6012.20")))), findings);
    }

    private static HandoffPlan.StorageNode node(int number, String zone) {
        String name = "worker-" + number;
        return new HandoffPlan.StorageNode(name, zone, "", "", Optional.of(new Ipv4(0x0A030009 + number)),
                List.of(new HandoffPlan.Pool(name + "-1a2b3c4d", name, "SER" + number, "eui.000" + number, "Acme P1",
                        "/dev/disk/by-id/nvme-eui.000" + number, DISK, "", "1x", number == 1,
                        Map.of("zone", zone))));
    }
}
