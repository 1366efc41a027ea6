package dev.ichor.mayastor.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.inventory.PoolNames;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.SiteChanges;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.plan.HandoffPlan.Pool;
import dev.ichor.mayastor.plan.HandoffPlan.StorageNode;
import dev.ichor.mayastor.plan.HandoffPlan.WhatIf;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.talos.node.Parts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the hardware and the wishes are: what a plan promises is there, and no disk is taken that may not be. */
@Timeout(60)
class PlanPropertyTest {
    private static final int SITES = 120;

    private static final List<Site> MADE = LongStream.range(0, SITES).mapToObj(PlanPropertyTest::site).toList();
    private static final List<HandoffPlan> PLANS = MADE.stream().map(Plans::of).toList();

    private static <T> T one(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Site site(long seed) {
        Random random = new Random(seed);
        Site site = Sites.nodes(seed % 2 == 0 ? 2 + random.nextInt(5) : random.nextInt(7));
        Handoff handoff = new Handoff(one(random, List.of(Handoff.Chart.values())),
                one(random, List.of(Handoff.Domain.values())), "", "", random.nextBoolean() ? Optional.empty()
                : Optional.of(new Handoff.Prices("EUR", BigDecimal.valueOf(random.nextInt(999_999), 2),
                BigDecimal.valueOf(random.nextInt(9_999), 2))));
        site = Sites.withMayastor(site, new MayastorPlan(true, "", 1 + random.nextInt(4), 1 + random.nextInt(6),
                random.nextBoolean(), random.nextBoolean() ? 0 : 1024 + random.nextInt(2048), false, LocalVolume.AUTO,
                handoff));
        for (SiteNode node : List.copyOf(site.nodes())) {
            site = changed(site, node.node().name(), random, seed % 2 == 0);
        }
        return site;
    }

    private static Site changed(Site site, String node, Random random, boolean mild) {
        Site out = site;
        if (node.startsWith("control-")) {
            out = Sites.withStorage(out, node, Optional.of(Parts.ip("10.10.0.20" + node.substring(8))));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            DiskRole role = one(random, List.of(DiskRole.POOL, DiskRole.POOL, DiskRole.SPARE, DiskRole.IGNORE));
            Disk disk = SiteParts.nvme("X" + (mild ? node + i : random.nextInt(60)),
                    one(random, mild ? List.of(480L, 1_920L, 15_360L) : List.of(5L, 480L, 1_920L)));
            Contents own = new Contents.MayastorPool(PoolNames.of(node, disk.id()), "u");
            Contents data = new Contents.Filesystem("ext4", "d", "u");
            disk = switch (mild ? 1 + 2 * random.nextInt(2) : random.nextInt(6)) {
                case 0 -> SiteParts.carrying(disk, data);
                case 1 -> SiteParts.carrying(disk, own);
                case 2 -> SiteParts.linked(disk);
                default -> disk;
            };
            out = Sites.plusDisk(out, node, disk, role);
        }
        if (mild) {
            return out;
        }
        if (random.nextInt(6) == 0) {
            out = Sites.withCpus(out, node, Parts.cpus(1 + random.nextInt(2), 1 + random.nextInt(9),
                    random.nextBoolean(), random.nextBoolean()));
        }
        if (random.nextInt(8) == 0) {
            out = Sites.withPlace(out, node, "", Map.of());
        }
        if (random.nextInt(8) == 0) {
            out = SiteChanges.withSwitch(out, node, "");
        }
        if (random.nextInt(9) == 0) {
            out = Sites.withoutMachine(out, node);
        }
        return out;
    }

    private interface Rule {
        void holds(Site site, HandoffPlan plan);
    }

    private static void always(Rule rule) {
        for (int seed = 0; seed < SITES; seed++) {
            try {
                rule.holds(MADE.get(seed), PLANS.get(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void bothKindsOfSitesAreMade() {
        long good = PLANS.stream().filter(plan -> !plan.isRefused()).count();
        assertTrue(good > 20 && good < SITES - 20, good + " are good");
    }

    @Test
    void noMoreIsPromisedThanThereIs() {
        always((_, plan) -> {
            HandoffPlan.Capacity capacity = plan.capacity();
            assertEquals(plan.pools().stream().mapToLong(Pool::bytes).sum(), capacity.raw());
            assertTrue(capacity.overhead() >= 0 && capacity.stranded() >= 0 && capacity.usable() >= 0);
            assertEquals(capacity.raw() - capacity.overhead(),
                    capacity.usable() * capacity.replicas() + capacity.stranded());
            assertTrue(plan.replicas() <= Math.max(1, plan.domains().count()));
            assertEquals(plan.nodes().size(), plan.domains().members().values().stream().mapToInt(List::size).sum());
        });
    }

    @Test
    void moreNeverGivesLessAndLessNeverGivesMore() {
        always((_, plan) -> {
            plan.growth().ifPresent(more -> assertTrue(more.usable() >= plan.capacity().usable()
                    && more.raw() > plan.capacity().raw() && more.replicas() >= plan.domains().count()));
            for (WhatIf loss : plan.losses()) {
                assertTrue(loss.raw() < plan.capacity().raw() && loss.replicas() <= plan.domains().count());
                if (loss.replicas() >= plan.replicas()) {
                    assertTrue(loss.usable() <= plan.capacity().usable(), loss.toString());
                }
            }
            assertEquals(plan.nodes().isEmpty(), plan.losses().isEmpty());
        });
    }

    @Test
    void onlyDisksWithTheRolePoolBecomePoolsAndEachOnce() {
        always((site, plan) -> {
            for (Pool pool : plan.pools()) {
                SiteNode.Hardware machine = Sites.node(site, pool.node()).machine().orElseThrow();
                List<DiskClaim> claims = machine.claims().stream().filter(claim ->
                        claim.disk().serial().equals(pool.serial())).toList();
                assertTrue(claims.stream().allMatch(claim -> claim.role() == DiskRole.POOL && claim.disk().wwid()
                        .equals(pool.wwid())) && !claims.isEmpty(), pool + " " + claims);
                Disk disk = machine.fingerprint().orElseThrow().disks().stream().filter(one ->
                        one.serial().equals(pool.serial())).findFirst().orElseThrow();
                assertTrue(disk.isBlank() && !pool.kept() || pool.kept(), pool.toString());
                assertTrue(pool.link().startsWith("/dev/disk/by-id/") && !pool.link().contains(disk.kernelName()));
                assertTrue(disk.byId().contains(pool.link().substring("/dev/disk/by-id/".length())));
                assertTrue(pool.bytes() >= 10_000_000_000L);
            }
            if (!plan.isRefused()) {
                Set<String> seen = new HashSet<>();
                plan.pools().forEach(pool -> {
                    assertTrue(seen.add(pool.wwid()), pool.toString());
                    assertTrue(seen.add(pool.name()), pool.toString());
                    assertTrue(seen.add(pool.node() + " " + pool.link()), pool.toString());
                });
            }
        });
    }

    @Test
    void everyStorageNodeHasEachCoreToItself() {
        always((site, plan) -> {
            assertTrue(plan.isRefused() || plan.engine().cores().size() == site.cluster().mayastor().cores());
            for (StorageNode node : plan.nodes()) {
                SiteNode.Hardware machine = Sites.node(site, node.name()).machine().orElseThrow();
                List<Cpu.Logical> all = machine.fingerprint().orElseThrow().cpu().logical();
                List<Cpu.Logical> taken = all.stream().filter(cpu -> plan.engine().cores().contains(cpu.number()))
                        .toList();
                assertEquals(plan.engine().cores(), taken.stream().map(Cpu.Logical::number).sorted().toList());
                assertTrue(taken.stream().noneMatch(cpu -> cpu.siblings().contains(0)));
                assertEquals(taken.size(), taken.stream().map(Cpu.Logical::siblings).collect(Collectors.toSet())
                        .size());
            }
        });
    }

    @Test
    void theSameSiteInAnyOrderGivesTheSamePlan() {
        always((site, plan) -> {
            List<SiteNode> nodes = new ArrayList<>(site.nodes());
            Collections.shuffle(nodes, new Random(1));
            Site turned = Sites.withNodes(site, nodes);
            for (SiteNode node : nodes) {
                String name = node.node().name();
                turned = Sites.withClaims(Sites.withDisks(turned, name, List::reversed), name, List::reversed);
            }
            assertEquals(plan, Plans.of(turned));
        });
    }
}
