package dev.ichor.mayastor.plan;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.Size;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import dev.ichor.mayastor.plan.HandoffPlan.WhatIf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What would be if something came or went.
 *
 * @param wanted replicas of the plan
 */
record Outlook(Handoff.Domain kind, List<StorageNode> nodes, int wanted) {
    private WhatIf then(String what, List<StorageNode> left, String text) {
        Map<String, Long> domains = Capacities.byDomain(kind, left);
        return new WhatIf(what, left.stream().mapToLong(StorageNode::bytes).sum(), Capacities.usable(domains.values(),
                Capacities.replicas(wanted, domains.size())), domains.size(), text);
    }

    /** One more like the smallest, where it gives most; empty without a node. */
    Optional<WhatIf> growth() {
        return nodes.stream().min(Comparator.comparing(StorageNode::bytes).thenComparing(StorageNode::name))
                .map(this::growth);
    }

    private WhatIf growth(StorageNode like) {
        WhatIf best = null;
        for (String domain : kind == Handoff.Domain.NODE ? List.of("one more") : List.copyOf(
                Capacities.byDomain(kind, nodes).keySet())) {
            List<StorageNode> more = new ArrayList<>(nodes);
            more.add(in(like, domain));
            String where = kind == Handoff.Domain.NODE ? "" : " in " + word() + " " + domain;
            WhatIf one = then("one more node like " + like.name() + where, more, "");
            best = best == null || one.usable() > best.usable() ? one : best;
        }
        long usable = then("", nodes, "").usable();
        return new WhatIf(best.what(), best.raw(), best.usable(), best.replicas(), "Volumes may have "
                + Size.shown(best.usable()) + " in place of " + Size.shown(usable) + ". "
                + Quorums.of(nodes.size() + 1).text());
    }

    private StorageNode in(StorageNode like, String domain) {
        return switch (kind) {
            case NODE -> new StorageNode(domain, like.zone(), like.rack(), like.fabric(), Optional.empty(),
                    like.pools());
            case ZONE -> new StorageNode(like.name(), domain, like.rack(), like.fabric(), Optional.empty(),
                    like.pools());
            case RACK -> new StorageNode(like.name(), like.zone(), domain, like.fabric(), Optional.empty(),
                    like.pools());
            case SWITCH -> new StorageNode(like.name(), like.zone(), like.rack(), domain, Optional.empty(),
                    like.pools());
        };
    }

    private String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The worst loss of a disk, a node, a zone, a rack, a switch, as far as they are known. */
    List<WhatIf> losses() {
        List<WhatIf> out = new ArrayList<>();
        disk().ifPresent(out::add);
        Arrays.stream(Handoff.Domain.values()).forEach(lost -> domain(lost).ifPresent(out::add));
        return out;
    }

    private static Optional<WhatIf> worst(List<WhatIf> all) {
        return all.stream().min(Comparator.comparing(WhatIf::replicas).thenComparing(WhatIf::usable)
                .thenComparing(WhatIf::raw).thenComparing(WhatIf::what));
    }

    private Optional<WhatIf> disk() {
        List<WhatIf> all = new ArrayList<>();
        for (StorageNode node : nodes) {
            for (HandoffPlan.Pool pool : node.pools()) {
                List<StorageNode> left = new ArrayList<>(nodes);
                left.remove(node);
                List<HandoffPlan.Pool> rest = node.pools().stream().filter(one -> one != pool).toList();
                if (!rest.isEmpty()) {
                    left.add(new StorageNode(node.name(), node.zone(), node.rack(), node.fabric(), node.storage(),
                            rest));
                }
                all.add(then("disk " + node.name() + "/" + pool.serial() + " is lost", left,
                        text(List.of(node), left, true)));
            }
        }
        return worst(all);
    }

    private Optional<WhatIf> domain(Handoff.Domain lost) {
        Map<String, List<StorageNode>> groups = new TreeMap<>();
        nodes.stream().filter(node -> !Capacities.named(lost, node).isEmpty()).forEach(node ->
                groups.computeIfAbsent(Capacities.named(lost, node), _ -> new ArrayList<>()).add(node));
        List<WhatIf> all = new ArrayList<>();
        groups.forEach((name, gone) -> {
            List<StorageNode> left = nodes.stream().filter(node -> !gone.contains(node)).toList();
            // Who hangs on two switches lives on when one of them fails.
            boolean both = lost == Handoff.Domain.SWITCH && name.contains("+");
            all.add(then((both ? "switches " + name.replace("+", " and ") + " are lost" : lost.name()
                    .toLowerCase(Locale.ROOT) + " " + name + " is lost"), left, text(gone, left, false)));
        });
        return worst(all);
    }

    /** Consequences for volumes with the replicas that the plan can give. */
    private String text(List<StorageNode> gone, List<StorageNode> left, boolean disk) {
        int have = Capacities.replicas(wanted, Capacities.byDomain(kind, nodes).size());
        int hit = Math.min(have, (int) gone.stream().map(node -> Capacities.domain(kind, node)).distinct().count());
        int domains = Capacities.byDomain(kind, left).size();
        StringBuilder out = new StringBuilder();
        if (have > 1) {
            out.append(hit < have ? "Volumes with " + have + " replicas go on with " + (have - hit) + ". "
                    : "Volumes that have all of their " + have + " replicas there stop until it is back; if it never"
                    + " comes back they are lost. ");
        }
        out.append("Volumes with a single replica there ").append(disk ? "are lost. "
                : "stop until it is back; if it never comes back they are lost. ");
        if (left.isEmpty()) {
            out.append("Nothing is left.");
        } else if (have == 1) {
            out.append("The others go on.");
        } else if (domains < have) {
            out.append("Nothing is rebuilt, and no volume with ").append(have).append(" replicas can be made, until"
                    + " something takes its place.");
        } else {
            out.append("Replicas are rebuilt where there is space; that begins after ten minutes.");
        }
        return out.toString();
    }
}
