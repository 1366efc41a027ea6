package dev.ichor.inventory.roles;

import dev.ichor.inventory.Policy;
import dev.ichor.inventory.PoolNames;
import dev.ichor.inventory.Size;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Contents.MayastorPool;
import dev.ichor.machine.hardware.Disk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Chooses a role for each disk of a machine. The choice depends on the disks alone, not on their order or names. */
public final class Suggest {
    /** A role, whether the Mayastor pool on the disk is kept, and why. */
    public record Choice(DiskRole role, boolean keep, List<String> why) {
        public Choice {
            why = List.copyOf(why);
        }
    }

    private final List<Disk> disks;
    private final Policy.DiskRule rule;
    private final boolean contentsMatter;
    private final Choice[] choices;
    private final boolean[] open;

    private Suggest(List<Disk> disks, Policy.DiskRule rule, boolean contentsMatter) {
        this.disks = disks;
        this.rule = rule;
        this.contentsMatter = contentsMatter;
        choices = new Choice[disks.size()];
        open = new boolean[disks.size()];
    }

    /**
     * One choice for each disk, in their order.
     *
     * @param contentsMatter true: blank disks are preferred; false: what would be chosen if all disks were blank, which
     *                       tells a disk that was passed over because of its contents
     */
    public static List<Choice> of(List<Disk> disks, List<DiskClaim> claims, Optional<String> node,
                                  Policy.DiskRule rule, HealthLimits health, boolean contentsMatter) {
        Suggest suggest = new Suggest(disks, rule, contentsMatter);
        for (int i = 0; i < disks.size(); i++) {
            suggest.first(i, claims, node, health);
        }
        suggest.system();
        suggest.pools();
        return List.of(suggest.choices);
    }

    /** What needs no comparison with the other disks; the rest stays open. */
    private void first(int i, List<DiskClaim> claims, Optional<String> node, HealthLimits health) {
        Disk disk = disks.get(i);
        List<DiskChecks.Refusal> refusals = DiskChecks.refusals(disk, disks, health);
        boolean identified = refusals.stream().noneMatch(r -> r.kind() == DiskChecks.Refusal.Kind.IDENTITY);
        Optional<DiskClaim> claim = claims.stream().filter(one -> one.disk().equals(disk.id())).findFirst();
        boolean refused = refusals.stream()
                .anyMatch(r -> contentsMatter || r.kind() != DiskChecks.Refusal.Kind.UNREADABLE);
        Optional<String> own = identified ? ownPool(disk, node, claim) : Optional.empty();
        if (own.isPresent()) {
            set(i, DiskRole.POOL, true, "it carries the Mayastor pool \"" + own.get() + "\", which "
                    + (claim.filter(DiskClaim::keep).isPresent() ? "is to be kept" : "is this node's own"));
        } else if (claim.isPresent() && !(claim.get().role().isWritten() && refused)) {
            set(i, claim.get().role(), false, "it has this role");
        } else if (disk.transport() != Disk.Transport.NVME || disk.removable()) {
            set(i, DiskRole.IGNORE, false, disk.removable() ? "it is removable"
                    : "it is no NVMe disk (" + disk.transport().name().toLowerCase(Locale.ROOT) + ")");
        } else if (refused) {
            set(i, DiskRole.SPARE, false, "it cannot be written to");
        } else {
            open[i] = true;
        }
    }

    /** The pool's name if the disk carries nothing else, the pool is to be kept, and no other disk has its name. */
    private Optional<String> ownPool(Disk disk, Optional<String> node, Optional<DiskClaim> claim) {
        boolean otherwise = claim.filter(one -> one.role() != DiskRole.POOL).isPresent();
        if (otherwise || disk.contents().size() != 1
                || !(disk.contents().getFirst() instanceof MayastorPool(String pool, String uuid))) {
            return Optional.empty();
        }
        boolean kept = claim.filter(DiskClaim::keep).isPresent();
        boolean own = node.filter(name -> PoolNames.isOf(pool, name)).isPresent();
        long same = disks.stream().flatMap(other -> other.contents().stream())
                .filter(found -> found instanceof MayastorPool(String name, String id) && name.equals(pool)).count();
        return kept || own && same == 1 ? Optional.of(pool) : Optional.empty();
    }

    private void system() {
        boolean there = chosen(DiskRole.SYSTEM) > 0;
        OptionalInt best = there ? OptionalInt.empty() : candidates(rule.systemBytes()).findFirst();
        best.ifPresent(i -> {
            String least = "NVMe disk of at least " + Size.text(rule.systemBytes());
            if (empty(i)) {
                set(i, DiskRole.SYSTEM, false, "it is the smallest blank and sound " + least);
            } else {
                set(i, DiskRole.SYSTEM, false, "no sound " + least + " is blank, and it is the smallest", naming(i));
            }
        });
    }

    private void pools() {
        for (int i : candidates(rule.poolBytes()).toArray()) {
            long pools = chosen(DiskRole.POOL);
            if (pools >= rule.mostPools()) {
                set(i, DiskRole.SPARE, false, "there are " + pools + " pool disks already, as many as wanted");
            } else if (empty(i)) {
                set(i, DiskRole.POOL, false,
                        "it is a blank and sound NVMe disk of at least " + Size.text(rule.poolBytes()));
            } else if (pools < rule.leastPools()) {
                set(i, DiskRole.POOL, false, "too few blank disks of at least " + Size.text(rule.poolBytes())
                        + " are there", naming(i));
            } else {
                set(i, DiskRole.SPARE, false, "it is not blank", naming(i));
            }
        }
        for (int i = 0; i < open.length; i++) {
            if (open[i]) {
                set(i, DiskRole.SPARE, false, "it is smaller than " + Size.text(rule.poolBytes())
                        + ", the least size of a pool disk, and not needed as system disk");
            }
        }
    }

    private String naming(int i) {
        List<Contents> contents = disks.get(i).contents();
        String whose = contents.stream().anyMatch(MayastorPool.class::isInstance) ? ", a pool that is not this node's"
                : contents.stream().anyMatch(Contents.Talos.class::isInstance) ? ", a Talos that runs somewhere" : "";
        return "it carries " + DiskChecks.carries(disks.get(i)) + whose
                + ": a person must name its serial number before it may be written to";
    }

    /** Blank ones first, then from the smallest on; serial number and wwid part equals. */
    private IntStream candidates(long least) {
        return IntStream.range(0, open.length).filter(i -> open[i] && disks.get(i).bytes() >= least).boxed()
                .sorted(Comparator.comparing((Integer i) -> !empty(i)).thenComparing(i -> disks.get(i).bytes())
                        .thenComparing(i -> disks.get(i).serial()).thenComparing(i -> disks.get(i).wwid()))
                .mapToInt(Integer::intValue);
    }

    private boolean empty(int i) {
        return !contentsMatter || disks.get(i).isBlank();
    }

    private long chosen(DiskRole role) {
        long count = 0;
        for (Choice choice : choices) {
            count += choice != null && choice.role() == role ? 1 : 0;
        }
        return count;
    }

    private void set(int i, DiskRole role, boolean keep, String... why) {
        choices[i] = new Choice(role, keep, new ArrayList<>(List.of(why)));
        open[i] = false;
    }
}
