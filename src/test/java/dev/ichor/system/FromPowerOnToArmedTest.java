package dev.ichor.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.rack.Command;
import dev.ichor.rack.DiskImage;
import dev.ichor.rack.VirtualMachine;
import dev.ichor.server.admin.api.ArmView;
import dev.ichor.server.admin.api.ArmedDiskView;
import dev.ichor.server.admin.api.ClaimView;
import dev.ichor.server.admin.api.MachineDetail;
import dev.ichor.server.admin.api.PlaceBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** A policy takes blank machines to armed by itself, and no other; step by step in one rack. */
@Tag("rack")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("its machines need all cores")
class FromPowerOnToArmedTest {
    private static final Duration BOOT = Duration.ofSeconds(300);
    private static final Duration SOON = Duration.ofSeconds(120);

    private PolicyRack rack;
    private Site site;
    private int step;

    @BeforeAll
    void open() {
        rack = PolicyRack.open();
        site = rack.site();
    }

    @AfterAll
    void close() {
        if (rack != null) {
            rack.close();
        }
    }

    @Test
    @Order(1)
    void aBlankMachineIsArmedWithoutAKeystroke() {
        begin(1);
        VirtualMachine machine = rack.machine("blank");
        // A boot waits more than it works, so all four start at once.
        for (String name : List.of("blank", "files", "talos", "pool")) {
            rack.machine(name).powerOn();
        }
        MachineDetail armed = site.await(machine, "armed", BOOT, isAt("armed"));
        assertFalse(armed.machine().person());
        PlaceBody place = armed.machine().place().orElseThrow();
        assertEquals(new PlaceBody("rack", "worker-1", "policy all"), place);
        assertEquals("10.78.0.21", armed.address().orElseThrow().toString());
        assertEquals(Map.of("SYS-61", "system", "POOL-61", "pool", "LOCAL-61", "ignore"), roles(armed));
        ArmView arm = armed.arm().orElseThrow();
        assertTrue(arm.byPolicy() && arm.by().equals("policy all") && arm.purpose().equals("install"), arm.toString());
        assertEquals(Map.of("SYS-61", "untouched blank", "POOL-61", "untouched blank"), arm.disks().stream().collect(
                Collectors.toMap(disk -> disk.disk().serial(), disk -> disk.state() + " " + disk.carries())));
        assertTrue(arm.disks().stream().noneMatch(ArmedDiskView::erase));
        machine.awaitConsole("policy all armed worker-1", SOON);
        assertTrue(explain(machine).contains("policy all armed worker-1"), explain(machine));
        List<String> kinds = kinds(machine);
        assertTrue(kinds.indexOf("assigned") > kinds.indexOf("fingerprint")
                && kinds.indexOf("armed") > kinds.indexOf("assigned"), kinds.toString());
        rack.assertUntouchedBut();
        step = 1;
    }

    @Test
    @Order(2)
    void machinesWhoseSecondDiskCarriesSomethingHoldAndSayWhy() {
        begin(2);
        assertHolds("files", "POOL-62", "ext4 filesystem \"ledger\"");
        assertHolds("talos", "POOL-63", "of cluster \"old-east\"");
        assertHolds("pool", "POOL-64", "Mayastor pool \"" + PolicyRack.POOL_NAME + "\"");
        rack.assertUntouchedBut();
        step = 2;
    }

    private void assertHolds(String name, String serial, String carries) {
        VirtualMachine machine = rack.machine(name);
        MachineDetail held = site.await(machine, "holding", BOOT, detail -> detail.machine().person());
        String reason = held.machine().reason().text();
        assertTrue(reason.contains(serial) && reason.contains(carries), reason);
        assertFalse(held.obstacles().isEmpty());
        assertEquals(held.obstacles().getFirst().code(), held.machine().reason().code());
        assertTrue(held.arm().isEmpty() && held.machine().armedUntil().isEmpty(), held.toString());
        assertFalse(kinds(machine).contains("armed"));
        machine.awaitConsole(java.util.regex.Pattern.quote(carries), SOON);
        assertTrue(machine.console().text().contains(serial), "the console names the disk");
        String explained = explain(machine);
        assertTrue(explained.contains("The machine is held") && explained.contains(serial) && explained.contains(carries), explained);
    }

    @Test
    @Order(3)
    void aWipeTouchesExactlyTheDiskThatWasNamed() {
        begin(3);
        VirtualMachine machine = rack.machine("files");
        Command.Result unnamed = site.tryIchor("wipe", Site.mac(machine), "--disk", "POOL-62", "--yes");
        assertNotEquals(0, unnamed.status());
        assertTrue(unnamed.err().contains("POOL-62") && unnamed.err().contains("ext4"), unnamed.err());
        Command.Result other = site.tryIchor("wipe", Site.mac(machine), "--disk", "POOL-62", "--yes", "--confirm",
                "SYS-62");
        assertNotEquals(0, other.status());
        rack.assertUntouchedBut();

        String told = site.ichor("wipe", Site.mac(machine), "--disk", "POOL-62", "--yes", "--confirm", "POOL-62");
        assertTrue(told.contains("POOL-62") && told.contains("erased"), told);
        MachineDetail armed = site.await(machine, "armed by the policy", SOON, isAt("armed"));
        assertEquals("worker-2", armed.machine().place().orElseThrow().node());
        assertEquals(Map.of("SYS-62", "system", "POOL-62", "pool", "LOCAL-62", "ignore"), roles(armed));
        rack.assertUntouchedBut("POOL-62");
        assertErased(machine, "POOL-62");
        List<String> kinds = kinds(machine);
        assertTrue(kinds.indexOf("wipe-erased") > kinds.indexOf("wipe-started"), kinds.toString());
        JsonNode audit = site.admin().get("/api/v1/audit");
        assertTrue(audit.path("items").valueStream().anyMatch(entry -> entry.path("action").asString("")
                .contains("arm") && entry.path("after").asString("").contains("POOL-62")), audit.toString());
        step = 3;
    }

    @Test
    @Order(4)
    void aWipeThatWasInterruptedIsTakenUpAgain() {
        begin(4);
        VirtualMachine machine = rack.machine("talos");
        site.ichor("wipe", Site.mac(machine), "--disk", "POOL-63", "--yes", "--confirm", "POOL-63", "--detach");
        MachineDetail begun = site.await(machine, "being erased", SOON, detail -> state(detail).equals("started"));
        machine.powerOff();
        assertEquals("started", state(site.machine(machine)), "the power went in the middle of the wipe");
        String arm = begun.arm().orElseThrow().id();
        machine.powerOn();
        MachineDetail armed = site.await(machine, "armed by the policy", BOOT, detail -> isAt("armed").test(detail)
                && detail.arm().map(ArmView::byPolicy).orElse(false));
        assertNotEquals(arm, armed.arm().orElseThrow().id());
        rack.assertUntouchedBut("POOL-62", "POOL-63");
        assertErased(machine, "POOL-63");
        List<String> kinds = kinds(machine);
        assertEquals(1, kinds.stream().filter("wipe-erased"::equals).count(), kinds.toString());
        assertTrue(kinds.contains("arm-spent"), kinds.toString());
        step = 4;
    }

    /** Law 6. */
    @Test
    @Order(5)
    void anAdoptedMachineBootsItsOwnDisk() {
        begin(5);
        VirtualMachine machine = rack.machine("pool");
        assertEquals(200, site.admin().ask("POST", "/api/v1/machines/" + Site.mac(machine) + "/adopt", "{}",
                "Idempotency-Key", "adopt-1").status());
        assertEquals("installed", site.machine(machine).machine().stage());
        long before = machine.console().position();
        machine.reset();
        machine.awaitConsole(PolicyRack.MARK, before, BOOT);
        rack.assertUntouchedBut("POOL-62", "POOL-63");
    }

    /** What did not come to its end leaves nothing to go on with. */
    private void begin(int next) {
        assertEquals(next - 1, step, "an earlier step failed");
    }

    private static java.util.function.Predicate<MachineDetail> isAt(String stage) {
        return detail -> detail.machine().stage().equals(stage);
    }

    private static String state(MachineDetail detail) {
        return detail.arm().map(arm -> arm.disks().getFirst().state()).orElse("no arm");
    }

    private static Map<String, String> roles(MachineDetail machine) {
        return machine.claims().stream().collect(Collectors.toMap(claim -> claim.disk().serial(), ClaimView::role));
    }

    /** The kinds of the machine's events, in their order. */
    private List<String> kinds(VirtualMachine machine) {
        List<String> kinds = new ArrayList<>();
        site.admin().get("/api/v1/machines/" + Site.mac(machine) + "/events").path("items")
                .forEach(event -> kinds.add(event.path("kind").asString("")));
        return kinds;
    }

    /** What {@code ichor explain} says, in one line. */
    private String explain(VirtualMachine machine) {
        return site.ichor("explain", Site.mac(machine)).replaceAll("\\s+", " ");
    }

    private static void assertErased(VirtualMachine machine, String serial) {
        DiskImage disk = machine.disk(serial);
        assertTrue(disk.isBlank(), "something is left on " + disk);
    }
}
