package dev.ichor.mayastor.gate;

import dev.ichor.inventory.Node;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.mayastor.bundle.Names;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import dev.ichor.mayastor.site.Proof;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import dev.ichor.mayastor.site.SiteNode.Served;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the gates look at. A node stores if the plan has pools of it, a disk of its machine is claimed as pool, or it is
 * declared with a pool disk: so a node that the plan had to leave out is still looked at.
 *
 * @param proofs the latest of each kind and subject
 */
record Scene(Site site, HandoffPlan plan, List<Storing> storing, Map<String, Proof> proofs) {
    /** The appliance's clock may have been set back a little since a proof was taken. */
    private static final long CLOCK_STEP_SECONDS = 300;

    static Scene of(Site site, HandoffPlan plan) {
        List<Storing> storing = new ArrayList<>();
        for (SiteNode node : site.nodes()) {
            Optional<StorageNode> planned = plan.nodes().stream()
                    .filter(one -> one.name().equals(node.node().name())).findFirst();
            if (planned.isPresent() || isStorage(node)) {
                storing.add(new Storing(node.node().name(), Optional.of(node), planned));
            }
        }
        plan.nodes().stream().filter(one -> site.nodes().stream()
                .noneMatch(node -> node.node().name().equals(one.name()))).forEach(one ->
                storing.add(new Storing(one.name(), Optional.empty(), Optional.of(one))));
        storing.sort(Comparator.comparing(Storing::name));
        return new Scene(site, plan, List.copyOf(storing), site.proofs().stream().collect(Collectors.toMap(
                proof -> key(proof.kind(), proof.subject()), Function.identity(),
                BinaryOperator.maxBy(Comparator.comparing(Proof::at).thenComparing(proof -> !proof.good())))));
    }

    private static String key(String kind, String subject) {
        return kind + "\n" + subject;
    }

    private static boolean isStorage(SiteNode node) {
        return node.node().disks().stream().anyMatch(disk -> disk.role() == DiskRole.POOL)
                || node.machine().stream().flatMap(machine -> machine.claims().stream())
                .anyMatch(claim -> claim.role() == DiskRole.POOL);
    }

    /**
     * A storage node.
     *
     * @param node    empty if the plan names one that is not declared
     * @param planned empty if the plan has no pools of it
     */
    record Storing(String name, Optional<SiteNode> node, Optional<StorageNode> planned) {
        Optional<Hardware> machine() {
            return node.flatMap(SiteNode::machine);
        }

        Optional<Fingerprint> fingerprint() {
            return machine().flatMap(Hardware::fingerprint);
        }

        Optional<Served> served() {
            return machine().flatMap(Hardware::served);
        }

        Optional<Instant> installed() {
            return machine().flatMap(Hardware::installed);
        }

        Optional<Node> declared() {
            return node.map(SiteNode::node);
        }

        /** How a command names the machine. */
        String key() {
            return machine().map(machine -> machine.id().text()).orElse("MACHINE");
        }

        /** Every disk that is claimed or planned as a pool. */
        List<PoolDisk> pools() {
            List<DiskClaim> claims = machine().map(Hardware::claims).orElse(List.of()).stream()
                    .filter(claim -> claim.role() == DiskRole.POOL).toList();
            List<Pool> pools = planned.map(StorageNode::pools).orElse(List.of());
            Set<DiskId> ids = new LinkedHashSet<>();
            pools.forEach(pool -> ids.add(id(pool)));
            claims.forEach(claim -> ids.add(claim.disk()));
            return ids.stream().map(id -> new PoolDisk(id, pools.stream().filter(pool -> id(pool).equals(id))
                    .findFirst(), claims.stream().filter(claim -> claim.disk().equals(id)).findFirst())).toList();
        }

        private static DiskId id(Pool pool) {
            return new DiskId(pool.wwid(), pool.serial(), pool.bytes());
        }
    }

    /** A disk that is to be a pool, by the plan, by its role, or by both. */
    record PoolDisk(DiskId id, Optional<Pool> planned, Optional<DiskClaim> claim) {
        boolean isKept() {
            return planned.filter(Pool::kept).isPresent() || claim.filter(DiskClaim::keep).isPresent();
        }
    }

    /**
     * The latest proof of that kind and subject that still tells something: what was measured before one of the nodes
     * was installed anew, or before {@code after}, tells nothing. A good one tells something of installed nodes alone.
     */
    Optional<Proof> proof(String kind, String subject, Instant after, Storing... about) {
        return Optional.ofNullable(proofs.get(key(kind, subject)))
                .filter(proof -> !proof.at().isBefore(after) && tells(proof, about));
    }

    private boolean tells(Proof proof, Storing... about) {
        for (Storing node : about) {
            if (node.installed().isPresent() ? proof.at().isBefore(node.installed().get()) : proof.good()) {
                return false;
            }
        }
        return !proof.good() || !proof.at().isAfter(site.at().plusSeconds(CLOCK_STEP_SECONDS));
    }

    /**
     * How a node is made to look itself: all of them by one command, or this one by hand.
     *
     * @param check {@code disks} or {@code network}
     */
    String prove(String check, Storing node) {
        String pod = "ichor-" + check + "-" + node.name();
        return "ichor handoff prove " + site.cluster().name() + " (by hand, from the bundle's folder: kubectl apply -f"
                + " checks/" + check + "-" + node.name() + ".yaml, then kubectl -n " + Names.of(plan).namespace()
                + " logs " + pod + " | ichor handoff tell " + site.cluster().name() + " " + node.name() + " -)";
    }

    /** First let the nodes be measured; only if that tells that something is wrong, this. */
    String measure(String otherwise) {
        return "ichor handoff prove " + site.cluster().name() + " measures it; if it is wrong: " + otherwise;
    }

    /** As evidence. */
    static String said(Proof proof) {
        return (proof.detail().isBlank() ? "measured on the node" : proof.detail().strip()) + " (measured "
                + Tally.time(proof.at()) + ")";
    }
}
