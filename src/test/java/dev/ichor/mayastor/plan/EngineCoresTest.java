package dev.ichor.mayastor.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.MayastorPlan;
import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.mayastor.Sites;
import dev.ichor.mayastor.site.Site;
import dev.ichor.mayastor.site.SiteNode.Served;
import dev.ichor.talos.node.Parts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The io-engine's CPUs exist on every storage node, one of each physical core, none beside CPU 0. */
@Timeout(30)
class EngineCoresTest {
    /** Two threads of a core have neighbouring numbers, as some firmware counts. */
    private static List<Cpu.Logical> neighbours(int cores) {
        List<Cpu.Logical> out = new ArrayList<>();
        for (int i = 0; i < 2 * cores; i++) {
            out.add(new Cpu.Logical(i, 0, i / 2, 0, List.of(i / 2 * 2, i / 2 * 2 + 1)));
        }
        return out;
    }

    private static Site isolated(Site site, String node, Integer... cores) {
        return Sites.withServed(site, node, old -> new Served(old.at(), old.current(), old.hugepages(), old.modules(),
                old.labels(), List.of(cores), old.storageMtu()));
    }

    private static Site nobodyIsolates() {
        Site site = Sites.three();
        for (int i = 1; i <= 3; i++) {
            site = isolated(site, "worker-" + i);
        }
        return site;
    }

    private static List<Integer> cores(Site site) {
        return Plans.of(site).engine().cores();
    }

    @Test
    void whatAllNodesKeepFreeIsTaken() {
        Site site = Sites.three();
        assertEquals(List.of(1, 2), cores(nobodyIsolates()));
        for (int i = 1; i <= 3; i++) {
            site = isolated(site, "worker-" + i, 7, 5);
        }
        assertEquals(List.of(5, 7), cores(site));
        assertEquals(List.of(), Plans.of(site).findings());
        assertEquals(List.of(1, 2, 3), cores(Sites.withMayastor(site, "", 3, 3)), "the plan asks for three by now");
        assertEquals(List.of(1, 2), cores(isolated(site, "worker-2", 5, 6)), "they do not agree");
        for (int i = 1; i <= 3; i++) {
            site = isolated(site, "worker-" + i, 5, 21);
        }
        assertEquals(List.of(1, 2), cores(site), "two threads of one core");
        for (int i = 1; i <= 3; i++) {
            site = isolated(site, "worker-" + i, 5, 99);
        }
        assertEquals(List.of(1, 2), cores(site), "there is no CPU 99");
    }

    @Test
    void aNodeThatKeepsOthersFreeIsTold() {
        HandoffPlan plan = Plans.of(isolated(Sites.three(), "worker-2", 3, 4));
        assertFalse(plan.isRefused());
        assertEquals(List.of("worker-2"), plan.findings().stream().map(found -> found.problem().where()).toList());
        assertTrue(plan.findings().getFirst().problem().what().contains("[3, 4]"));
    }

    @Test
    void machinesThatCountTheirThreadsDifferentlyGetWhatSuitsAll() {
        Site site = Sites.withCpus(nobodyIsolates(), "worker-2", neighbours(8));
        assertEquals(List.of(2, 4), cores(site));
        assertEquals(List.of(2, 4, 6), cores(Sites.withMayastor(site, "", 3, 3)));
        HandoffPlan many = Plans.of(Sites.withMayastor(site, "", 3, 8));
        assertTrue(many.isRefused());
        assertEquals("worker-2", many.findings().getFirst().problem().where(), many.findings().toString());
    }

    @Test
    void coresThatFitNoCommonListAreTold() {
        Site site = Sites.withCpus(nobodyIsolates(), "worker-2", neighbours(4));
        HandoffPlan plan = Plans.of(Sites.withCpus(site, "worker-1", Parts.cpus(1, 4, false, true)));
        assertTrue(plan.isRefused());
        assertEquals("clusters/prod#/mayastor/cores", plan.findings().getFirst().problem().where());
        assertTrue(plan.findings().getFirst().problem().what().contains("numbered differently"));
    }

    @Test
    void aSmallMachineIsNamed() {
        Site site = Sites.withCpus(nobodyIsolates(), "worker-3", Parts.cpus(1, 1, true, true));
        HandoffPlan plan = Plans.of(site);
        assertTrue(plan.isRefused());
        assertEquals(List.of("worker-3"), plan.findings().stream().map(found -> found.problem().where()).toList());
        assertTrue(plan.findings().getFirst().problem().what().endsWith("the machine has none"));
        assertTrue(Plans.of(Sites.withCpus(site, "worker-3", List.of())).isRefused());
    }

    @Test
    void coresBesideTheDisksComeFirst() {
        Site site = nobodyIsolates();
        for (int i = 1; i <= 3; i++) {
            // Disks and NIC are at NUMA node 0, whose CPUs have the high numbers here.
            List<Cpu.Logical> turned = Parts.cpus(2, 4, false, true).stream().map(cpu -> new Cpu.Logical(cpu.number(),
                    1 - cpu.socket(), cpu.core(), 1 - cpu.numa(), cpu.siblings())).toList();
            site = Sites.withCpus(site, "worker-" + i, turned);
        }
        assertEquals(List.of(4, 5), cores(site));
        assertEquals(List.of(1, 4, 5, 6, 7), cores(Sites.withMayastor(site, "", 3, 5)));
    }

    @Test
    void pagesAreNeverFewerThanTheEngineNeeds() {
        for (int[] row : new int[][] {{0, 1024}, {1024, 1024}, {2048, 2048}, {17, 1024}}) {
            MayastorPlan plan = new MayastorPlan(true, "", 3, 2, false, row[0], false, LocalVolume.AUTO);
            assertEquals(row[1], Plans.of(Sites.withMayastor(Sites.three(), plan)).engine().hugepages());
        }
    }
}
