package dev.ichor.inventory;

import dev.ichor.inventory.Assign.Answer;
import dev.ichor.inventory.Assign.Candidate;
import dev.ichor.inventory.policy.PolicyMatch;
import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.inventory.roles.HardwareNeeds;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.Nic.Lldp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A machine that no declared node names: the most specific policy that matches it decides. */
final class AssignByPolicy {
    private final World world;
    private final Candidate machine;
    private final Policy policy;
    private final Set<String> taken;
    private final DiskObstacles found;
    private final List<String> why = new ArrayList<>();

    private AssignByPolicy(World world, Candidate machine, Policy policy, Set<String> taken) {
        this.world = world;
        this.machine = machine;
        this.policy = policy;
        this.taken = taken;
        found = new DiskObstacles(machine.fingerprint(), machine.limits(), new Mends(machine.identity()));
    }

    static Answer of(World world, Candidate machine, Set<String> taken) {
        List<PolicyMatch> looked = PolicyMatch.of(world.policies(), machine.fingerprint());
        Optional<PolicyMatch> chosen = looked.stream().filter(PolicyMatch::chosen).findFirst();
        return chosen.flatMap(match -> world.policy(match.policy()))
                .<Answer>map(policy -> new AssignByPolicy(world, machine, policy, taken).answer(chosen.get()))
                .orElse(new Answer.Nothing(looked));
    }

    private Answer answer(PolicyMatch match) {
        String by = "policy " + policy.name();
        why.add(by + " matches with " + match.specificity()
                + (match.specificity() == 1 ? " condition" : " conditions"));
        Optional<Cluster> cluster = world.cluster(policy.cluster());
        if (cluster.isEmpty()) {
            found.add("no-cluster", "The cluster " + policy.cluster() + " of " + by
                    + " is not declared. Declare it: `ichor apply -f FOLDER`");
        }
        String zone = zone(cluster);
        Optional<String> name = name(zone);
        List<DiskClaim> claims = RuleClaims.suggested(machine, name, policy.disks(), why);
        disks(claims, name);
        shortages();
        if (name.isEmpty() || !found.list().isEmpty()) {
            return new Answer.Blocked(by, found.list());
        }
        Node node = new Node(name.get(), policy.cluster(), policy.type(), zone, Optional.empty(), Optional.empty(),
                policy.labels(), List.of());
        return new Answer.Becomes(by, node, true, claims, arm(claims), why);
    }

    private String zone(Optional<Cluster> cluster) {
        Set<String> zones = new TreeSet<>();
        List<Lldp> neighbours = machine.fingerprint().nics().stream().flatMap(nic -> nic.lldp().stream()).toList();
        new TreeMap<>(policy.zone().bySwitch()).forEach((name, zone) -> {
            if (neighbours.stream().anyMatch(lldp -> lldp.system().equalsIgnoreCase(name))) {
                zones.add(zone);
                why.add("zone " + zone + ", because it is cabled to switch " + name);
            }
        });
        List<String> allowed = cluster.map(Cluster::zones).orElse(List.of());
        String zone = zones.stream().findFirst().or(policy.zone()::fixed).orElse("");
        if (zones.size() > 1) {
            found.add("zone-unknown", "The machine is cabled to switches of several zones: " + String.join(", ", zones)
                    + ". Correct the cables, or `zone` of policy " + policy.name());
        } else if (zone.isEmpty() && (!allowed.isEmpty() || policy.node().contains("{zone}"))) {
            found.add("zone-unknown", "No switch tells the machine's zone (seen by LLDP: " + seen(neighbours)
                    + "). Name the switch, or a fixed zone, in policy " + policy.name());
        } else if (!zone.isEmpty() && !allowed.isEmpty() && !allowed.contains(zone)) {
            found.add("zone-not-in-cluster", "Zone " + zone + " is none of cluster " + policy.cluster() + " ("
                    + String.join(", ", allowed) + "). Add it there, or correct policy " + policy.name());
        }
        return zone;
    }

    private static String seen(List<Lldp> neighbours) {
        String names = String.join(", ", new TreeSet<>(neighbours.stream().map(Lldp::system)
                .filter(name -> !name.isBlank()).toList()));
        return names.isEmpty() ? "nothing" : names;
    }

    private Optional<String> name(String zone) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("serial", machine.fingerprint().system().serial());
        values.put("zone", zone);
        values.put("product", machine.fingerprint().system().product());
        values.put("cluster", policy.cluster());
        Set<String> used = new HashSet<>(taken);
        world.nodes().forEach(node -> used.add(node.name()));
        Optional<String> missing = NodeNames.missing(policy.node(), values);
        if (missing.isPresent()) {
            if (!missing.get().equals("zone")) {
                found.add("name-unknown", "The name " + policy.node() + " of policy " + policy.name() + " cannot be"
                        + " made: the machine shows no " + missing.get() + ". Use {n} in the policy, or declare a node"
                        + " for this machine");
            }
            return Optional.empty();
        }
        Optional<String> name = NodeNames.next(policy.node(), values, used);
        if (name.isEmpty()) {
            found.add("name-taken", "No name is free that the pattern " + policy.node() + " of policy " + policy.name()
                    + " gives. Delete the old node, or use {n} in the policy");
        }
        return name;
    }

    private void disks(List<DiskClaim> claims, Optional<String> name) {
        claims.forEach(claim -> found.claim(claim, name));
        Map<Disk, DiskRole> passedOver = RuleClaims.passedOver(machine, name, policy.disks());
        passedOver.forEach((disk, role) -> {
            if (claims.stream().noneMatch(claim -> claim.disk().equals(disk.id()) && claim.overwrites())) {
                found.notBlank(disk, role, name);
            }
        });
        long systems = claims.stream().filter(claim -> claim.role() == DiskRole.SYSTEM).count();
        long pools = claims.stream().filter(claim -> claim.role() == DiskRole.POOL).count();
        if (systems > 1) {
            found.systemDisks(claims);
        }
        if (systems == 0 || pools < policy.disks().leastPools()) {
            tooFew(systems, pools);
        }
        found.hardware(claims);
    }

    private void tooFew(long systems, long pools) {
        Mends mends = new Mends(machine.identity());
        if (systems == 0) {
            found.add("no-system-disk", "No sound NVMe disk of at least " + Size.text(policy.disks().systemBytes())
                    + " can be the system disk. " + mends.suggest() + ", and " + mends.role("SERIAL", "system")
                    + " takes another");
        }
        if (pools < policy.disks().leastPools()) {
            found.add("no-pool-disk", "The policy wants at least " + policy.disks().leastPools() + " pool disks, and "
                    + pools + " sound NVMe disks of at least " + Size.text(policy.disks().poolBytes())
                    + " are left beside the system disk. " + mends.suggest());
        }
        machine.fingerprint().disks().stream().filter(this::wanted).forEach(disk -> found.refused(disk, false));
    }

    /** Large enough for a role, so that what forbids to use it is part of the answer. */
    private boolean wanted(Disk disk) {
        return disk.transport() == Disk.Transport.NVME && !disk.removable()
                && disk.bytes() >= Math.min(policy.disks().systemBytes(), policy.disks().poolBytes());
    }

    private void shortages() {
        Fingerprint shown = machine.fingerprint();
        HardwareNeeds needs = machine.limits().needs();
        if (shown.cpu().cores() < needs.leastCores() || shown.memory().bytes() < needs.leastMemory()) {
            why.add("it has " + shown.cpu().cores() + " cores and " + Size.memory(shown.memory().bytes())
                    + ", and a node should have at least " + needs.leastCores() + " cores and "
                    + Size.memory(needs.leastMemory()));
        }
    }

    /** Law 3: blank disks only. A kept pool is never overwritten, but a person shall look at a node that returns. */
    private boolean arm(List<DiskClaim> claims) {
        List<Disk> carrying = claims.stream().filter(claim -> claim.role().isWritten())
                .flatMap(claim -> machine.fingerprint().disks().stream()
                        .filter(disk -> disk.id().equals(claim.disk()) && !disk.isBlank())).toList();
        if (policy.autoArm() && !carrying.isEmpty()) {
            why.add("not armed, because a policy arms blank disks only, and "
                    + String.join(", ", carrying.stream().map(DiskChecks::name).toList()) + " are not");
        }
        return policy.autoArm() && carrying.isEmpty();
    }
}
