package dev.ichor.rack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DemoCheckTest {
    private static final MachineSpec GIVEN = DemoRack.machines().getFirst();

    private static SeenMachine seen(Map<String, Long> disks) {
        Map<String, String> nics = new TreeMap<>();
        GIVEN.nics().forEach(nic -> nics.put(nic.mac().toString(), nic.neighbour().orElseThrow().portId()));
        return new SeenMachine(GIVEN.smbios().uuid().toString(), GIVEN.smbios().serial(), disks, nics);
    }

    private static Map<String, Long> disks() {
        Map<String, Long> disks = new TreeMap<>();
        GIVEN.disks().forEach(disk -> disks.put(disk.serial(), disk.bytes()));
        return disks;
    }

    @Test
    void aMachineSeenAsItWasBuiltHasNoDifference() {
        assertEquals(List.of(), DemoCheck.differences(GIVEN, seen(disks())));
    }

    @Test
    void oneByteMoreOrOneDiskLessIsTold() {
        Map<String, Long> larger = disks();
        larger.replaceAll((serial, bytes) -> bytes + 1);
        assertEquals(1, DemoCheck.differences(GIVEN, seen(larger)).size());
        Map<String, Long> fewer = disks();
        fewer.remove(GIVEN.disks().getFirst().serial());
        assertTrue(DemoCheck.differences(GIVEN, seen(fewer)).getFirst().contains(GIVEN.disks().getFirst().serial()));
    }

    @Test
    void anEmptyAnswerDiffersInEverything() {
        SeenMachine nothing = SeenMachine.of(JsonMapper.shared().readTree("{}"));
        assertEquals(5, DemoCheck.differences(GIVEN, nothing).size());
    }

    @Test
    void noTwoDisksOrCardsOfTheDemoAreAlike() {
        List<MachineSpec> machines = DemoRack.machines();
        assertEquals(7, machines.stream().flatMap(m -> m.disks().stream()).map(MachineSpec.Disk::serial).distinct()
                .count());
        assertEquals(7, machines.stream().flatMap(m -> m.disks().stream()).map(MachineSpec.Disk::bytes).distinct()
                .count());
        assertEquals(6, machines.stream().flatMap(m -> m.nics().stream()).map(MachineSpec.Nic::mac).distinct().count());
        assertEquals(3, machines.stream().map(m -> m.smbios().uuid()).distinct().count());
    }
}
