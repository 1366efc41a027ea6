package dev.ichor.talos.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.inventory.MayastorPlan.LocalVolume;
import dev.ichor.inventory.StorageNetwork.Link;
import dev.ichor.machine.arm.DiskRole;
import dev.ichor.machine.hardware.Cpu;
import dev.ichor.machine.hardware.Disk;
import dev.ichor.talos.Contract;
import dev.ichor.talos.check.HardwareRules;
import dev.ichor.talos.document.Configuration;
import dev.ichor.talos.document.ConfigurationText;
import dev.ichor.talos.document.Document;
import dev.ichor.talos.render.Finding;
import dev.ichor.talos.render.NodeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the hardware: the disk that is named is the one claimed, by what is its own, or there is an error. */
@Timeout(60)
class RandomHardwareTest {
    private static final int ROUNDS = 500;
    private static final Pattern KERNEL = Pattern.compile("/dev/(sd|nvme|vd)|kd[0-9]|enp[0-9]+s0|by-path");
    private static final String[] TEXTS = {"A", "B", "A*", "*", "a b", "\"", "\\", "eui.1", "é", "A?", "[A]"};

    private final Random random = new Random(20_260_822);

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private Disk disk(int number) {
        List<String> links = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            links.add(one(new String[] {"nvme-A", "nvme-B", "wwn-0x" + number, "../kd1", "ata-" + number}));
        }
        String wwid = random.nextInt(4) == 0 ? one(TEXTS) : "eui." + number + (random.nextInt(5) == 0 ? "*" : "");
        String serial = random.nextInt(3) == 0 ? one(TEXTS) : "S" + number;
        return Parts.disk("d" + number, wwid, serial, one(Disk.Transport.values()), random.nextInt(3) - 1, links);
    }

    private Rig rig() {
        Rig rig = Rig.of(one(Contract.values())).memory(8 << random.nextInt(5), 1 + random.nextInt(2), 0)
                .cpu(Parts.cpus(1 + random.nextInt(2), 1 + random.nextInt(12), random.nextBoolean(), true));
        int disks = 1 + random.nextInt(6);
        int system = random.nextInt(disks);
        for (int i = 0; i < disks; i++) {
            if (i == system || random.nextInt(3) > 0) {
                rig.disk(disk(i), i == system ? DiskRole.SYSTEM : one(new DiskRole[] {DiskRole.POOL, DiskRole.POOL,
                    DiskRole.SPARE, DiskRole.IGNORE}));
            } else {
                rig.disk(disk(i));
            }
        }
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            rig.nic(i, one(new Integer[] {0, 1000, 25_000}));
        }
        if (random.nextBoolean()) {
            rig.bios();
        }
        if (random.nextBoolean()) {
            rig.storage(one(Link.values()), random.nextInt(2) * 40, random.nextBoolean() ? 9000 : 1500);
        }
        return rig.plan(1 + random.nextInt(4), random.nextBoolean(), 0, random.nextBoolean(), LocalVolume.AUTO);
    }

    @Test
    void law2OnlyTheClaimedDiskIsNamedAndLaw7NoKernelName() {
        int well = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Rig rig = rig();
            NodeInput input = rig.input();
            List<Finding> findings = new ArrayList<>();
            Configuration made = NodeLayer.apply(rig.base(), rig.contract(), input, findings);
            boolean disksAreWell = findings.stream().noneMatch(finding -> finding.problem().where().contains("disk"));
            List<Finding> rules = HardwareRules.check(rig.contract(), input, made);
            assertEquals(disksAreWell, rules.stream().noneMatch(finding ->
                    finding.problem().what().contains("disk")), () -> findings + " " + rules);
            assertFalse(KERNEL.matcher(ConfigurationText.of(made)).find(), () -> ConfigurationText.of(made));
            if (disksAreWell) {
                well++;
                assertEquals(List.of(system(input)), named(made, input.fingerprint().disks()), made::toString);
            }
        }
        assertTrue(well > ROUNDS / 3 && well < ROUNDS, "both kinds were met: " + well);
    }

    private static Disk system(NodeInput input) {
        return input.fingerprint().disks().stream().filter(disk -> input.claims().stream().anyMatch(claim ->
                claim.role() == DiskRole.SYSTEM && claim.disk().equals(disk.id()))).findFirst().orElseThrow();
    }

    /** Read by other code than what is tested: links by name, selectors by regular expressions, CEL by its text. */
    private static List<Disk> named(Configuration made, List<Disk> disks) {
        Document first = made.find(Document.V1ALPHA1).orElseThrow();
        if (first.at("machine", "install", "disk").isPresent()) {
            String path = (String) first.at("machine", "install", "disk").get();
            return disks.stream().filter(disk -> disk.byId().stream().anyMatch(link ->
                    path.equals("/dev/disk/by-id/" + link))).toList();
        }
        if (first.at("machine", "install", "diskSelector").orElse(null) instanceof Map<?, ?> selector) {
            return disks.stream().filter(disk -> fits(selector.get("wwid"), disk.wwid())
                    && fits(selector.get("serial"), disk.serial())).toList();
        }
        String match = (String) made.find("UnattendedInstallConfig").orElseThrow()
                .at("provisioning", "diskSelector", "match").orElseThrow();
        return disks.stream().filter(disk -> match.equals("disk.wwid == \"" + escaped(disk.wwid())
                + "\" && disk.serial == \"" + escaped(disk.serial()) + "\"")).toList();
    }

    private static boolean fits(Object glob, String text) {
        return glob == null || Pattern.matches(("\\Q" + glob + "\\E").replace("*", "\\E.*\\Q"), text);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("é", "\\u00e9");
    }

    @Test
    void theCoresOfTheEngineAreCoresOfTheirOwn() {
        for (int round = 0; round < ROUNDS; round++) {
            NodeInput input = rig().input();
            IoCores cores = IoCores.of(input);
            List<Cpu.Logical> all = input.fingerprint().cpu().logical();
            int wanted = IoCores.isStorage(input) ? input.cluster().mayastor().cores() : 0;
            long physical = all.stream().map(Cpu.Logical::siblings).distinct().count();
            assertEquals(physical > wanted || wanted == 0, cores.obstacle().isEmpty(), cores::toString);
            assertEquals(cores.obstacle().isEmpty() ? wanted : 0, cores.cores().size());
            assertEquals(cores.cores().stream().distinct().sorted().toList(), cores.cores());
            for (int core : cores.cores()) {
                List<Integer> siblings = all.get(core).siblings();
                assertFalse(siblings.contains(0));
                assertEquals(1, cores.cores().stream().filter(siblings::contains).count());
            }
            long nodes = cores.cores().stream().map(core -> all.get(core).numa()).distinct().count();
            assertEquals(cores.remark().contains("several"), nodes > 1, cores::toString);
        }
    }
}
