package dev.ichor.mayastor.plan;

import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.Size;
import dev.ichor.inventory.roles.DiskChecks;
import dev.ichor.inventory.roles.HealthLimits;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.machine.hardware.DiskId;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the pools of a node: of disks that were given the role pool, and of no other. Used by one thread. */
final class Pools {
    private final Chart chart;
    private final Findings findings;

    Pools(Chart chart, Findings findings) {
        this.chart = chart;
        this.findings = findings;
    }

    /** The sound ones, by name; what keeps others from being made is found. */
    List<Pool> of(SiteNode node, Hardware machine, Fingerprint fingerprint, Map<String, String> place) {
        List<Pool> pools = new ArrayList<>();
        List<DiskId> seen = new ArrayList<>();
        for (DiskClaim claim : machine.claims()) {
            if (claim.role() != DiskRole.POOL) {
                continue;
            }
            if (seen.contains(claim.disk())) {
                findings.error(where(node, claim), "the disk has the role pool twice", "Give it its role anew");
                continue;
            }
            seen.add(claim.disk());
            pool(node, machine, fingerprint, claim, place).ifPresent(pools::add);
        }
        pools.sort(Comparator.comparing(Pool::name));
        return pools;
    }

    private static String where(SiteNode node, DiskClaim claim) {
        return node.node().name() + "/" + claim.disk().serial();
    }

    private Optional<Pool> pool(SiteNode node, Hardware machine, Fingerprint fingerprint, DiskClaim claim,
                                Map<String, String> place) {
        String where = where(node, claim);
        List<Disk> there = fingerprint.disks().stream().filter(disk -> disk.id().equals(claim.disk())).toList();
        if (there.size() != 1) {
            findings.error(where, there.isEmpty() ? "the pool disk " + claim.disk() + " is gone" : there.size()
                    + " disks of the machine are " + claim.disk(), there.isEmpty()
                    ? "Put it back and let the machine be discovered again, or give its role up"
                    : "Replace one: they cannot be told apart");
            return Optional.empty();
        }
        Disk disk = there.getFirst();
        boolean sound = isSound(where, machine, claim, disk, fingerprint.disks());
        Optional<String> link = ByIdLink.of(disk, fingerprint.disks());
        if (link.isEmpty()) {
            findings.error(where, "the disk has no name under /dev/disk/by-id/ that is its own in each boot",
                    "Use a disk with a serial number or a world wide name");
        }
        Optional<PoolName> name = name(where, node.node().name(), machine, claim, disk);
        return sound ? link.flatMap(path -> name.map(of -> new Pool(of.text(), node.node().name(), disk.serial(),
                disk.wwid(), disk.model(), path, disk.bytes(), PoolSizes.cluster(chart, disk.bytes()),
                PoolSizes.expansion(chart, disk.transport()), of.kept(), topology(disk, place)))) : Optional.empty();
    }

    private record PoolName(String text, boolean kept) {
    }

    private Optional<PoolName> name(String where, String node, Hardware machine, DiskClaim claim, Disk disk) {
        String own = PoolNames.of(node, disk.id());
        return switch (PoolContents.of(node, machine, claim, disk)) {
            case PoolContents.Blank() -> Optional.of(new PoolName(own, false));
            case PoolContents.Kept(String name) -> Optional.of(new PoolName(name, true));
            case PoolContents.Given(String what, boolean erased) -> {
                findings.warning(where, "the disk carried: " + what + ", which was given up; " + (erased
                        ? "it was looked at last before the machine was installed"
                        : "it is erased when the machine is installed"),
                        "Nothing: it is looked at again on the node before a pool is laid on it");
                yield Optional.of(new PoolName(own, false));
            }
            case PoolContents.Refused(String what, String mend) -> {
                findings.error(where, what, mend);
                yield Optional.empty();
            }
        };
    }

    private boolean isSound(String where, Hardware machine, DiskClaim claim, Disk disk, List<Disk> all) {
        List<String> errors = new ArrayList<>();
        for (DiskChecks.Refusal refusal : DiskChecks.refusals(disk, all, HealthLimits.DEFAULT)) {
            switch (refusal.kind()) {
                case HEALTH -> findings.warning(where, refusal.text(), "Replace the disk soon");
                case IDENTITY, PROTECTED, UNREADABLE -> errors.add(refusal.text());
            }
        }
        if (machine.claims().stream().anyMatch(other -> other.role() != DiskRole.POOL && same(other.disk(), disk))) {
            errors.add("it has another role too");
        }
        if (!claim.disk().isSound()) {
            errors.add("nothing tells it apart from other disks");
        } else if (disk.bytes() < PoolSizes.LEAST) {
            errors.add("it has " + Size.shown(disk.bytes()) + "; a pool needs " + Size.shown(PoolSizes.LEAST));
        } else if (disk.bytes() > PoolSizes.MOST) {
            errors.add("it shows an impossible size of " + disk.bytes() + " bytes");
        }
        errors.forEach(text -> findings.error(where, "the disk cannot be a pool: " + text,
                "Replace it, or give it the role spare"));
        if (disk.rotational()) {
            findings.warning(where, "the disk spins: it serves a hundred times fewer requests than flash",
                    "Use NVMe disks for pools; a volume is as slow as its slowest replica");
        }
        return errors.isEmpty();
    }

    private static boolean same(DiskId id, Disk disk) {
        return id.equals(disk.id()) || !id.wwid().isBlank() && id.wwid().equalsIgnoreCase(disk.wwid())
                || !id.serial().isBlank() && id.serial().equalsIgnoreCase(disk.serial());
    }

    private static Map<String, String> topology(Disk disk, Map<String, String> place) {
        Map<String, String> labels = new TreeMap<>(place);
        labels.put("tier", disk.rotational() ? "hdd" : disk.transport() == Disk.Transport.NVME ? "nvme" : "ssd");
        return labels;
    }

    /** A disk, a pool's name must be there once in the whole cluster. */
    static void once(List<Pool> pools, Findings findings) {
        for (Pool pool : pools) {
            for (Pool other : pools) {
                boolean disk = pool.wwid().equalsIgnoreCase(other.wwid())
                        || pool.serial().equalsIgnoreCase(other.serial()) && pool.model().equals(other.model());
                boolean name = pool.name().equals(other.name());
                if (pool != other && (disk || name)) {
                    findings.error(pool.node() + "/" + pool.serial(), disk ? "the same disk is at " + other.node()
                            + "/" + other.serial() + " too" : "the disk at " + other.node() + "/" + other.serial()
                            + " carries a pool of the same name \"" + pool.name() + "\"",
                            "Let both machines be discovered again; then give the disk its role once");
                }
            }
        }
    }
}
