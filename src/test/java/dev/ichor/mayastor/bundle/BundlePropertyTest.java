package dev.ichor.mayastor.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.Handoff;
import dev.ichor.machine.Fingerprint;
import dev.ichor.machine.arm.DiskClaim;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Contents;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.mayastor.SiteParts;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.chart.Chart;
import dev.ichor.mayastor.chart.Charts;
import dev.ichor.mayastor.plan.HandoffPlan;
import dev.ichor.mayastor.plan.Plans;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode;
import dev.ichor.mayastor.site.SiteNode.Hardware;
import dev.ichor.talos.node.Parts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Laws of every bundle, whatever the inventory. */
@Timeout(120)
class BundlePropertyTest {
    private static final int ROUNDS = 80;
    private static final Pattern KERNEL = Pattern.compile("\\b(nvme\\d+n\\d+(p\\d+)?|(sd|vd|xvd)[a-z]{1,2}\\d*)\\b");
    private static final Pattern DISKS = Pattern.compile("\"aio:///dev/disk/by-id/([^\"]+)\"");
    private static final Pattern CORES = Pattern.compile("coreList:\n((?: *- \\d+\n)+)");

    @Test
    void aBundleNamesOnlyPoolDisksAndOnlyCoresThatAreThere() {
        int made = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Site site = site(random);
            HandoffPlan plan = Plans.of(site);
            if (plan.isRefused()) {
                continue;
            }
            made++;
            Bundle bundle = Bundles.of(plan, random.nextBoolean());
            String where = "seed " + seed;
            noForeignDisk(site, bundle, where);
            eachDiskOnce(site, bundle, where);
            cores(site, plan, bundle, where);
            if (made % 8 == 1) {
                assertEquals(bundle, Bundles.of(Plans.of(site), bundle.file("hands-free/job.yaml").isPresent()), where);
            }
        }
        assertTrue(made > ROUNDS / 6 && made < ROUNDS, made + " of " + ROUNDS + " plans have a bundle");
    }

    private static Stream<Hardware> machines(Site site) {
        return site.nodes().stream().flatMap(node -> node.machine().stream());
    }

    private static List<Disk> disks(Hardware machine, boolean pools) {
        return machine.fingerprint().map(Fingerprint::disks).orElse(List.of()).stream().filter(disk -> pools
                == machine.claims().stream().anyMatch(claim -> claim.role() == DiskRole.POOL
                && claim.disk().equals(disk.id()))).toList();
    }

    private static void noForeignDisk(Site site, Bundle bundle, String where) {
        List<String> foreign = machines(site).flatMap(machine -> disks(machine, false).stream()).flatMap(disk ->
                Stream.concat(Stream.of(disk.serial(), disk.wwid()), disk.byId().stream())).toList();
        Set<String> lines = bundle.files().stream().flatMap(file -> file.text().lines()).collect(Collectors.toSet());
        for (String line : lines) {
            foreign.forEach(name -> assertFalse(line.contains(name), () -> where + ": names " + name + ": " + line));
            Matcher kernel = KERNEL.matcher(line);
            assertFalse(kernel.find(), () -> where + ": a kernel name: " + line);
        }
    }

    private static void eachDiskOnce(Site site, Bundle bundle, String where) {
        List<String> links = bundle.files().stream().filter(file -> file.path().startsWith("manifests/pools/"))
                .flatMap(file -> DISKS.matcher(file.text()).results().map(found -> found.group(1))).toList();
        assertEquals(links.size(), bundle.files().stream().filter(file -> file.path().startsWith("manifests/pools/"))
                .count(), where);
        Set<String> serials = new HashSet<>();
        for (String link : links) {
            List<Disk> named = machines(site).flatMap(machine -> machine.fingerprint().orElseThrow().disks().stream())
                    .filter(disk -> disk.byId().contains(link)).toList();
            assertEquals(1, named.size(), where + ": " + link);
            assertTrue(serials.add(named.getFirst().serial()), where + ": " + link + " is named twice");
        }
        assertEquals(machines(site).flatMap(machine -> disks(machine, true).stream()).map(Disk::serial)
                .collect(Collectors.toSet()), serials, where);
    }

    private static void cores(Site site, HandoffPlan plan, Bundle bundle, String where) {
        Matcher list = CORES.matcher(bundle.file("chart/values.yaml").orElseThrow().text());
        assertTrue(list.find(), where);
        Set<Integer> cores = Stream.of(list.group(1).split("\\D+")).filter(text -> !text.isEmpty())
                .map(Integer::valueOf).collect(Collectors.toSet());
        plan.nodes().forEach(node -> assertTrue(Sites.node(site, node.name()).machine().orElseThrow().fingerprint()
                .orElseThrow().cpu().logical().stream().map(Cpu.Logical::number).collect(Collectors.toSet())
                .containsAll(cores), where + ": " + node.name() + " lacks one of " + cores));
        assertEquals(Set.copyOf(plan.engine().cores()), cores, where);
    }

    private static Site site(Random random) {
        List<SiteNode> nodes = new ArrayList<>();
        IntStream.rangeClosed(1, 3).forEach(number -> nodes.add(Sites.control(number)));
        int storage = 1 + random.nextInt(5);
        IntStream.rangeClosed(1, storage).forEach(number -> nodes.add(Sites.worker(number)));
        Site site = Sites.site(Sites.cluster(), nodes);
        for (int number = 1; number <= storage; number++) {
            site = node(random, site, number);
        }
        Handoff.Chart kind = pick(random, List.of(Handoff.Chart.values()));
        Chart chart = pick(random, Charts.known(kind));
        site = Sites.withChart(site, kind, random.nextInt(3) == 0 ? "" : chart.version());
        site = Sites.withMayastor(site, site.cluster().mayastor().chartVersion(), 1 + random.nextInt(3),
                1 + random.nextInt(4));
        if (random.nextInt(3) == 0) {
            site = Sites.withDomain(site, pick(random, List.of(Handoff.Domain.values())));
        }
        if (random.nextInt(8) == 0) {
            site = Sites.withStorageNetwork(site, Optional.empty());
        }
        return random.nextInt(4) == 0 ? Sites.withVersions(site, "v1.14.0", "v1.37.0") : site;
    }

    private static Site node(Random random, Site before, int number) {
        String name = "worker-" + number;
        Site site = before;
        for (int disk = random.nextInt(4); disk > 0; disk--) {
            site = Sites.plusDisk(site, name, SiteParts.nvme("S64GMORE" + number + disk, 200 + random.nextInt(8_000),
                    contents(random, name)), pick(random, List.of(DiskRole.values())));
        }
        if (random.nextInt(4) == 0) {
            site = Sites.withCpus(site, name, Parts.cpus(1 + random.nextInt(2), 1 + random.nextInt(8),
                    random.nextBoolean(), random.nextBoolean()));
        }
        return switch (random.nextInt(30)) {
            case 0 -> Sites.withoutDisk(site, name, Sites.poolSerial(number, 0));
            case 1 -> Sites.withDisk(site, name, Sites.poolSerial(number, 0), disk -> SiteParts.carrying(disk,
                    contents(random, name)));
            case 2 -> Sites.withDisk(site, name, Sites.poolSerial(number, 0), disk -> SiteParts.linked(disk));
            case 3 -> Sites.withClaims(site, name, claims -> SiteParts.plus(claims, claims.getLast()));
            case 4 -> Sites.withClaims(site, name, claims -> claims.stream().map(claim -> new DiskClaim(claim.disk(),
                    DiskRole.POOL, false, "")).toList());
            case 5 -> Sites.withoutMachine(site, name);
            case 6 -> Sites.plusDisk(site, name, SiteParts.nvme(Sites.poolSerial(1, 0), 1920), DiskRole.POOL);
            case 7 -> Sites.withClaims(site, name, claims -> claims.stream().filter(claim -> claim.role()
                    != DiskRole.POOL).toList());
            default -> site;
        };
    }

    private static Contents[] contents(Random random, String node) {
        return switch (random.nextInt(5)) {
            case 0 -> new Contents[] {new Contents.MayastorPool(node + "-abc" + random.nextInt(10),
                    "8a7f6e5d-0000-4000-8000-000000000001")};
            case 1 -> new Contents[] {new Contents.MayastorPool("other-abc", "8a7f6e5d-0000-4000-8000-000000000001")};
            default -> new Contents[] {new Contents.Blank()};
        };
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
